"""Tables of a collection of hundreds, whose files change: pages, filters, sources, notes."""

import csv
import io
import re
import shutil

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from index import PlanIndex
from qa import duties
from tests.index.encoders import HashingEncoder
from ui.server.health import Health
from ui.server.live_index import LiveIndex
from ui.views import paging, read_ahead, views_of

COPIES = 120
PLAN = (
    "{place}2022年大气污染防治工作方案\n\n一、工作目标\n到2022年底,PM2.5年均浓度不高于{value}微克/立方米。\n"
    "二、重点任务\n（一）淘汰老旧轮渡{value}艘。(市交通运输局牵头,市财政局参与)\n"
    "（二）新建公共充电桩{value}个。(市住房和城乡建设局负责)\n"
)
ENTRY = '[plans.plan-{number:03}]\ncity = "{place}"\nprovince = "{province}"\nsource = "{source}"\n'


class OwnIndex(LiveIndex):
    """An index with vectors that mean nothing: no model is needed."""

    def current(self):
        with self._lock:
            if self._index is None:
                self._index = PlanIndex.open(self.place, encoder=HashingEncoder())
            return self._index


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    """A folder with ``corpus`` and ``index`` of more plans than a page has rows."""
    folder = tmp_path_factory.mktemp("many")
    plans = folder / "corpus" / "plans"
    plans.mkdir(parents=True)
    manifest = []
    for number in range(COPIES):
        place = f"第{number}市"
        text = PLAN.format(place=place, value=number + 20)
        (plans / f"plan-{number:03}.txt").write_text(text, encoding="utf-8")
        source = f"https://plans.example/{number}" if number % 2 else "a copy <b>from</b> elsewhere"
        province = "浙江省" if number < COPIES - 10 else "江西省"
        manifest.append(ENTRY.format(number=number, place=place, province=province, source=source))
    manifest[1] += "accessed = 2024-03-03\n"
    (folder / "corpus" / "manifest.toml").write_text("\n".join(manifest), encoding="utf-8")
    PlanIndex.build(folder / "corpus", folder / "index", encoder=HashingEncoder(), progress=False)
    return folder


@pytest.fixture(scope="module")
def client(many):
    return asking(many)


def asking(folder):
    return TestClient(Starlette(routes=views_of(OwnIndex(folder / "index"))))


def rows_of(shown):
    return re.findall(r'<th scope="row">([^<]*)</th>', shown)


def links_of(shown):
    """The links of the first row of page numbers, as (number, address)."""
    pages = re.search(r'<nav class="pages".*?</nav>', shown, re.DOTALL)
    found = re.findall(r'<a href="([^"]*)"[^>]*>(\d+)</a>', pages[0]) if pages else []
    return [(int(number), address.replace("&amp;", "&")) for address, number in found]


@pytest.mark.parametrize(
    "address",
    [
        "/plans",
        "/plans?province=浙江省&q=方案",
        "/compare?topic=PM2.5",
        "/duties?dept=交通运输局&role=lead",
    ],
)
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_pages_together_hold_each_row_once_and_keep_what_is_asked(client, address, prefix):
    first = client.get(prefix + address)
    assert first.status_code == 200
    shown = rows_of(first.text)
    assert len(shown) == paging.ROWS
    ((number, link),) = links_of(first.text)
    assert number == 2
    assert link.startswith(f"{prefix}{address.partition('?')[0]}?")
    second = client.get(link)
    both = shown + rows_of(second.text)
    assert len(both) == len(set(both)) == (110 if "province" in address else COPIES)
    assert f"{paging.ROWS + 1}–{len(both)}" in second.text
    assert links_of(second.text)[0][0] == 1
    assert "page" not in links_of(second.text)[0][1]
    assert client.get(links_of(second.text)[0][1]).text == first.text
    for said in ("方案", "lead"):
        if said in address:
            assert f'value="{said}"' in second.text


@pytest.mark.parametrize(
    ("page", "first"), [("2", 101), ("99999", 101), ("0", 1), ("-1", 1), ("x", 1), ("9" * 400, 1)]
)
def test_a_page_that_is_none_leads_to_one_that_is(client, page, first):
    answer = client.get(f"/plans?page={page}")
    assert answer.status_code == 200
    assert f"第 {first}–" in answer.text


def test_counts_and_files_are_of_the_whole_table(client, many):
    shown = client.get("/duties?dept=交通运输局&page=2").text
    assert f"共 {COPIES} 项职责" in shown
    answer = client.get("/duties.csv?dept=交通运输局&page=2")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))
    index = PlanIndex.open(many / "index", encoder=HashingEncoder())
    assert len(rows) == len(duties(index, "交通运输局")) == COPIES
    compared = client.get("/compare.csv?topic=PM2.5&page=2").content.decode("utf-8-sig")
    assert len(list(csv.DictReader(io.StringIO(compared, newline="")))) == COPIES
    assert f"{COPIES} 份方案" in client.get("/plans?page=2").text


