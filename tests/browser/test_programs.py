"""The calls as real clients make them: plain HTTP, gradio_client, the Model Context Protocol."""

import json
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

import pytest

from tests.browser.conftest import serving
from tests.processes import LONG_S

ROOT = Path(__file__).parents[2]
CALLS = {
    "search": {"query": "秸秆综合利用率", "k": 3},
    "ask": {"question": "咸阳2020年PM2.5目标是多少"},
    "compare": {"topic": "PM2.5", "cities": ["咸阳", "海东"]},
    "targets": {"indicator": "PM2.5", "cities": ["贵港"]},
    "duties": {"department": "住建局", "cities": ["咸阳"]},
    "changes": {"city": "海东"},
    "clause": {"plan_id": "xianyang-2020", "clause_id": "2.3.20"},
    "plans": {},
    "verify": {
        "plan_id": "xianyang-2020",
        "start": 273,
        "end": 284,
        "quote": "优良天数不少于270天",
    },
}
CLIENT = """
import json, sys
from gradio_client import Client
client = Client(sys.argv[1], verbose=False)
calls = json.loads(sys.argv[2])
found = {name: client.predict(**given, api_name=f"/{name}") for name, given in calls.items()}
print(json.dumps(found))
"""
TOOLS = """
import asyncio, json, sys
from mcp import ClientSession
from mcp.client.streamable_http import streamablehttp_client

async def main():
    async with streamablehttp_client(sys.argv[1] + "gradio_api/mcp/") as (read, write, _):
        async with ClientSession(read, write) as session:
            await session.initialize()
            tools = {own.name: own.description for own in (await session.list_tools()).tools}
            name = next(own for own in tools if own.endswith("ask"))
            said = await session.call_tool(name, json.loads(sys.argv[2])["ask"])
            print(json.dumps([tools, [part.text for part in said.content]]))

asyncio.run(main())
"""


def get(address, call, **given):
    """What a call answers, and its status."""
    question = urllib.parse.urlencode(given, doseq=True)
    try:
        with urllib.request.urlopen(f"{address}api/{call}?{question}", timeout=LONG_S) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.load(error)


def run(program, *arguments):
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("call", CALLS)
def test_plain_http_answers_what_the_call_says(served, call):
    status, found = get(served, call, **CALLS[call])
    assert status == 200
    assert found


def test_quotations_stand_where_they_are_said_to(served, model_index):
    _, found = get(served, "search", **CALLS["search"])
    quoted = [own["passage"] for own in found]
    quoted += get(served, "ask", **CALLS["ask"])[1]["citations"]
    quoted += [own["citation"] for own in get(served, "duties", **CALLS["duties"])[1]]
    assert len(quoted) > 4
    for own in quoted:
        assert model_index.plan(own["plan_id"]).text[own["start"] : own["end"]] == own["quote"]
        with urllib.request.urlopen(served.rstrip("/") + own["address"], timeout=LONG_S) as page:
            assert "原文一致" in page.read().decode()


def test_a_search_can_be_restricted_to_exact_passages(served):
    _, every = get(served, "search", **CALLS["search"] | {"k": 20})
    _, found = get(served, "search", **CALLS["search"] | {"k": 20, "exact": True})
    assert not all(own["is_exact"] for own in every)
    assert found
    assert all(own["is_exact"] for own in found)


def test_the_answers_are_those_of_python(served, model_index):
    from qa import extract

    _, found = get(served, "ask", **CALLS["ask"])
    assert found["text"] == extract(model_index, CALLS["ask"]["question"] + "？").text


@pytest.mark.parametrize(
    ("call", "given", "said"),
    [
        ("search", {"query": ""}, "the query is empty"),
        ("search", {"query": "煤", "k": 1000}, "k must be a whole number"),
        ("search", {"query": "煤", "cities": ["巴黎"]}, "unknown city"),
        ("clause", {"plan_id": "x", "clause_id": "1"}, "no plan is called 'x'"),
        ("changes", {"city": "咸阳"}, "only one plan"),
        ("verify", {"plan_id": "xianyang-2020", "start": 9, "end": 3, "quote": "x"}, "no range"),
    ],
)
def test_a_mistake_is_a_sentence(served, call, given, said):
    status, found = get(served, call, **given)
    assert status == 400
    assert said in found["detail"]


def test_each_call_is_described(served):
    with urllib.request.urlopen(f"{served}api/openapi.json", timeout=LONG_S) as answer:
        described = json.load(answer)
    assert set(described["paths"]) == {f"/{name}" for name in CALLS}
    for path in described["paths"].values():
        assert path["get"]["description"]
        assert "$ref" in json.dumps(path["get"]["responses"]["200"])


def test_gradio_client_gets_the_same(served):
    found = run(CLIENT, served, json.dumps(CALLS))
    for call, given in CALLS.items():
        assert found[call] == get(served, call, **given)[1], call


def test_tools_are_offered_where_they_are_asked_for(served, built_index):
    with serving(built_index, "--mcp") as address:
        tools, said = run(TOOLS, address, json.dumps(CALLS))
    assert len(tools) == len(CALLS)
    assert all(tools.values())
    assert "不高于53微克/立方米" in said[0]
    closed = urllib.request.Request(f"{served}gradio_api/mcp/", data=b"{}", method="POST")
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(closed, timeout=LONG_S)
    refused.value.close()
