"""What the page shows where a language model answers too."""

import pytest

from qa import language_model_from
from tests.qa.language_model.conftest import made_index, no_language_model  # noqa: F401
from tests.qa.language_model.endpoint import serving
from ui.search.request import Request
from ui.search.responses import respond

GOAL = "全市PM2.5年均浓度不高于52微克/立方米"
QUESTION = "咸阳2020年PM2.5目标是多少？"


class Standing:
    """An index that stays the same."""

    def __init__(self, index):
        self.index = index

    def current(self):
        return self.index


@pytest.fixture
def shown(made_index):  # noqa: F811
    """Pages shown for a query, and the number of requests that the model got."""

    def show(query, cities=()):
        with serving() as endpoint:
            endpoint.quote([("PM2.5", GOAL)], GOAL)
            named = {"LANTIAN_LLM_URL": endpoint.url, "LANTIAN_LLM_MODEL": "some-model"}
            request = Request(query=query, cities=cities, plans=(), k=3, mode="hybrid")
            pages = list(respond(Standing(made_index), request, language_model_from(named)))
            return pages, endpoint.requests

    return show


def test_the_extracted_answer_first_and_then_the_models(shown):
    (pending, first, second), requests = shown(QUESTION)
    assert "正在从方案中找答案" in pending
    assert "摘自方案原文" in first
    assert "由语言模型 some-model 撰写" in second
    assert f'<p class="answer-text">{GOAL}</p>' in second
    assert first.count('class="status"') == second.count('class="status"') == 1
    assert len(requests) == 1


def test_keywords_are_not_sent(shown):
    pages, requests = shown("PM2.5 目标")
    assert len(pages) == 1
    assert requests == []


def test_what_the_filters_leave_out_is_not_sent(shown):
    _, requests = shown("PM2.5年均浓度要降到多少？", cities=("咸阳",))
    sent = str(requests[0][2]["messages"])
    assert "咸阳市" in sent
    assert "海东" not in sent
