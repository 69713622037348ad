"""Which side of yes and no a text takes."""

import pytest

from index.text import shadow_of
from qa.deciding import side_of


@pytest.mark.parametrize(
    ("question", "text", "side"),
    [
        ("要100%覆盖吗？", "农村地区清洁取暖率达到60%以上", False),
        ("清洁取暖率要到60%吗？", "农村地区清洁取暖率达到60%以上", True),
        ("超过200辆吗？", "淘汰老旧车160辆", False),
        ("超过200辆吗？", "淘汰老旧车260辆", True),
        ("是不是不到3%？", "重污染天数比率控制在2.5%以内", True),
        ("Is it more than 20%?", "占比达到25%", True),
        ("比例不低于60%吗？", "比例达到80%", True),
        ("比例不低于60%吗？", "比例达到50%", False),
        ("不少于20家吗？", "改造35家", True),
        ("超过200家吗？", "收录企业1,087家", True),
        ("达到1087家吗？", "收录企业1,087家", True),
        ("浓度不高于35微克/立方米吗？", "浓度降到31微克/立方米", True),
        ("不超过3%吗？", "控制在5%", False),
    ],
)
def test_figures_of_one_unit_decide(question, text, side):
    assert side_of(shadow_of(question).text.lower(), text) is side


@pytest.mark.parametrize(
    ("question", "text", "side"),
    [
        ("6蒸吨的锅炉要改造吗？", "每小时4蒸吨以上燃气锅炉全部完成改造", True),
        ("2蒸吨的锅炉要改造吗？", "每小时4蒸吨以上燃气锅炉全部完成改造", False),
        ("4蒸吨以下的锅炉必须改造吗？", "每小时4蒸吨以上燃气锅炉全部完成改造", False),
        ("还能新建20蒸吨的燃煤锅炉吗？", "不再新建35蒸吨以下的燃煤锅炉", False),
        ("还能新建40蒸吨的燃煤锅炉吗？", "不再新建35蒸吨以下的燃煤锅炉", True),
        ("1200个密封点的企业要开展检测吗？", "不足2000个的企业也应开展检测", True),
        ("风速每秒9米时可以爆破吗？", "风速大于每秒8米时不得爆破", False),
    ],
)
def test_a_figure_that_bounds_what_is_meant_is_no_value(question, text, side):
    assert side_of(shadow_of(question).text.lower(), text) is side


def test_a_year_is_no_figure_that_decides():
    assert side_of("1999年的锅炉还按老标准吗?", "锅炉仍执行1991年发布的标准") is True


@pytest.mark.parametrize(
    ("question", "text", "side"),
    [
        ("城里能放鞭炮吗？", "建成区全年禁止燃放烟花爆竹", False),
        ("城里是不是禁放鞭炮？", "建成区全年禁止燃放烟花爆竹", True),
        ("城里不允许放鞭炮，对吗？", "建成区全年禁止燃放烟花爆竹", True),
        ("是不是不准再添炼铁的产能了？", "严禁新增炼铁产能", True),
        ("移机之后不需要重新检测吧？", "移机后须重新检测", False),
        ("可以燃放烟花爆竹吗？", "除夕可以燃放烟花爆竹", True),
        ("小企业用不用停产？", "小微涉气企业不采取停限产措施", False),
        ("小微企业是不是可以不停产", "小微涉气企业不采取停限产措施", True),
        ("Do small firms have to halt production?", "小微涉气企业不采取停限产措施", False),
        ("为了过检查把厂子停掉可以吗", "严禁为应付检查停产停工停业等简单粗暴做法", False),
        ("准不准為應付檢查停工停業？", "严禁为应付检查停产停工停业等简单粗暴做法", False),
        ("Is straw burning banned across Hengshui?", "全时段禁止露天焚烧秸秆", True),
        ("May farmers burn straw at night?", "全时段禁止露天焚烧秸秆", False),
        ("禁煤区还能卖散煤吗", "禁煤区内禁止销售、燃用散煤", False),
        ("支持加油站夜里装卸油吗", "鼓励加油站采取夜间装卸油措施", True),
        ("食堂要不要装净化器", "事业、国有企业等单位食堂要安装油烟高效净化设施", True),
        ("偏远医院的燃煤锅炉必须马上拆吗", "偏远乡镇医院的燃煤锅炉可保留至2025年", False),
    ],
)
def test_words_decide(question, text, side):
    assert side_of(shadow_of(question).text.lower(), text) is side
