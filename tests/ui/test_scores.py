import re

import pytest

from ui.search.scores import Scale, format_number, render_score, scale_of

PARTS = [
    # (lexical, dense), then each part's left end and width on a bar from -1 to 3
    ((2.0, 1.0), (25, 50), (75, 25)),
    ((2.0, -1.0), (25, 50), (0, 25)),
    ((-0.5, 1.0), (12.5, 12.5), (25, 25)),
    ((-0.5, -0.5), (12.5, 12.5), (0, 12.5)),
    ((0.0, 3.0), (25, 0), (25, 75)),
]


@pytest.mark.parametrize(("scores", "lexical", "dense"), PARTS)
def test_parts_stand_on_their_side_of_zero(scores, lexical, dense, make_hit):
    shown = render_score(make_hit(lexical=scores[0], dense=scores[1]), Scale(-1.0, 3.0))
    drawn = re.findall(r'<rect class="(\w+)" x="([\d.]+)" width="([\d.]+)"', shown)
    assert [
        (kind, float(left), 0 if kind == "zero" else float(width)) for kind, left, width in drawn
    ] == [
        ("lexical", *lexical),
        ("dense", *dense),
        ("zero", 25, 0),
    ]


def test_the_scale_has_room_for_every_part(make_hit):
    hits = [
        make_hit(lexical=2.0, dense=1.0),
        make_hit(lexical=3.5, dense=-0.5),
        make_hit(lexical=-0.2, dense=-0.1),
    ]
    scale = scale_of(hits)
    assert (scale.low, scale.high) == (-0.5, 3.5)


@pytest.mark.parametrize("scores", [(0.0, 0.0), (-1.0, -2.0)])
def test_a_scale_without_positive_scores_can_be_drawn(scores, make_hit):
    hit = make_hit(lexical=scores[0], dense=scores[1])
    assert 'class="bar"' in render_score(hit, scale_of([hit]))


@pytest.mark.parametrize(
    ("number", "text"),
    [(3.876, "3.88"), (-0.173, "\u22120.17"), (-0.001, "0.00"), (0.0, "0.00"), (31.19, "31.19")],
)
def test_numbers_have_two_digits_and_a_true_minus(number, text):
    assert format_number(number) == text


def test_the_numbers_are_said_too(make_hit):
    hit = make_hit(lexical=1.5, dense=-0.25)
    assert 'aria-label="字词 1.50 + 语义 \u22120.25 = 1.25"' in render_score(hit, scale_of([hit]))
