"""Several processes behind one address: the same answers as one gives, and none that is wrong when
one of them is killed.
"""

import contextlib
import itertools
import json
import random
import re
import threading
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from benchmarks.visitor import Visitor
from tests.page_process import WAIT_S, Page, free_port, start, wait_until_up
from tests.proxy import Pool, is_ready, sharing

pytestmark = pytest.mark.model

AT_ONCE = 4
NO_PART = re.compile(r"\d+\.\d\d (?:秒|s\b)|http://127\.0\.0\.1:\d+")
"""How long a search took, and the page's own address as its visitor has it."""
QUESTIONS = (
    "咸阳2020年PM2.5目标是多少",
    "贵港的牵头单位是谁？",
    "阳泉要淘汰多少辆老旧车？",
    "秸秆综合利用率",
    "What must Xianyang's buses be replaced by?",
    "武汉的秸秆综合利用率是多少？",
)
TOPICS = ("PM2.5", "秸秆综合利用率", "优良天数")
PLANS = ("xianyang-2020", "guigang-2021", "yangquan-2020", "haidong-2024")
REQUESTS = (
    *(("/api/search", {"query": own, "k": "5"}) for own in QUESTIONS),
    *(("/api/search", {"query": own, "mode": "lexical"}) for own in QUESTIONS[:3]),
    *(("/api/ask", {"question": own}) for own in QUESTIONS[:3]),
    *(("/api/compare", {"topic": own}) for own in TOPICS),
    *(("/api/targets", {"indicator": own}) for own in TOPICS),
    ("/api/duties", {"department": "住建局", "cities": "咸阳"}),
    ("/api/changes", {"city": "海东"}),
    ("/api/plans", {}),
    ("/api/clause", {"plan_id": "xianyang-2020", "clause_id": "no such"}),
    ("/api/verify", {"plan_id": "xianyang-2020", "start": "0", "end": "4", "quote": "咸阳"}),
    *((f"/plan/{own}", {"q": "目标"}) for own in PLANS),
    *((f"{own}/compare", {"topic": "PM2.5"}) for own in ("", "/en")),
    ("/compare.csv", {"topic": "PM2.5"}),
    ("/duties", {"dept": "住建局"}),
    ("/changes", {"city": "海东"}),
    ("/en/plans", {}),
    ("/check", {"q": "年底前,完成建成区100辆公交车更新任务"}),
    *(("/search", {"q": own}) for own in QUESTIONS[:2]),
    ("/plan/no-such-plan", {}),
)


class Behind:
    """Processes over one index, each at a port of its own."""

    def __init__(self, folder, index):
        self.folder, self.index, self.running = folder, index, {}

    def begin(self, *ports):
        """Start processes at ports, all at once; return when each is ready."""
        with ThreadPoolExecutor(len(ports)) as threads:
            list(threads.map(self._begin, ports))

    def _begin(self, port):
        page = Page(port, self.folder / f"page-{port}.log")
        settings = {"HOST": "127.0.0.1", "PORT": str(port), "LANTIAN_INDEX": str(self.index)}
        with open(page.log, "w", encoding="utf-8") as log:
            process = start(log=log, **settings)
        self.running[port] = process
        wait_until_up(page, process)
        for _ in range(WAIT_S * 5):
            if is_ready(port):
                return
            assert process.poll() is None, page.log.read_text(encoding="utf-8")
            threading.Event().wait(0.2)
        pytest.fail(f"not ready: {page.log.read_text(encoding='utf-8')}")

    def kill(self, port):
        self.running[port].kill()
        self.running[port].wait()

    def end(self):
        for process in self.running.values():
            process.kill()
            process.wait()


@pytest.fixture(scope="module")
def behind(tmp_path_factory, model_index, model_folder):
    own = Behind(tmp_path_factory.mktemp("several"), model_folder)
    try:
        own.begin(free_port(), free_port())
        yield own
    finally:
        own.end()


@pytest.fixture(scope="module")
def ports(behind):
    return list(behind.running)


def ask(client, request):
    """Status and content of an answer; None for a request that failed on its way."""
    path, given = request
    try:
        answer = client.get(path, params=given)
    except httpx.TransportError:
        return None
    if answer.status_code in (502, 503):
        return None
    return answer.status_code, NO_PART.sub("", answer.text)


@pytest.fixture(scope="module")
def expected(ports):
    """What one process answers, asked by itself."""
    with httpx.Client(base_url=f"http://127.0.0.1:{ports[0]}", timeout=WAIT_S) as client:
        found = [ask(client, request) for request in REQUESTS]
    statuses = [own[0] for own in found]
    assert statuses.count(200) >= len(REQUESTS) - 2
    assert set(statuses) <= {200, 400, 404}
    return found


@pytest.fixture
def many(is_long):
    """The places of the requests to make, in an order that is the same on each run."""
    number = 500 if is_long else 60
    places = list(itertools.islice(itertools.cycle(range(len(REQUESTS))), number))
    random.Random(7).shuffle(places)
    return places


