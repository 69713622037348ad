import logging
import re

import pytest

from index import (
    FilterError,
    IndexDamagedError,
    IndexMissingError,
    ManifestError,
    ModelError,
    ModelMismatchError,
    PlanError,
    QueryError,
)
from tests.processes import LONG_S
from ui.search.choices import known_plans
from ui.search.messages import NOTHING_FOUND, message_for, render_message
from ui.search.request import Request
from ui.search.responses import respond, welcome
from ui.server.live_index import LiveIndex

REQUEST = Request(query="公交车", cities=(), plans=(), k=10, mode="hybrid")

ERRORS = [
    (QueryError("the query is empty"), "问题为空、太长", "the query is empty"),
    (FilterError("unknown city 'x'"), "筛选条件里有索引中没有的名称", "unknown city"),
    (IndexMissingError("d: none here"), "还没有建立索引", "python -m index build"),
    (IndexDamagedError("d: altered"), "索引不完整", "python -m index build"),
    (ModelMismatchError("built with a"), "另一个语义模型", "LANTIAN_MODEL"),
    (ModelError("there is no model"), "语义模型不可用", "python -m index model"),
    (PlanError("p: empty"), "有一份方案无法读取", "p: empty"),
    (ManifestError("m: wrong"), "方案目录清单有误", "m: wrong"),
    (ValueError("k must be a whole number"), "检索条件不对", "k must be a whole number"),
]


class Failing:
    """Stands for an index that raises."""

    def __init__(self, error):
        self.error = error

    def current(self):
        raise self.error


def visible(shown):
    return re.sub(r"<[^>]*>", "", shown)


@pytest.mark.parametrize(("error", "chinese", "english"), ERRORS)
def test_an_error_is_said_in_both_languages(error, chinese, english):
    (shown,) = respond(Failing(error), REQUEST)
    assert 'role="alert"' in shown
    assert chinese in visible(shown)
    assert english in visible(shown)
    assert str(error).replace("'", "&#x27;") in shown


def test_an_error_nobody_foresaw_shows_no_detail_and_is_logged(caplog):
    with caplog.at_level(logging.ERROR):
        (shown,) = respond(Failing(RuntimeError("secret/path.py line 7")), REQUEST)
    assert "程序内部出错" in shown
    assert "RuntimeError" in shown
    assert "secret" not in shown
    assert "secret/path.py" in caplog.text
    name = re.search(r"RuntimeError ([0-9a-f]{8})", shown)[1]
    assert name in caplog.text


def test_a_message_escapes_what_it_quotes():
    shown = render_message(message_for(FilterError("unknown city '<script>alert(1)</script>'")))
    assert "<script" not in shown


def test_nothing_found_names_next_steps():
    shown = render_message(NOTHING_FOUND)
    assert "没有符合条件的段落" in shown
    assert shown.count("<li>") == 3
    assert 'role="status"' in shown


def test_a_folder_without_an_index_is_explained_and_offers_nothing(tmp_path):
    live = LiveIndex(tmp_path / "none")
    assert "还没有建立索引" in welcome(live)
    assert "还没有建立索引" in next(respond(live, REQUEST))
    assert known_plans(live) == ()


def test_a_damaged_index_is_explained(tmp_path):
    (tmp_path / "CURRENT").write_text("generation-gone", encoding="utf-8")
    live = LiveIndex(tmp_path)
    assert "generation-gone" in welcome(live)
    (tmp_path / "CURRENT").unlink()
    assert "还没有建立索引" in welcome(live)


def test_warming_up_without_an_index_fails_quietly(tmp_path):
    thread = LiveIndex(tmp_path / "none").warm()
    thread.join(timeout=LONG_S)
    assert not thread.is_alive()
