import dataclasses

import pytest

from qa import Answer, Citation

CITATION = Citation("p", "1", 5, 9, "降尘量低", "某市 · 方案 · 一、")
ANSWERED = {
    "question": "问",
    "status": "answered",
    "kind": "passage",
    "text": "降尘量低",
    "items": (),
    "citations": (CITATION,),
    "confidence": 0.5,
}
NOT_FOUND = ANSWERED | {
    "status": "not_found",
    "text": "",
    "citations": (),
    "reason": "not stated",
}


@pytest.mark.parametrize("maker", [{"made_by": "language model"}, {"model": "m"}])
def test_what_a_language_model_wrote_names_it(maker):
    with pytest.raises(ValueError, match="names a language model exactly if one made it"):
        Answer(**ANSWERED | maker)
    assert Answer(**ANSWERED | {"made_by": "language model", "model": "m"}).model == "m"


def test_an_answer_and_none():
    assert Answer(**ANSWERED).reason is None
    assert Answer(**NOT_FOUND).citations == ()


@pytest.mark.parametrize("confidence", [0, 0.0, 1, 1.0])
def test_bounds_of_the_confidence(confidence):
    assert Answer(**ANSWERED | {"confidence": confidence}).confidence == confidence


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        (ANSWERED | {"citations": ()}, "exactly if it is answered"),
        (ANSWERED | {"text": ""}, "exactly if it is answered"),
        (NOT_FOUND | {"citations": (CITATION,)}, "exactly if it is answered"),
        (NOT_FOUND | {"text": "53"}, "exactly if it is answered"),
        (ANSWERED | {"reason": "not stated"}, "exactly if nothing was found"),
        (NOT_FOUND | {"reason": None}, "exactly if nothing was found"),
        (ANSWERED | {"confidence": 1.01}, r"must lie in \[0, 1\], not 1\.01"),
        (ANSWERED | {"confidence": -0.1}, r"must lie in \[0, 1\], not -0\.1"),
        (ANSWERED | {"confidence": float("nan")}, r"must lie in \[0, 1\], not nan"),
    ],
)
def test_an_answer_that_contradicts_itself(fields, message):
    with pytest.raises(ValueError, match=message):
        Answer(**fields)


@pytest.mark.parametrize(
    ("start", "end", "quote"),
    [(5, 9, "降尘"), (5, 5, ""), (9, 5, "降尘量低"), (-1, 3, "降尘量低"), (5, 9, "降尘量低于")],
)
def test_a_quote_that_cannot_stand_at_its_place(start, end, quote):
    with pytest.raises(ValueError, match=f"cannot stand at p:{start}–{end}"):
        Citation("p", "1", start, end, quote, "某市")


def test_nothing_changes():
    with pytest.raises(dataclasses.FrozenInstanceError):
        CITATION.quote = "另一句"