def asked_at_once(address, places, after=lambda done: None):
    """The answers, by visitors of different addresses, a few at once.

    Args:
        address: Of the proxy.
        places: Of the requests.
        after: Told how many answers there are, after each.
    """
    done, counting = itertools.count(1), threading.Lock()
    clients = [
        httpx.Client(
            base_url=address,
            timeout=WAIT_S,
            transport=httpx.HTTPTransport(local_address=f"127.0.1.{number + 1}"),
        )
        for number in range(AT_ONCE * 2)
    ]

    def one(number):
        found = ask(clients[number % len(clients)], REQUESTS[places[number]])
        with counting:
            number = next(done)
        after(number)
        return found

    with contextlib.ExitStack() as opened, ThreadPoolExecutor(AT_ONCE) as threads:
        for client in clients:
            opened.enter_context(client)
        return list(threads.map(one, range(len(places))))


def figures(port):
    """The figures of a process, by name and labels."""
    text = httpx.get(f"http://127.0.0.1:{port}/metrics").raise_for_status().text
    return {
        (own.name, *sorted(own.labels.values())): own.value
        for family in text_string_to_metric_families(text)
        for own in family.samples
    }


def requests_counted(port):
    """How many requests a process has answered but for those that watch it."""
    return sum(
        value
        for key, value in figures(port).items()
        if key[0] == "lantian_requests_total" and "watching" not in key
    )


def test_the_index_in_force_is_named(ports, model_index, model_folder):
    with httpx.Client(base_url=f"http://127.0.0.1:{ports[0]}", timeout=WAIT_S) as client:
        ready = client.get("/ready").json()
        before = figures(ports[0])
        status = client.get("/api/ask", params={"question": QUESTIONS[0]}).json()["status"]
        told = figures(ports[0])
    generation = (model_folder / "CURRENT").read_text(encoding="utf-8").strip()
    assert ready == {"status": "ready", "index": True, "generation": generation}
    assert ("lantian_index_info", model_index.corpus_hash[:16], generation) in told
    assert told["lantian_index_plans",] == len(model_index.heads())
    assert told["lantian_index_passages",] == model_index.size
    assert told["lantian_index_opened",] == 1
    for counted_once in (
        ("lantian_answers_total", status),
        ("lantian_queries_total", "ask", "program"),
        ("lantian_turn_seconds_count", "answer"),
    ):
        assert told[counted_once] == before.get(counted_once, 0) + 1


def test_two_give_the_answers_of_one(ports, expected, many):
    before = {port: requests_counted(port) for port in ports}
    pool = Pool(ports)
    with sharing(pool) as address:
        found = asked_at_once(address, many)
    wrong = [REQUESTS[p] for p, own in zip(many, found, strict=True) if own != expected[p]]
    assert wrong == []
    assert pool.failed == {}
    assert all(pool.answered[port] >= len(many) // 3 for port in ports)
    for port in ports:  # each has counted its own, and nothing else
        assert requests_counted(port) - before[port] == pool.answered[port]


def test_the_search_page_works_where_a_visitor_stays_with_a_process(ports):
    with sharing(Pool(ports, is_sticky=True)) as address:
        visitor = Visitor(address)
        try:
            passages_s, whole_s = visitor.search(QUESTIONS[0])
        finally:
            visitor.close()
    assert 0 < passages_s <= whole_s


def test_the_search_page_needs_that(ports):
    """What deploy/README.md says: gradio keeps a search with the process that was asked for it."""
    asked = {"data": [QUESTIONS[0], [], [], 5, "lexical", [], [], False], "session_hash": "abc"}
    with httpx.Client(base_url=f"http://127.0.0.1:{ports[0]}", timeout=WAIT_S) as one:
        settings = one.get("/config").json()
        asked["fn_index"] = next(
            own["id"]
            for own in settings["dependencies"]
            if own["backend_fn"] and any(event == "submit" for _, event in own["targets"])
        )
        assert one.post("/gradio_api/queue/join", json=asked).status_code == 200
    told = []
    with (
        httpx.Client(base_url=f"http://127.0.0.1:{ports[1]}", timeout=WAIT_S) as other,
        contextlib.suppress(httpx.RemoteProtocolError),  # the other process knows of no search
        other.stream("GET", "/gradio_api/queue/data", params={"session_hash": "abc"}) as lines,
    ):
        told += [json.loads(own[6:])["msg"] for own in lines.iter_lines() if own.startswith("data")]
    assert not {"process_generating", "process_completed"} & set(told)


def test_one_is_killed_in_the_middle(behind, ports, expected, many, is_long):
    pool = Pool(ports)

    def kill(done):
        if done == len(many) // 2:
            behind.kill(ports[1])

    with sharing(pool) as address:
        found = asked_at_once(address, many, kill)
        wrong = [
            REQUESTS[p]
            for p, own in zip(many, found, strict=True)
            if own is not None and own != expected[p]
        ]
        failed = found.count(None)
        assert wrong == []
        assert failed == sum(pool.failed.values())
        assert set(pool.failed) <= {ports[1]}
        assert failed <= AT_ONCE, "more than what was under way"
        assert len(many) - failed == sum(pool.answered.values())
        if not is_long:  # to start one takes half a minute
            return
        behind.begin(ports[1])  # it is taken in again once it is ready
        while pool.down:
            threading.Event().wait(0.1)
        before = pool.answered[ports[1]]
        found = asked_at_once(address, many[:8])
        assert found == [expected[p] for p in many[:8]]
        assert pool.answered[ports[1]] > before
