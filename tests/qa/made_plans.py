"""Made-up plans of places whose names hold a numeral, as an index without the real model."""

import numpy as np

from index import PlanIndex
from tests.index.encoders import HashingEncoder

TEXTS = {
    "luan-2022": """六安市人民政府关于印发六安市2022年大气污染防治工作方案的通知
六政〔2022〕15号
各县区人民政府，市直各单位：
现将《六安市2022年大气污染防治工作方案》印发给你们，请认真贯彻落实。
六安市人民政府
2022年3月7日
六安市2022年大气污染防治工作方案
为贯彻落实《安徽省2022年大气污染防治工作要点》（皖大气办〔2022〕4号），制定本方案。
一、工作目标
2022年，PM2.5年均浓度不高于33微克/立方米，优良天数比率达到85%。
二、主要任务
1. 加强工地扬尘管控。建筑工地做到“六个百分之百”（围挡、覆盖、冲洗、硬化、湿法作业、密闭运输）。
（市住房和城乡建设局牵头，市城市管理局参与）
2. 禁止燃放烟花爆竹。全年在主城区禁止燃放烟花爆竹。（市公安局负责）
3. 淘汰老旧车辆。2022年底前淘汰老旧柴油货车1200辆。
（市公安局牵头，市交通运输局、市商务局配合）
4. 治理餐饮油烟。五台以上灶头的饭店安装净化装置，每季度清洗一次。
（市城市管理局牵头，市生态环境局参与）
""",
    "sanya-2023": """三亚市2023年大气污染防治实施方案
一、总体要求
2023年，PM2.5年均浓度不高于12微克/立方米，优良天数比率达到99%。
二、重点任务
（一）控制挥发性有机物（VOCs）排放。加油站全部安装油气回收装置，2023年6月底前完成23座。（市商务局牵头，市生态环境局配合）
（二）加强工地管理。建筑工地落实“6个100%”（围挡、覆盖、冲洗、硬化、湿法、密闭）。（市住房和城乡建设局负责）
（三）推广新能源汽车。新增公交车全部使用新能源车，建成充电桩500个。（市交通运输局牵头）
""",
    "sichuan-2024": """四川省2024年空气质量改善行动计划
一、目标
2024年，全省PM2.5平均浓度控制在31微克/立方米以内。
二、任务
1. 秸秆综合利用。秸秆综合利用率达到92%以上。（省农业农村厅牵头，省生态环境厅参与）
2. 控制煤炭消费。煤炭消费总量比2020年下降5%。严禁新建35蒸吨以下燃煤锅炉。（省发展和改革委员会牵头）
""",
}


class LevelEncoder:
    """Every text has the same vector, so that words alone decide."""

    id, dimension = "level@1", 16

    def encode_queries(self, queries):
        return np.full((len(queries), self.dimension), 0.25, dtype=np.float32)

    def encode_passages(self, passages, *, progress=False):
        return self.encode_queries(passages)


def index_of(folder, texts=None, encoder=None):
    """An index of some plans' texts, in a folder that is there."""
    plans = folder / "corpus" / "plans"
    plans.mkdir(parents=True)
    for name, text in (TEXTS if texts is None else texts).items():
        (plans / f"{name}.txt").write_text(text, encoding="utf-8")
    encoder = HashingEncoder() if encoder is None else encoder
    return PlanIndex.build(folder / "corpus", folder / "index", encoder=encoder, progress=False)
