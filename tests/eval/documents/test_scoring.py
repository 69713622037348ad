"""Hand-worked: what was read is written beside the labels, and the figures follow by counting."""

from datetime import date

import pytest

from eval.documents.facts import judge_duties, judge_targets, wrong_fields
from eval.documents.fields import judge_fields
from eval.documents.labels import DocumentLabels, TargetLabel
from eval.documents.scoring import judge_document, summarise
from eval.documents.types import Counts, DocumentFacts, DutyFacts, TargetFacts

WENXIAN = DocumentLabels(
    "a.txt",
    accepted={
        "title": ("温县2016年度蓝天工程实施方案", "关于印发温县2016年度蓝天工程实施方案的通知"),
        "level": ("county",),
        "province": ("河南省",),
        "city": ("焦作市",),
        "county": ("温县",),
        "issuers": (("温县人民政府", "温县环保局"), ("温县人民政府办公室",)),
        "issued": (date(2016, 6, 22), date(2016, 7, 1)),
        "period": ((2016, 2016),),
        "document_number": ("温政〔2016〕15号",),
    },
    or_absent=frozenset({"issued"}),
)


@pytest.mark.parametrize(
    ("field", "found", "verdict"),
    [
        ("title", {"title": "溫縣2016年度藍天工程實施方案"}, "right"),
        ("title", {"title": "关于印发《温县2016年度蓝天工程实施方案》的通知"}, "right"),
        ("title", {"title": "蓝天工程实施方案"}, "wrong"),
        ("title", {}, "missing"),
        ("place", {"province": "河南省", "city": "焦作市", "county": "温县"}, "right"),
        ("place", {"province": "河南省", "city": "焦作市"}, "wrong"),
        ("place", {}, "missing"),
        ("document_number", {"document_number": "温政[2016] 15号"}, "right"),
        ("issuers", {"issuers": ("温县环保局", "温县人民政府")}, "right"),
        ("issuers", {"issuers": ("温县人民政府办公室",)}, "right"),
        ("issuers", {"issuers": ("温县人民政府",)}, "wrong"),
        ("issued", {"issued": date(2016, 7, 1)}, "right"),
        ("issued", {"issued": date(2016, 7, 2)}, "wrong"),
        ("issued", {}, "rightly none"),
        ("period", {"period": (2016, 2017)}, "wrong"),
        ("status", {}, "rightly none"),
        ("status", {"status": "in force"}, "wrong"),
    ],
)
def test_the_verdict_on_a_field(field, found, verdict):
    verdicts, differences = judge_fields(WENXIAN, DocumentFacts("a.txt", found))
    assert verdicts[field] == verdict
    shown = any(line.startswith(f"{field} {verdict}:") for line in differences)
    assert shown == (verdict in ("wrong", "missing"))


def pm25(**changes):
    given = {"value": 29.0, "operator": "<=", "unit": "微克/立方米", "year": 2020}
    return TargetFacts("PM2.5", **(given | changes))


PM25 = TargetLabel(
    TargetFacts("PM2.5浓度", value=29.0, operator="<=", unit="µg/m³", year=2020), ("<=", "="), True
)


@pytest.mark.parametrize(
    ("found", "wrong"),
    [
        (pm25(), ()),
        (pm25(operator="="), ()),
        (pm25(operator=None), ("operator",)),
        (pm25(operator=">="), ("operator",)),
        (pm25(unit="微克"), ("unit",)),
        (pm25(value=30.0), ("value",)),
        (pm25(value_max=30.0), ("value_max",)),
        (pm25(year=2015), ("year",)),
        (pm25(base_year=2015, scope="市区"), ("base_year", "scope")),
    ],
)
def test_the_fields_of_a_target_that_are_wrong(found, wrong):
    assert wrong_fields(PM25, found) == wrong


