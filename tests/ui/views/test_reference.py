"""The reference behind the help: every public name is told, every link leads somewhere."""

import re

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.testclient import TestClient

import index
import qa
from tests.ui.views.test_views import Tree
from ui.programs import api_of
from ui.programs.calls import Calls
from ui.server.live_index import LiveIndex
from ui.views import views_of


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    """The views and the calls, without an index: the help needs none."""
    live = LiveIndex(tmp_path_factory.mktemp("none"))
    return TestClient(Starlette(routes=[*views_of(live), Mount("/api", api_of(live))]))


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_every_public_name_and_every_call_is_told(client, prefix):
    shown = client.get(f"{prefix}/help/reference").text
    tree = Tree(shown)
    assert tree.open == []
    assert len(tree.ids) == len(set(tree.ids))
    named = {f"index.{name}" for name in index.__all__} | {f"qa.{name}" for name in qa.__all__}
    named |= {f"api.{name}" for name in Calls(None).all}
    assert named <= set(tree.ids)
    assert {"index.PlanIndex.search", "index.PlanIndex.build", "index.Plan.head"} <= set(tree.ids)
    assert not re.search(r"<[^>]* (?:style|on\w+)=", shown)
    for leak in ("0x", "&lt;class", "&lt;function", "``"):
        assert leak not in shown


@pytest.mark.parametrize(
    "place", ["/help", "/help/reference", "/help/researcher", "/en/help/reference"]
)
def test_every_link_leads_somewhere(client, place):
    tree = Tree(client.get(place).text)
    for link in sorted(set(tree.links)):
        path, _, part = link.partition("#")
        if not path:
            assert part in {*tree.ids, "content"}, link
        elif path.startswith(("/help", "/en/help", "/api")):
            answer = client.get(path)
            assert answer.status_code == 200, link
            if part:
                assert part in Tree(answer.text).ids, link


def test_what_is_told_is_what_the_docstring_says(client):
    shown = client.get("/help/reference").text
    entry = shown[shown.index('id="index.PlanIndex.search"') :]
    entry = entry[: entry.index("</section>")]
    assert "Return the passages that answer a query, best first." in entry
    assert re.search(r"<dt><code>k</code></dt><dd><p>How many hits at most, 1 to 1000.</p>", entry)
    assert re.search(r"<dt><code>QueryError</code></dt>", entry)
    assert "hybrid" in entry
    assert 'href="/api/openapi.json"' in shown


def test_the_guides_lead_to_the_reference(client):
    assert 'href="/help/reference"' in client.get("/help/officer").text
    assert 'href="/en/help/reference"' in client.get("/en/help").text
    assert client.get("/help/nothing").status_code == 404
