"""Numbers with their units, how often something is done, and dates."""

import pytest

from qa.quantities import fitting_quantities, goes_on, has_unit, quantities, times, wanted_unit
from qa.question import read_question
from qa.spans import find_span
from qa.wording import Wording


@pytest.mark.parametrize(
    ("question", "units"),
    [
        ("淘汰多少辆车？", "辆|台"),
        ("几家企业要搬迁？", "家|户|个"),
        ("建多少座加油站", "座|个"),
        ("多少台锅炉", "台"),
        ("几年内完成", "年|个月"),
        ("秸秆综合利用率要达到多少？", "%|‰|个百分点"),
        ("增长几个百分点", "个百分点"),
        ("补贴多少钱", "元"),
        ("优良天数", "天|%"),
        ("减排多少吨", "吨"),
        ("绿化面积多大", "亩|平方米|平方公里|公顷"),
        ("pm2.5浓度目标", "微克|毫克|μg|ug|mg %"),
        ("噪声限值多少", "分贝"),
        ("多少个充电桩", "个|座|台|根|套|%"),
        ("how many vehicles", "辆|台"),
        ("what share of straw", "%|‰|个百分点"),
        ("what concentration", "微克|毫克|μg|ug|mg %"),
        ("how many days", "天"),
        ("怎么控制扬尘", ""),
        ("how many", ""),
    ],
)
def test_the_units_that_answer(question, units):
    assert wanted_unit(question) == units


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("秸秆利用率不低于95%", ["不低于95%"]),
        ("35蒸吨以下锅炉", ["35蒸吨以下"]),
        ("浓度下降5个百分点", ["下降5个百分点"]),
        ("更换100辆公交车", ["100辆"]),
        ("约1.5万吨", ["约1.5万吨"]),
        ("收录企业1,087家,较上年增加142家", ["1,087家", "增加142家"]),
        ("年再生3,000吨,2025年4月投运", ["3,000吨"]),
        ("3,000吨以上不足5,000吨", ["3,000吨以上", "5,000吨"]),
        ("处300元以上800元以下罚款", ["300元以上800元以下"]),
        ("记录至少保存三年", ["至少保存三年"]),
        ("降尘量低于9吨/月·平方公里", ["低于9吨/月·平方公里"]),
        ("林格曼黑度不超过3", ["不超过3"]),
        ("分别不低于10%、20%、30%", ["分别不低于10%、20%、30%"]),
        ("到2020年", []),
        ("12月", []),
        ("第三条", []),
        ("三个项目", []),
        ("五项措施", []),
        ("一批企业", []),
        ("见附件14", []),
    ],
)
def test_quantities(text, found):
    assert [match.group() for match in quantities(text)] == found


@pytest.mark.parametrize(
    ("text", "units", "has"),
    [("95%", "%|‰", True), ("95%", "微克", False), ("95%", "", True), ("下降5微克", "微克", True)],
)
def test_a_quantity_has_a_unit(text, units, has):
    (match,) = quantities(text)
    assert has_unit(match, units) is has


@pytest.mark.parametrize(
    ("text", "units", "found"),
    [
        ("浓度不高于53微克/立方米，下降5%", "微克|毫克 %", ["不高于53微克/立方米"]),
        ("浓度下降5%", "微克|毫克 %", ["下降5%"]),
        ("淘汰100辆，投入5亿元", "辆|台", ["100辆"]),
        ("淘汰100辆，投入5亿元", "", ["100辆", "5亿元"]),
        ("淘汰老旧车", "辆", []),
        ("煤炭消费零增长", "%", ["零增长"]),
        ("煤炭消费“零增长”", "", ["“零增长”"]),
        ("煤炭消费零增长", "辆", []),
        ("浓度明显下降", "%", ["明显下降"]),
    ],
)
def test_the_likeliest_unit_that_a_text_has(text, units, found):
    assert [match.group() for match in fitting_quantities(text, units)] == found


@pytest.mark.parametrize(
    "question", ["多久清洗一次", "隔多久清洗", "多长时间清洗一遍", "清洗频次是多少", "how often"]
)
@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("每季度至少清洗一次，面积3平方米", ["每季度至少清洗一次"]),
        ("每日洒水2次", ["每日洒水2次"]),
        ("每两个月评估", ["每两个月"]),
        ("一月一通报", ["一月一通报"]),
        ("面积3平方米", []),
    ],
)
def test_how_often(question, text, found):
    assert [match.group() for match in fitting_quantities(text, "", question)] == found


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("净化装置多久清洗一次？", "每季度清洗一次"),
        ("淨化裝置多久清洗一次？", "每季度清洗一次"),
        ("净化装置清洗频次是多少？", "每季度清洗一次"),
        ("How often must the devices be cleaned?", "每季度清洗一次"),
        ("多少座饭店安装？", "120座"),
        ("什么时候安装？", "2022年底前"),
    ],
)
def test_what_a_question_takes_from_a_sentence(question, answer):
    sentence = "2022年底前,120座饭店安装净化装置,每季度清洗一次。"
    found = find_span(sentence, read_question(question), Wording(()))
    assert (found.is_fitting, sentence[found.start : found.end]) == (True, answer)


@pytest.mark.parametrize(
    ("question", "sentence", "items"),
    [
        ("“三同步”是哪三样？", "落实“三同步”(同步设计,同步施工,同步投用)。", 3),
        ("“三同步”是哪四样？", "落实“三同步”(同步设计,同步施工,同步投用)。", 0),
        ("要配哪三种设备？", "配备雾炮、围挡、冲洗台。", 3),
        ("要配哪五种设备？", "配备雾炮、围挡以及冲洗台等五种设备。", 2),
    ],
)
def test_a_list_has_as_many_items_as_asked_for_or_says_so(question, sentence, items):
    found = find_span(sentence, read_question(question), Wording(()))
    assert (len(found.items), found.is_fitting) == (items, items > 0)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("到2020年底前完成", ["到2020年底前"]),
        ("10月底前，次年3月15日起", ["10月底前", "次年3月15日起"]),
        ("2020年10月1日至2021年3月31日", ["2020年10月1日至2021年3月31日"]),
        ("2018-2020年", ["2018-2020年"]),
        ("从2018至2020年", ["从2018至2020年"]),
        ("2019年、2020年", ["2019年", "2020年"]),
        ("每月5日前报送", ["每月5日前"]),
        ("每日6时至22时", ["每日6时至22时"]),
        ("采暖季期间", ["采暖季期间"]),
        ("2021年版名录", []),
        ("标准GB 2020-3", []),
        ("第20条", []),
        ("前后三年", []),
    ],
)
def test_times(text, found):
    assert [match.group() for match in times(text)] == found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2019年底不低于85%;", True),
        ("到2025年,降至35微克/立方米。", True),
        ("2019年底新能源车不低于85%;", False),
        ("2019年。", False),
        ("不低于85%;", False),
    ],
)
def test_a_sentence_that_only_goes_on_with_another_value(text, expected):
    assert goes_on(text) == expected
