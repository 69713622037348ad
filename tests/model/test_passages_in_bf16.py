"""Passages in bf16 on the processor: as good as in fp32, or not at all.

Few and short, for bf16 is slow where a processor lacks it.
"""

import json

import numpy as np
import pytest

from index.model import DEFAULT_MODEL, load_encoder, precision, processor
from index.model.encoder import load_query_encoder
from index.model.locate import locate_model
from index.model.packed_bert import PackedBert
from index.model.passage_encoder import PassageEncoder, _batches, open_passage_encoder
from index.model.sentence_encoder import open_sentence_encoder

pytestmark = pytest.mark.model


@pytest.fixture
def verdicts(monkeypatch, tmp_path):
    """A processor with bf16 that was never checked; gives the verdicts written since."""
    monkeypatch.setattr(precision, "cache_path", lambda: tmp_path)
    monkeypatch.setattr(processor, "has_bf16", lambda: True)
    return lambda: [json.loads(path.read_bytes()) for path in tmp_path.glob("precision/*.json")]


@pytest.fixture
def opened():
    """Opens the default model as a machine without a graphics card does."""
    files = locate_model(DEFAULT_MODEL)
    return lambda own: open_passage_encoder(files, load_query_encoder(), own)


def cosines(left, right):
    """Cosine of each row to the same row of the other matrix."""
    return (left * right).sum(axis=1)


def test_bf16_is_asked_for_on_any_processor(monkeypatch, encoder_in):
    monkeypatch.setattr(processor, "has_bf16", lambda: False)
    found = encoder_in("bf16")
    assert isinstance(found, PassageEncoder)
    assert found.precision == "bf16"


def test_bf16_is_not_fp32_by_another_name(vectors_in):
    """Else what the other tests compare would be the same numbers twice."""
    near = cosines(vectors_in("fp32"), vectors_in("bf16"))
    assert 0.9995 <= near.min() < 0.999999


def test_a_vector_does_not_depend_on_those_beside_it(encoder_in, paragraphs):
    encoder = encoder_in("bf16")
    texts = [text[:40] for text in paragraphs[:6]]
    same = [*texts, texts[0], texts[0]]
    found = encoder.encode_passages([*same, "蓝天" * 40, ""])
    turned = encoder.encode_passages(texts[::-1])[::-1]
    alone = np.vstack([encoder.encode_passages([text]) for text in texts])
    assert cosines(found[:6], alone).min() >= 0.9999
    assert cosines(turned, alone).min() >= 0.9999
    assert cosines(found[6:8], alone[[0, 0]]).min() >= 0.9999


def test_texts_of_one_length_attend_to_themselves_alone(encoder_in, monkeypatch):
    """Of those that go through attention together, whether all at once or a few."""
    from index.model import products

    network = encoder_in("bf16").network
    texts = [[0, *range(own, own + 5), 2] for own in range(100, 800, 100)]
    exact, halved = PackedBert(network).means(texts), PackedBert(network, "bf16")
    for pairs in (1, 2 * 7**2, 1 << 18):
        monkeypatch.setattr(products, "ATTENDED", pairs)
        found = halved.means(texts)
        norms = np.linalg.norm(found, axis=1) * np.linalg.norm(exact, axis=1)
        assert (cosines(found, exact) / norms).min() >= 0.9995


def test_vectors_that_sentence_transformers_made_may_stay_in_the_cache(vectors_in, paragraphs):
    peer = open_sentence_encoder(locate_model(DEFAULT_MODEL), "bf16")
    assert peer.precision == "bf16"
    assert cosines(peer.encode_passages(paragraphs[:8]), vectors_in("bf16")[:8]).min() >= 0.9995


def test_a_good_bf16_is_used(verdicts, opened):
    assert opened(None).precision == "bf16"
    (verdict,) = verdicts()
    assert verdict["precision"] == "bf16"
    assert verdict["way"] == "PassageEncoder"
    assert 0.9995 <= verdict["cosine"] < 1


def test_fp32_is_used_where_bf16_is_far_from_it(verdicts, opened, monkeypatch):
    means = PackedBert.means

    def off(self, texts):
        found = means(self, texts)
        return found + 0.1 * np.abs(found).max() if self._products.format.itemsize == 2 else found

    monkeypatch.setattr(PackedBert, "means", off)
    assert opened(None).precision == "fp32"
    assert [own["precision"] for own in verdicts()] == ["fp32"]
    assert opened("bf16").precision == "bf16"  # who asks for it gets it


def test_other_networks_are_checked_as_sentence_transformers_computes_them(verdicts):
    found = open_sentence_encoder(locate_model(DEFAULT_MODEL), None)
    (verdict,) = verdicts()
    assert verdict["way"] == "SentenceTransformerEncoder"
    assert found.precision == verdict["precision"] == "bf16"


def test_a_processor_without_bf16_computes_in_fp32(monkeypatch, opened):
    monkeypatch.setattr(processor, "has_bf16", lambda: False)
    assert opened(None).precision == "fp32"


def test_what_is_loaded_tells_its_precision(encoder_in):
    assert [encoder_in(own).precision for own in ("fp32", "bf16")] == ["fp32", "bf16"]
    assert load_encoder(precision="bf16").precision == "bf16"


@pytest.mark.parametrize("processors", [1, 2, 3])
@pytest.mark.parametrize("texts", [0, 1, 2, 7, 50])
def test_batches_hold_each_text_once_and_are_alike(processors, texts):
    lengths = [3 + 31 * place % 97 for place in range(texts)]
    batches = list(_batches(lengths, processors, 200))
    assert sorted(place for batch in batches for place in batch) == [*range(texts)]
    in_order = [lengths[place] for batch in batches for place in batch]
    assert in_order == sorted(lengths, reverse=True)
    sizes = [sum(lengths[place] for place in batch) for batch in batches]
    assert max(sizes, default=0) <= 200 + max(lengths, default=0)
    if texts == 50:
        assert len(batches) % processors == 0
        share = sum(lengths) / len(batches)
        assert max(abs(size - share) for size in sizes) <= max(lengths)
