import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.credit import credit_evidence, credit_relevant, is_covered
from eval.types import Evidence, Place

# 海东 2024: a page break cuts the word 转移 in two.
QUOTE = "严防污染转\n\n移"


def piece(start, quote, plan_id="haidong-2024"):
    return Evidence(Place(plan_id, start, start + len(quote)), quote)


def place(start, end, plan_id="haidong-2024"):
    return Place(plan_id, start, end)


@pytest.mark.parametrize(
    ("quote", "start", "end", "covered"),
    [
        # the quote stands at 100..108: six characters, of which two line breaks do not count
        (QUOTE, 100, 108, True),
        (QUOTE, 0, 500, True),
        (QUOTE, 100, 103, True),  # 严防污: three of six
        (QUOTE, 100, 102, False),  # 严防: two of six
        (QUOTE, 103, 108, True),  # 染转移: three of six
        (QUOTE, 104, 108, False),  # 转移: two of six, although half of all eight characters
        (QUOTE, 105, 107, False),  # only the line breaks
        (QUOTE, 0, 100, False),
        (QUOTE, 108, 120, False),
        ("降尘量", 100, 101, False),  # one of three
        ("降尘量", 100, 102, True),  # two of three
        ("\u3000降尘", 100, 102, True),  # the full-width space does not count
    ],
)
def test_half_of_the_visible_characters(quote, start, end, covered):
    assert is_covered(piece(100, quote), place(start, end)) is covered


def test_the_same_range_of_another_plan_is_no_cover():
    assert not is_covered(piece(100, QUOTE), place(100, 108, "xianyang-2020"))


def test_a_piece_is_credited_once_to_the_first_passage():
    ranking = [place(0, 50), place(90, 120), place(100, 108)]
    assert credit_evidence([piece(100, QUOTE)], ranking).ranks == (2,)


def test_pieces_in_one_passage_share_its_rank():
    evidence = [piece(100, QUOTE), piece(200, "降尘量"), piece(300, "秸秆")]
    ranking = [place(0, 50), place(90, 250)]
    judgement = credit_evidence(evidence, ranking)
    assert (judgement.pieces, judgement.ranks) == (3, (2, 2))


def test_a_piece_spread_over_passages_is_not_found():
    thirds = [place(100, 102), place(102, 104), place(104, 108)]
    assert credit_evidence([piece(100, QUOTE)], thirds).ranks == ()


def test_two_halves_are_credited_to_the_first_of_them():
    assert credit_evidence([piece(100, QUOTE)], [place(103, 108), place(100, 103)]).ranks == (1,)


def test_ranks_ascend_whatever_the_order_of_the_evidence():
    evidence = [piece(300, "秸秆"), piece(100, QUOTE)]
    assert credit_evidence(evidence, [place(100, 108), place(300, 302)]).ranks == (1, 2)


def test_nothing_ranked_nothing_found():
    assert credit_evidence([piece(100, QUOTE)], []).ranks == ()


def test_a_question_without_evidence_cannot_be_judged():
    with pytest.raises(ValueError, match="nothing to find"):
        credit_evidence([], [place(0, 10)])


TEXT = st.text(alphabet="气质 \n\u3000", min_size=1, max_size=20).filter(str.strip)


@given(TEXT, st.integers(0, 30), st.integers(1, 30))
def test_coverage_is_what_counting_each_character_gives(quote, start, length):
    at = 10
    visible = [at + n for n, character in enumerate(quote) if not character.isspace()]
    inside = [offset for offset in visible if start <= offset < start + length]
    expected = len(inside) / len(visible) >= 0.5
    assert is_covered(piece(at, quote), place(start, start + length)) is expected


def test_relevant_documents_by_rank():
    judgement = credit_relevant(
        frozenset({"a", "b", "c"}), ["x", "b", "y", "a"], dict.fromkeys("abxy", 10)
    )
    assert (judgement.pieces, judgement.ranks) == (3, (2, 4))


def test_a_document_ranked_twice_is_refused():
    with pytest.raises(ValueError, match="ranked twice"):
        credit_relevant(frozenset({"a"}), ["a", "b", "a"], {"a": 1, "b": 1})


@pytest.mark.parametrize(
    ("before", "shown"),
    [
        (0, 1),
        (992, 1),  # all eight characters of the quote fit
        (997, 1),  # 严防污 is left: three of six
        (998, 0),  # 严防 is left
        (1000, 0),
        (1001, 0),
    ],
)
def test_a_piece_is_shown_if_half_of_it_stands_in_the_first_thousand(before, shown):
    other = [place(5000, 5000 + before)] if before else []
    judgement = credit_evidence([piece(100, QUOTE)], [*other, place(100, 108)])
    assert (judgement.ranks, judgement.shown) == ((len(other) + 1,), shown)


def test_longer_passages_do_not_show_more():
    evidence = [piece(100, "降尘量"), piece(1300, "秸秆")]
    assert credit_evidence(evidence, [place(0, 3000)]).shown == 1
    assert credit_evidence(evidence, [place(50, 200), place(1250, 1400)]).shown == 2


def test_a_document_is_shown_if_half_of_it_stands_in_the_first_thousand():
    def shown(*lengths):
        ids = [f"d{number}" for number in range(len(lengths))]
        return credit_relevant(
            frozenset({ids[-1]}), ids, dict(zip(ids, lengths, strict=True))
        ).shown

    assert [shown(2000), shown(2001), shown(900, 200), shown(901, 200)] == [1, 0, 1, 0]
