"""Scans: what a printed plan says is read in pictures of its pages."""

import difflib
import io
import unicodedata
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from starlette.applications import Starlette
from starlette.testclient import TestClient

from index import PlanError, PlanIndex, parse_plan
from index.corpus import Corpus, picture_at
from index.reading import recognition, scans
from tests.index.encoders import HashingEncoder
from tests.index.reading import documents
from tests.index.reading.made_pages import scanned_ofd
from tests.index.reading.scanner import pdf_of, pictures_of
from tests.index.reading.test_bad_files import with_parts
from ui.server.live_index import LiveIndex
from ui.views import views_of

PLANS = Path(__file__).parents[3] / "corpus" / "plans"
NAMES = sorted(path.stem for path in PLANS.glob("*.txt"))
STYLE = (
    "body { font: 16px/1.75 'Noto Serif CJK SC', 'Songti SC', SimSun, serif }"
    "p { margin: 0; text-indent: 2em; text-align: justify }"
)
COLUMNS = "body { columns: 2; column-gap: 10mm; font-size: 14px }"
RED_HEAD = "p:first-child { font-size: 40px; color: #d11; text-align: center; text-indent: 0 }"
PLAN = [
    "凤林市人民政府文件",
    "凤林市2027年空气质量改善行动方案",
    "为持续改善全市环境空气质量，保障群众身体健康，根据国家和省有关部署，结合本市实际，制定本方案。",
    "一、工作目标",
    "到2027年底，全市细颗粒物年均浓度控制在34微克/立方米以下，优良天数比率达到82.5%以上，重度及以上污染天数不超过3天。",
    "二、重点任务",
    "（一）推进清洁取暖",
    "1.加快散煤替代。2027年10月底前，完成6.4万户清洁取暖改造，城区建成区实现散煤清零，严防已改造地区散煤复烧。"
    "（市发展改革委牵头，市生态环境局、市财政局配合）",
    "2.整治燃煤锅炉。淘汰35蒸吨/小时以下燃煤锅炉28台，保留的锅炉全部实现超低排放。",
    "（二）治理机动车污染",
    "3.更新老旧车辆。淘汰国三及以下排放标准营运柴油货车1260辆，新增公交车中新能源车辆占比不低于95%。",
    "4.加强油品监管。严厉打击非法加油站点，抽检柴油样品不少于400批次，违法行为依法处罚。",
    "三、保障措施",
    "（一）压实各方责任。各县（市、区）人民政府每季度报送一次进展情况，市级每月通报一次排名。",
]

pytestmark = pytest.mark.browser  # which prints what is scanned


@pytest.fixture(scope="module")
def cache(tmp_path_factory):
    """No page that was recognised by earlier runs."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("index.cache.cache_path", lambda: folder)
        folder = tmp_path_factory.mktemp("cache")
        yield folder


@pytest.fixture(scope="module")
def printed(tmp_path_factory, printer):
    """The path of the made plan's print."""
    path = tmp_path_factory.mktemp("print") / "plan.pdf"
    return printer(path, documents.page_of(PLAN, STYLE + RED_HEAD))


def folded(text):
    return unicodedata.normalize("NFKC", "".join(text.split()))


def accuracy(expected, found):
    """The share of the expected characters that are found, in order."""
    matcher = difflib.SequenceMatcher(None, folded(expected), folded(found), autojunk=False)
    return sum(block.size for block in matcher.get_matching_blocks()) / len(folded(expected))


def labels(plan):
    return [unicodedata.normalize("NFKC", own.label) for own in plan.clauses if own.label]


def f1(expected, found):
    matcher = difflib.SequenceMatcher(None, expected, found, autojunk=False)
    same = sum(block.size for block in matcher.get_matching_blocks())
    return 2 * same / (len(expected) + len(found))


@pytest.fixture(scope="module")
def scan(tmp_path_factory, printed, cache):
    """The made plan, stamped over its last lines and scanned."""
    path = tmp_path_factory.mktemp("scan") / "scan.pdf"
    path.write_bytes(pdf_of(pictures_of(printed, 150, stamp=(0.5, 0.5)), 150))
    return parse_plan(path)


def test_a_stamped_scan_is_read_as_the_text(scan, tmp_path):
    (tmp_path / "plan.txt").write_text("\n".join(PLAN), encoding="utf-8")
    plan = parse_plan(tmp_path / "plan.txt")
    assert accuracy(plan.text, scan.text) > 0.99
    assert labels(scan) == labels(plan)
    assert (scan.title, scan.city, scan.period) == (plan.title, plan.city, plan.period)
    assert "凤林市人民政府文件" in scan.text  # the red head is no seal


