"""What holds for every answer, whatever is asked: quotations stand where they say."""

import itertools

import pytest

from qa import Answer, Citation, ask
from qa.support import unsupported_words

CITIES = ("", "海东", "咸阳", "贵港", "阳泉", "海东2018-2020年", "咸陽", "西安")
TOPICS = ("秸秆", "PM2.5", "公交车", "降尘", "锅炉", "VOCs", "散煤", "工地", "烟花爆竹", "机动车")
FORMS = (
    "{}的{}目标是多少？",
    "{}{}由哪个部门牵头？",
    "{}{}包括哪些措施？",
    "{}{}什么时候完成？",
    "{}是否禁止{}？",
    "{}{}前后两份方案有什么变化？",
    "{}{}",
)


def test_answers_hold_to_their_quotations(hashed_index):
    texts = {plan.id: plan.text for plan in hashed_index.plans()}
    statuses = set()
    for form, city, topic in itertools.product(FORMS, CITIES, TOPICS):
        answer = ask(hashed_index, form.format(city, topic))
        statuses.add(answer.status)
        for cited in (*answer.citations, *answer.nearby):
            assert texts[cited.plan_id][cited.start : cited.end] == cited.quote
        quotes = [cited.quote for cited in answer.citations]
        for text in (answer.text, *answer.items):
            assert unsupported_words(text, quotes) == ()
    assert statuses == {"answered", "not_found"}


@pytest.mark.parametrize(
    ("text", "quote", "unsupported"),
    [
        ("不高于53微克", "年均浓度不高于53微克/立方米", ()),
        ("不高于35微克", "年均浓度不高于53微克/立方米", ("35",)),
        ("市公安局牵头", "(市公安局牵头)", ()),
        ("市公安局牽頭", "(市公安局牵头)", ()),
        ("市财政局牵头", "(市公安局牵头)", ("市财政局",)),
        ("至少三年", "至少保存三年", ()),
        ("至少五年", "至少保存三年", ("五",)),
    ],
)
def test_numerals_and_offices_are_quoted(text, quote, unsupported):
    assert unsupported_words(text, [quote]) == unsupported
    citation = Citation("p", "1", 0, len(quote), quote, "某市")
    fields = ("问", "answered", "passage", text, (), (citation,), 0.5)
    if unsupported:
        with pytest.raises(ValueError, match="no citation has"):
            Answer(*fields)
    else:
        assert Answer(*fields).text == text