@pytest.mark.parametrize(
    ("query", "found"), [("第117市", 1), ("第 \uff11\uff11\uff17 市", 1), ("江西", 10), ("无", 0)]
)
def test_plans_are_found_by_name(client, query, found):
    shown = client.get("/plans", params={"q": query}).text
    assert len(rows_of(shown)) == found
    assert f"的 {found} 份" in shown
    assert f"{found} 份方案" in shown


def test_many_pages_have_few_links():
    from starlette.requests import Request

    scope = {"type": "http", "query_string": b"page=50", "headers": [], "path": "/plans"}
    page = paging.page_of(Request(scope), "/plans", {"q": "a"}, range(10_000))
    numbers = [link[0] if link else None for link in page.links]
    assert numbers == [1, None, 48, 49, 50, 51, 52, None, 100]
    assert (page.first, page.last, page.pages) == (4901, 5000, 100)
    assert list(page.rows) == list(range(4900, 5000))
    assert page.links[0][1] == "/plans?q=a"
    empty = paging.page_of(Request(scope), "/plans", {}, ())
    assert (empty.first, empty.last, empty.pages, empty.number) == (0, 0, 1, 1)


def test_an_address_of_a_source_is_a_link_and_words_are_words(client):
    link = '<a href="https://plans.example/1" rel="noreferrer external">'
    assert link in client.get("/plans").text
    shown = client.get("/plan/plan-001").text
    assert f"{link}https://plans.example/1</a> (2024-03-03 访问)" in shown
    words = client.get("/plan/plan-002").text
    assert "a copy &lt;b&gt;from&lt;/b&gt; elsewhere" in words
    assert "plans.example" not in words


def test_a_footnote_of_what_is_read_on_line_names_its_address(client):
    shown = client.get("/plan/plan-001?at=0-10").text
    assert "[EB/OL]" in shown
    assert "[2024-03-03]. https://plans.example/1." in shown
    assert "[EB/OL]" not in client.get("/plan/plan-002?at=0-10").text


@pytest.fixture
def changed(many, tmp_path):
    """The same collection, a file of it gone, one altered and one that is new."""
    shutil.copytree(many, tmp_path, dirs_exist_ok=True)
    plans = tmp_path / "corpus" / "plans"
    (plans / "plan-003.txt").unlink()
    with (plans / "plan-004.txt").open("a", encoding="utf-8") as file:
        file.write("三、附则\n")
    (plans / "later.txt").write_text("后来的方案\n", encoding="utf-8")
    return tmp_path


def test_files_that_changed_are_told_where_their_text_is_shown(changed):
    own = asking(changed)
    shown = own.get("/plans").text
    assert "新增 1 份" in shown
    assert "改动 1 份" in shown
    assert "缺失 1 份" in shown
    assert "新文件：later" in shown
    assert shown.count('<small class="file-state">') == 2
    assert "1 new, not searched yet; 1 altered" in own.get("/en/plans").text
    assert "已不在语料目录里" in own.get("/plan/plan-003").text
    assert "被改动过" in own.get("/plan/plan-004").text
    as_it_was = own.get("/plan/plan-005").text
    assert "语料目录" not in as_it_was
    assert "被改动过" not in as_it_was


@pytest.mark.parametrize(
    ("plan", "said", "told"),
    [
        ("plan-003", "文件已缺失", "已不在语料目录里"),
        ("plan-004", "文件已改动", "被改动过"),
        ("plan-005", "", ""),
    ],
)
def test_a_card_says_that_its_file_is_another_now(changed, plan, said, told):
    shown = asking(changed).get(f"/search?q=充电桩&plan={plan}&mode=lexical").text
    cards = re.findall(r'<article class="hit".*?</article>', shown, re.DOTALL)
    assert cards
    found = [re.search(r'<p class="file-state" title="([^"]*)">([^<]*)</p>', own) for own in cards]
    if said:
        assert all(own[2] == said and told in own[1] for own in found)
        english = asking(changed).get(f"/en/search?q=充电桩&plan={plan}&mode=lexical").text
        assert '<p class="file-state" title="The file of this plan' in english
    else:
        assert found == [None] * len(cards)


def test_nothing_is_told_where_nothing_changed(client):
    shown = client.get("/plans").text
    assert "有变动" not in shown
    assert "file-state" not in shown


@pytest.mark.parametrize(
    ("is_there", "told"),
    [(True, {"new": 1, "altered": 1, "gone": 1, "left_out": 0}), (False, None)],
)
def test_health_tells_of_changed_files(changed, is_there, told):
    if not is_there:
        (changed / "corpus").rename(changed / "away")
    health = Health(OwnIndex(changed / "index"))
    report = TestClient(health).get("/health").json()
    assert report["status"] == "ok"
    assert report["changed_files"] == told


def test_what_is_read_ahead_is_what_the_views_show(many):
    live = OwnIndex(many / "index")
    read_ahead(live.current())
    own = TestClient(Starlette(routes=views_of(live)))
    assert f"{COPIES} 份方案" in own.get("/plans").text
    assert f"<small>{COPIES}</small>" in own.get("/duties").text
    assert f"<small>{COPIES}</small>" in own.get("/compare").text
    assert {"PM2.5", "第1市"} <= set(own.get("/look/suggestions.json").json())
