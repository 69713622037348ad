"""The evaluation, the commands and the answers are the same where an index is asked of Milvus."""

import json
import shutil
import statistics

import pytest

from eval.runner import evaluate
from eval.sets import open_question_set
from index import PlanIndex
from index.__main__ import main as index_main
from index.ranking import passage_index, samples
from index.storage import served_collection
from qa.__main__ import main as qa_main
from tests.eval.test_comparison import QUESTIONS
from tests.index.engines import milvus

pytestmark = [*milvus.MARKS, pytest.mark.model]
MODES = ("lexical", "dense", "hybrid")
SHORT = 25
"""Questions; --long asks all."""


@pytest.fixture(scope="module")
def place(model_index, model_folder, tmp_path_factory):
    """The five plans with the default model in Milvus; nothing is embedded again."""
    from index.storage.serving import let_serve
    from index.storage.store import locked, read_collection

    folder = tmp_path_factory.mktemp("served") / "plans"
    shutil.copytree(model_folder, folder)
    place = milvus.place(folder)
    with locked(folder):
        let_serve(place)
        read_collection(folder).complete()
    return place


def ndcg(result):
    return {
        run.system: statistics.mean(own.scores["nDCG@10"] for own in run.outcomes)
        for run in result.runs
    }


def scored(index, limit):
    return evaluate(open_question_set(QUESTIONS, index), MODES, limit=limit, progress=False)


def test_figures_agree(model_index, place, is_long):
    limit = None if is_long else SHORT
    wanted, found = scored(model_index, limit), scored(PlanIndex.open(place), limit)
    assert ndcg(found) == pytest.approx(ndcg(wanted), abs=0.002)
    assert min(ndcg(found).values()) > 0.8


def test_figures_agree_where_only_candidates_are_scored(model_folder, place, is_long, monkeypatch):
    """As in a large collection, with fewer of everything than it has."""
    for module, name, value in (
        (passage_index, "CANDIDATES", 40),
        (samples, "SAMPLE", 100),
        (samples, "WORDS_SAMPLE", 150),
        (passage_index, "EXACT_UP_TO", 0),
        (served_collection, "EXACT_UP_TO", 0),
    ):
        monkeypatch.setattr(module, name, value)
    limit = None if is_long else SHORT
    wanted = scored(PlanIndex.open(model_folder), limit)
    assert ndcg(scored(PlanIndex.open(place), limit)) == pytest.approx(ndcg(wanted), abs=0.002)


@pytest.mark.parametrize(
    ("main", "command"),
    [
        (index_main, ["search", "咸阳市区公交车要换成什么车", "-k", "3", "--json"]),
        (index_main, ["trace", "新增及更换的公交车中新能源公交车比重不低于45%", "--json"]),
        (index_main, ["list", "--json"]),
        (qa_main, ["ask", "咸阳2020年PM2.5目标是多少？", "--json"]),
        (qa_main, ["compare", "秸秆综合利用率", "--json"]),
        (qa_main, ["duties", "--department", "住建局", "--city", "咸阳", "--json"]),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)
def test_commands_say_the_same(main, command, place, model_folder, capsys):
    said = []
    for where in (place.address, str(model_folder)):
        assert main([*command, "--index", where]) == 0
        said.append(json.loads(capsys.readouterr().out))
    assert rounded(said[0]) == rounded(said[1])


def rounded(value):
    """A value whose numbers are compared as far as they are certain."""
    if isinstance(value, float):
        return round(value, 4)
    if isinstance(value, dict):
        return {key: rounded(own) for key, own in value.items()}
    return [rounded(own) for own in value] if isinstance(value, list) else value