def test_a_year_that_the_text_does_not_give_is_not_checked():
    label = TargetLabel(PM25.facts, PM25.operators, is_year_checked=False)
    assert wrong_fields(label, pm25(year=None)) == ()


def test_targets_are_paired_once_each_and_counted():
    """Two labels, three found: one right, one with another year, one of nothing."""
    later = TargetLabel(
        TargetFacts("优良天数", value=94.0, operator=">=", unit="%", year=2020), (">=",), True
    )
    days = TargetFacts("優良天數", value=94.0, operator=">=", unit="%", year=2019)
    spare = TargetFacts("企业", value=29.0, operator="=", unit="家", year=2020)
    score = judge_targets([PM25, later], [spare, days, pm25()])
    assert score.counts["targets"] == Counts(right=1, there=2, found_right=1, found=3)
    assert dict(score.failures) == {"year": 1}
    assert score.differences == (
        "target wrong in year: 優良天數 >= 94% 2019, label 优良天数 >= 94% 2020",
        "target too much: 企业 = 29家 2020",
    )


def test_a_missing_operator_is_told_apart():
    counts = judge_targets([PM25], [pm25(operator=None)]).counts
    assert counts["targets"] == Counts(0, 1, 0, 1)
    assert counts["targets, operator aside"] == Counts(1, 1, 1, 1)


def test_incomplete_labels_say_nothing_of_what_was_found_beside_them():
    counts = judge_targets([PM25], [pm25(), pm25(value=3.0)], is_complete=False).counts
    assert counts["targets"] == Counts(right=1, there=1, found_right=0, found=0)


def test_of_repeated_targets_the_scope_decides_the_pair():
    labels = [
        TargetLabel(
            TargetFacts("减排比例", 10.0, unit="%", scope=scope, operator="="), ("=",), True
        )
        for scope in ("黄色级别", "红色级别")
    ]
    found = [
        TargetFacts("减排比例", 10.0, unit="%", scope=scope, operator="=")
        for scope in ("红色级别", "黄色级别")
    ]
    assert judge_targets(labels, found).counts["targets, scope too"] == Counts(2, 2, 2, 2)


def test_offices_of_labelled_duties():
    """Found: 3 offices, of which 2 are labelled; everyone is passed over; one lead is wrong."""
    labels = [
        DutyFacts("制定准入清单", ("市生态环境局",), ("市发改委",)),
        DutyFacts("推进身份认证", ("市公安局",)),
    ]
    found = [
        DutyFacts(
            "（一）制定准入清单。全面…", ("市发改委",), ("市生态环境局", "市住建局", "各县区政府")
        ),
        DutyFacts("别的任务", ("市公安局",)),
    ]
    score = judge_duties(labels, found)
    assert score.counts["duties, offices"] == Counts(right=2, there=3, found_right=2, found=3)
    assert score.counts["duties, leads"] == Counts(right=0, there=2, found_right=0, found=1)
    assert score.differences[1] == "duty missed: 推进身份认证"


def test_sums_over_documents():
    """Of two documents one has targets labelled; 1 of 2 titles is right, 0.09 to 0.91 by Wilson."""
    empty = DocumentLabels("b.txt")
    labelled = DocumentLabels("a.txt", WENXIAN.accepted, targets=(PM25,))
    title = {"title": "温县2016年度蓝天工程实施方案"}
    summary = summarise(
        [
            judge_document(labelled, DocumentFacts("a.txt", title, targets=(pm25(),))),
            judge_document(empty, DocumentFacts("b.txt", title, targets=(pm25(),))),
        ]
    )
    assert summary.verdicts["title"] == {"right": 1, "wrong": 1, "missing": 0, "rightly none": 0}
    assert summary.counts["targets"] == Counts(1, 1, 1, 1)
    assert summary.counts["duties, leads"] == Counts()
    share = summary.estimate_field("title")
    assert (share.mean, round(share.low, 3), round(share.high, 3)) == (0.5, 0.095, 0.905)
