"""What every encoder promises; another one is one more entry of ``ENGINES``."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from index.model import Encoder, LateEncoder, load_encoder
from index.model.precision import PRECISION_VARIABLE
from tests.index.encoders import HashingEncoder

ENGINES = [
    pytest.param(HashingEncoder, id="hashing"),
    pytest.param(lambda: load_encoder(precision="fp32"), id="model", marks=pytest.mark.model),
    pytest.param(lambda: LateEncoder(precision="fp32"), id="late model", marks=pytest.mark.model),
]
"""Each makes an encoder; a model is loaded once per process."""

TEXTS = ("新增公交车全部使用新能源", "How many buses?", "𠀀", "公\ud800交", " ", "")


@pytest.fixture(scope="module", params=ENGINES)
def encoder(request) -> Encoder:
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("LANTIAN_MODEL", raising=False)
        patch.delenv(PRECISION_VARIABLE, raising=False)
        return request.param()


class TestEncoder:
    @pytest.mark.parametrize("kind", ["encode_queries", "encode_passages"])
    def test_shape_type_and_length(self, encoder, kind):
        vectors = getattr(encoder, kind)(TEXTS)
        assert vectors.shape == (len(TEXTS), encoder.dimension)
        assert vectors.dtype == np.float32
        np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)

    @pytest.mark.parametrize("kind", ["encode_queries", "encode_passages"])
    def test_nothing_gives_no_rows(self, encoder, kind):
        assert getattr(encoder, kind)([]).shape == (0, encoder.dimension)

    @pytest.mark.parametrize("kind", ["encode_queries", "encode_passages"])
    def test_rows_are_in_the_order_of_the_texts(self, encoder, kind):
        encode = getattr(encoder, kind)
        np.testing.assert_allclose(encode(TEXTS[1::-1])[::-1], encode(TEXTS[:2]), atol=1e-4)

    def test_each_text_has_the_vector_it_has_alone(self, encoder):
        together = encoder.encode_passages(TEXTS)
        alone = np.concatenate([encoder.encode_passages([text]) for text in TEXTS])
        np.testing.assert_allclose(alone, together, atol=1e-4)

    def test_threads_share_it(self, encoder):
        expected = encoder.encode_queries(TEXTS)
        with ThreadPoolExecutor(4) as pool:
            found = list(pool.map(lambda text: encoder.encode_queries([text])[0], TEXTS))
        np.testing.assert_allclose(found, expected, atol=1e-4)

    def test_it_has_an_identity(self, encoder):
        assert encoder.id
        assert encoder.id == encoder.id.strip()

    def test_progress_changes_nothing(self, encoder, capsys):
        one = encoder.encode_passages(TEXTS[:2], progress=True)
        np.testing.assert_allclose(one, encoder.encode_passages(TEXTS[:2]), atol=1e-4)
        assert capsys.readouterr().out == ""