def test_each_line_has_its_place_on_the_page(scan):
    assert "".join(folded(scan.text[own.start : own.end]) for own in scan.scanned) == folded(
        scan.text
    )
    places = [(own.page, own.top) for own in scan.scanned]
    assert places == sorted(places)
    assert all(0 < own.left < own.right < 596 for own in scan.scanned)
    assert all(0 < own.top < own.bottom < 842 for own in scan.scanned)


@pytest.fixture(scope="module")
def views(tmp_path_factory, printed, cache):
    """The views over an index of the scan alone."""
    folder = tmp_path_factory.mktemp("views")
    (folder / "corpus" / "plans").mkdir(parents=True)
    data = pdf_of(pictures_of(printed, 150), 150)
    (folder / "corpus" / "plans" / "scan.pdf").write_bytes(data)
    encoder = HashingEncoder()
    index = PlanIndex.build(folder / "corpus", folder / "index", encoder=encoder, progress=False)
    live = LiveIndex(folder / "index")
    live.current = lambda: index
    return TestClient(Starlette(routes=views_of(live))), index


def test_a_quotation_is_shown_with_the_lines_of_the_scan(views):
    client, index = views
    plan = index.plan("scan")
    start = plan.text.index("6.4万户")
    at = f"{start}-{start + 5}"
    shown = client.get("/plan/scan", params={"at": at}).text
    assert f'src="/plan/scan/picture?at={at}"' in shown
    assert "原件第 1 页" in shown
    picture = client.get("/plan/scan/picture", params={"at": at})
    assert picture.headers["content-type"] == "image/png"
    with Image.open(io.BytesIO(picture.content)) as part:
        width, height = part.size
        assert np.asarray(part).min() < 100  # something is printed there
    assert 1200 < width < 1300
    assert height < 200


@pytest.mark.parametrize("at", ["", "5-3", "0-999999"])
def test_no_picture_of_no_quotation(views, at):
    client, _ = views
    assert client.get("/plan/scan/picture", params={"at": at}).status_code == 404
    assert client.get("/plan/other/picture", params={"at": "0-5"}).status_code == 404


def test_no_picture_of_another_file(views):
    client, index = views
    path = index.corpus.plans / "scan.pdf"
    data = path.read_bytes()
    try:
        path.write_bytes(data + b"%")
        assert client.get("/plan/scan/picture", params={"at": "0-5"}).status_code == 404
    finally:
        path.write_bytes(data)


def test_what_is_hardly_legible_is_said_to_be_uncertain(printed, tmp_path, cache):
    path = tmp_path / "poor.pdf"
    path.write_bytes(pdf_of(pictures_of(printed, 60, noise=40), 60))
    plan = parse_plan(path)
    doubts = [own for own in plan.anomalies if own.kind == "uncertain"]
    assert doubts
    assert all(own.start < own.end and "识别把握" in own.message for own in doubts)


def shown_in(picture):
    """What is recognised in a picture, as it lies."""
    with Image.open(io.BytesIO(picture)) as part:
        dots = np.asarray(part)[..., ::-1]
    found = recognition.recognised(recognition.engine(), dots, recognition.DPI / scans.POINTS)
    assert found.turns == 0
    return "".join(glyph.character for run in found.runs for glyph in run)


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_a_page_that_lies_on_its_side_or_its_head(printed, tmp_path, cache, turns):
    (page,) = pictures_of(printed, 100, noise=4)
    page = page.rotate(90 * turns, expand=True)
    path = tmp_path / "turned.png"
    page.save(path)
    plan = parse_plan(path)
    assert accuracy("".join(PLAN), plan.text) > 0.97
    assert {own.turns for own in plan.scanned} == {4 - turns}
    start = plan.text.index("淘汰国三")
    picture = picture_at(Corpus(tmp_path), plan, start, start + 4)
    assert "淘汰国三" in shown_in(picture)
    assert "保障措施" not in shown_in(picture), "the cited lines alone"


@pytest.mark.parametrize("turned", [False, True])
def test_the_pages_of_an_ofd_file_that_are_pictures(printed, tmp_path, cache, turned):
    path = tmp_path / "scan.ofd"
    path.write_bytes(scanned_ofd(pictures_of(printed, 150, noise=6), turned=turned))
    plan = parse_plan(path)
    assert accuracy("".join(PLAN), plan.text) > 0.99
    start = plan.text.index("淘汰国三")
    assert "淘汰国三" in shown_in(picture_at(Corpus(tmp_path), plan, start, start + 4))


