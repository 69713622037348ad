"""Made-up plans of several cities, as an index without the real model."""

from index import PlanIndex
from tests.index.encoders import HashingEncoder

TEXTS = {
    "jinan-2020": """济南市2020年蓝天行动方案
一、总体要求
2020年，PM2.5年均浓度不高于53微克/立方米，优良天数比率达到60%。
二、重点任务
1. 加强秸秆综合利用。2020年，秸秆综合利用率达到91%。煤炭消费总量比2015年下降10%。
2. 加强道路扬尘治理。2020年，建成区机械化清扫率达到85%以上。
3. 禁止燃放烟花爆竹。全年在主城区禁止燃放烟花爆竹，由市公安局负责。
4. 推进船舶治理。2020年8月底前，完成内河船舶的岸电改造。
""",
    "jinan-2024": """济南市2024年蓝天行动方案
一、总体要求
2024年，PM2.5年均浓度不高于43微克/立方米，优良天数比率达到60%。
二、重点任务
1. 推广光伏发电。2024年，新建光伏发电装机20万千瓦，鼓励屋顶光伏发电。
2. 加强秸秆综合利用。2024年，秸秆综合利用率达到95%。
3. 加强道路扬尘治理。2024年，建成区机械化清扫率达到90%以上，县城机械化清扫率达到70%。
""",
    "wuhu-2020": """芜湖市2020年蓝天行动方案
一、总体要求
2020年，PM2.5年均浓度比2019年下降5%。市区优良天数比率达到80%。
二、重点任务
1. 秸秆综合利用。2020年，秸秆综合利用率达到93%。煤炭消费总量比2018年下降4%。
2. 船舶治理。2020年底前，完成内河船舶的岸电改造。
""",
    "yibin-2020": """宜宾市2020年蓝天行动方案
一、总体要求
2020年，PM2.5浓度明显改善，优良天数不少于270天。
二、重点任务
1. 秸秆综合利用。秸秆综合利用以还田为主。
""",
}


def index_of(folder, names=tuple(TEXTS)):
    """An index of some of the plans, in a folder that is there."""
    corpus = folder / "corpus"
    (corpus / "plans").mkdir(parents=True)
    for name in names:
        (corpus / "plans" / f"{name}.txt").write_text(TEXTS[name], encoding="utf-8")
    return PlanIndex.build(corpus, folder / "index", encoder=HashingEncoder(), progress=False)
