"""The trained reader, with the real model: what it reads, and that its file is checked."""

import json
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from index import ModelError
from index.model import DEFAULT_MODEL, ModelFiles, locate_model
from index.text import shadow_of
from qa.reader import Reader
from qa.reader.changes import GROUP, changes_in, packed
from qa.reader.inputs import shown
from qa.reader.network import ADAPTER

pytestmark = pytest.mark.model

TITLE = "临江市空气质量改善方案"
COAL = "（二）控制散煤。2023年10月底前，城区散煤全部清零；到2025年，平原地区清洁取暖率达到88%以上。"
DUST = "（五）整治扬尘。施工工地必须安装在线监测设备，由市住房城乡建设局牵头，每月通报一次。"
STRAW = "（七）禁烧秸秆。发现露天焚烧秸秆的，由乡镇政府处五百元以上二千元以下罚款。"
ASKED = (
    ("平原上取暖有多少要用清洁能源？", COAL, "88%"),
    ("工地扬尘归谁牵头管？", DUST, "住房城乡建设局"),
    ("在地里点火烧秸秆会罚多少钱？", STRAW, "五百元以上二千元以下"),
)


@pytest.fixture(scope="module")
def files():
    return locate_model(DEFAULT_MODEL)


@pytest.fixture(scope="module")
def reader(files):
    return Reader(files)


def read(reader, question, passage):
    shadow = shadow_of(passage)
    made = shown(question, TITLE, (), shadow)
    reading = reader.read(made)
    best = reading.best()
    return reading, shadow.text[best.start : best.end]


def test_it_was_taught_on_the_default_model(files):
    assert Reader.taught_on() == files.id


@pytest.mark.parametrize(("question", "passage", "answer"), ASKED)
def test_it_finds_the_answer(reader, question, passage, answer):
    _, said = read(reader, question, passage)
    assert answer in said or said in answer, said


@pytest.mark.parametrize(("question", "passage", "answer"), ASKED)
def test_the_passage_that_answers_is_the_most_relevant(reader, question, passage, answer):
    scores = {own: read(reader, question, own)[0].relevance for own in (COAL, DUST, STRAW)}
    assert max(scores, key=scores.get) == passage


def test_spans_stay_inside_what_is_asked_for(reader):
    reading, _ = read(reader, *ASKED[0][:2])
    half = len(shadow_of(COAL).text) // 2
    best = reading.best(0, half)
    assert 0 <= best.start < best.end <= half
    assert reading.best(3, 3) is None


def test_english_and_traditional_questions_are_read(reader):
    for question in ("What share of clean heating must be reached?", "清潔取暖率要達到多少？"):
        assert "88%" in read(reader, question, COAL)[1]


def test_threads_share_it(reader):
    made = shown("罚多少？", TITLE, (), shadow_of(STRAW))
    expected = reader.read(made)
    with ThreadPoolExecutor(4) as pool:
        for found in pool.map(reader.read, [made] * 8):
            np.testing.assert_array_equal(found.firsts, expected.firsts)


def test_it_computes_what_was_taught(reader, files):
    """The layers in numpy give what those that learnt give in torch."""
    import torch

    from training.network import Reader as Taught

    taught = Taught(files)
    with np.load(ADAPTER) as file:
        changes = dict(changes_in(file))
    with torch.no_grad():
        for name, value in taught.layers.named_parameters():
            value += torch.from_numpy(changes[f"encoder.layer.{name}"])
    ids = list(range(5, 60))
    mask = torch.ones((1, len(ids)), dtype=torch.long)
    with torch.no_grad():
        state = taught.embeddings(input_ids=torch.tensor([ids]))
        for layer in taught.layers:
            state = layer(state, (1.0 - mask[:, None, None, :].float()) * -1e4)
    np.testing.assert_allclose(reader.states(ids), state[0].numpy(), atol=2e-4)


def test_a_damaged_adapter_is_named(files, tmp_path):
    path = tmp_path / "reader.npz"
    path.write_bytes(ADAPTER.read_bytes()[:5_000_000])
    with pytest.raises(ModelError, match=r"reader\.npz cannot be read.*make reader"):
        Reader(files, path)
    with pytest.raises(ModelError, match=r"reader\.npz cannot be read"):
        Reader.taught_on(path)


def test_an_adapter_of_another_model_is_refused(files, tmp_path):
    path = tmp_path / "reader.npz"
    with np.load(ADAPTER) as file:
        arrays = {name: file[name] for name in file.files}
    about = json.loads(str(arrays["about"])) | {"model": "another@000000000000"}
    np.savez(path, **(arrays | {"about": np.array(json.dumps(about))}))
    with pytest.raises(ModelError, match="taught on another@000000000000"):
        Reader(ModelFiles(files.name, files.path, files.fingerprint), path)


def test_changes_keep_their_size_in_four_bits():
    drawn = np.random.default_rng(7)
    change = (
        drawn.standard_normal((6, 3 * GROUP)) * [[1e-4], [1e-2], [1], [0], [5], [1e-3]]
    ).astype(np.float32)
    vector = drawn.standard_normal(GROUP + 1).astype(np.float32)
    written = packed("encoder.a", change) | packed("encoder.b", vector)
    assert written["encoder.a"].dtype == np.uint8
    assert written["encoder.a"].nbytes == change.size / 2
    read = dict(changes_in(written))
    np.testing.assert_array_equal(read["encoder.b"], vector)
    error = np.linalg.norm(read["encoder.a"] - change, axis=1)
    assert (error <= 0.13 * np.linalg.norm(change, axis=1) + 1e-6).all()