def test_an_ofd_file_of_pictures_that_are_none(printed, tmp_path, cache):
    path = tmp_path / "scan.ofd"
    data = scanned_ofd(pictures_of(printed, 50))
    path.write_bytes(with_parts(data, {"Doc_0/Res/page_0.jpg": b"no picture"}))
    with pytest.raises(PlanError, match=r"its image Doc_0/Res/page_0\.jpg is damaged or of a kind"):
        parse_plan(path)
    path.write_bytes(with_parts(data, {"Doc_0/DocumentRes.xml": "<Res/>"}))
    with pytest.raises(PlanError, match="holds no text"):
        parse_plan(path)


def test_two_columns_are_read_one_after_the_other(printer, tmp_path, cache):
    body = [paragraph for paragraph in PLAN[2:] for _ in range(3)]
    printed = printer(tmp_path / "columns.pdf", documents.page_of(body, STYLE + COLUMNS))
    assert accuracy("".join(body), parse_plan(printed).text) > 0.99
    path = tmp_path / "scan.tiff"
    page, *more = pictures_of(printed, 150)
    page.save(path, save_all=True, append_images=more, compression="tiff_deflate")
    found = parse_plan(path)
    assert accuracy("".join(body), found.text) > 0.98
    assert len(body) <= len(found.text.split("\n")) <= 1.4 * len(body)


def test_a_page_is_recognised_once(printed, tmp_path, cache, monkeypatch):
    path = tmp_path / "page.tiff"
    (page,) = pictures_of(printed, 80)
    page.save(path, save_all=True, append_images=[page])
    begun = []
    monkeypatch.setattr(scans, "start_anew", lambda: begun.append("a page's time"))
    first = parse_plan(path)
    assert len(begun) == 2
    monkeypatch.setattr(scans, "recognised", None)
    assert parse_plan(path) == first


def test_without_the_library_the_command_is_named(printed, tmp_path, monkeypatch):
    monkeypatch.setattr(scans, "is_available", lambda: False)
    path = tmp_path / "scan.pdf"
    pages = pictures_of(printed, 50)
    path.write_bytes(pdf_of(pages, 50))
    message = "is a scan, a picture without text; .* pip install -r requirements-scans.txt"
    with pytest.raises(PlanError, match=message):
        parse_plan(path)
    path.with_suffix(".ofd").write_bytes(scanned_ofd(pages))
    with pytest.raises(PlanError, match=message):
        parse_plan(path.with_suffix(".ofd"))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"\x89PNG\r\n\x1a\n", "is not a picture or is broken"),
        (b"GIF89a", "is not a picture or is broken"),
    ],
)
def test_broken_pictures(tmp_path, data, message):
    path = tmp_path / "page.png"
    path.write_bytes(data)
    with pytest.raises(PlanError, match=message):
        parse_plan(path)


def test_a_picture_cut_off(printed, tmp_path, cache):
    path = tmp_path / "page.png"
    pictures_of(printed, 50)[0].save(path)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(PlanError, match="is cut off or broken"):
        parse_plan(path)


def test_a_picture_that_would_fill_the_memory(tmp_path):
    path = tmp_path / "page.png"
    Image.new("1", (20_000, 10_000)).save(path)
    with pytest.raises(PlanError, match="a page has too many dots"):
        parse_plan(path)


def test_no_seal_is_found_where_nothing_is_red():
    page = np.full((200, 100, 3), 255, np.uint8)
    assert recognition._without_seals(page) is page


@pytest.mark.parametrize("columns", [False, True], ids=["one column", "two columns"])
@pytest.mark.parametrize("dpi", [150, 300])
@pytest.mark.parametrize("name", NAMES)
def test_the_five_plans_scanned(tmp_path, printer, cache, is_long, name, dpi, columns):
    if not is_long:
        pytest.skip("takes minutes: pytest --long")
    css = STYLE + (COLUMNS if columns else "")
    markup = documents.page_of(documents.paragraphs_of(PLANS / f"{name}.txt"), css)
    path = tmp_path / f"{name}.pdf"
    path.write_bytes(pdf_of(pictures_of(printer(tmp_path / "print.pdf", markup), dpi), dpi))
    plan, original = parse_plan(path), parse_plan(PLANS / f"{name}.txt")
    found = accuracy(original.text, plan.text)
    agreement = f1(labels(original), labels(plan))
    print(f"{name} {dpi} dpi: characters {found:.4f}, clause labels {agreement:.3f}")  # noqa: T201 - to be read
    assert agreement >= 0.97
