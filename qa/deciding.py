"""Which side of yes and no a text takes: by the figures of both, else by how both are put."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from index.text import ARABIC, parse_number
from qa.character_runs import read_regression, runs_in
from qa.quantities import quantities

SIDES_FILE = Path(__file__).with_name("sides.json")
"""What ``python -m training.sides`` fits."""
TEXT_RUN, QUESTION_RUN = 2, 3
"""Characters of a run."""
_NEGATION = re.compile(r"[不未无没禁停免非勿]|除外")
"""The closed class of words that turn a statement round; 不低于 and its like turn nothing."""
_NOT = re.compile("[不未无没非]|\\bnot\\b|n't\\b")
_TURNS = {
    "禁": re.compile(r"禁(?!.?[区期])|forbid|prohibit|\bbann"),
    "停": re.compile(r"停|\b(?:stop|halt|suspend)"),
    "免": re.compile(r"免|exempt"),
    "废": re.compile("废|repeal"),
}
_BOUND = re.compile(r"不(?:得|能|应|可|准)?(?:低|高|超|少|大|小|多|足)[于过]?|不断|不同|不仅|不但")
_CHOICE = re.compile(r"([\u3400-\u9fff])[不没]\1|(有)(?:没有|无)|[不没](?=[?]?$)")
"""A-not-A asks for both sides alike: 能不能, 有没有, 可以不?"""
_ASKED_MOODS = {
    "forbidden": re.compile(
        r"禁(?!.?[区期])|不准|不许|不得|不让|不允许|不能(?!不)|不可以|forbid|prohibit|\bban|illegal"
    ),
    "excused": re.compile(r"不用|不必|[不无毋]需|不须|可以不|能不|不要|免|without|exempt|spared"),
    "allowed": re.compile(
        r"能(?![源耗力效])|可以|行[吗不么?]|行$|(?<!不)允许|(?<![标批核基精水])准(?![确备入则])|让|许可|鼓励|支持"
        r"|\b(?:may|can|could)\b|allow|permit|encourag"
    ),
    "due": re.compile(
        r"必须|得|(?<!不需)(?<!无需)要(?!求)|(?<!不)须|应该?|非.{1,8}不|必|强制"
        r"|must|ha(?:ve|s) to|need|require|should|oblig"
    ),
}
"""What a question supposes, first come first told: 能不能 asks for leave, 要不要 for a duty."""
_SAID_MOODS = {
    "excused": re.compile(
        "除外|不受|不纳入|豁免|不需|无需|不必|不要求|可不|免|不列入|不实行|不采取|不启动"
    ),
    "only": re.compile("只|仅|限于"),
    "forbidden": re.compile("禁|不得|不准|不许|不允许|不能|不可|不宜|严防|杜绝|取缔|不予|不再"),
    "allowed": re.compile("可(?![能吸靠再持燃控视])|允许|鼓励|支持|提倡|倡导|继续|保留|过渡"),
    "due": re.compile("必须|应(?![急对用])|须(?!知)|要(?![求素点])|确保|强制|一律|全部|均"),
    "ended": re.compile("停|淘汰|关闭|退出|拆除|废止|取消"),
}
"""What a text says of it."""
_WORD = re.compile(r"[a-z']+")
_NUMBER = re.compile(ARABIC)
_YEAR = re.compile(r"(?:19|20)\d\d年.*")
_GOES_ON = re.compile(r"[\u3400-\u9fff]{2}")
_UNIT = re.compile(r"(?<=\d)[^\d.\s、,和至~—-].*")
BEFORE = 4
"""Characters before a number in which it may be bounded: 大于每秒8米."""
_MORE = re.compile(
    r"(?<!不)超过|(?<!不)[高大多]于|以上|不止|不[低少小]于|至少|more than|over|above|at least"
)
_LESS = re.compile(
    r"不超过|(?<!不)[低小少]于|以下|以内|不到|不足|不[高多大]于|less than|under|below|at most"
)


def side_of(question: str, text: str) -> bool:
    """Return whether a text says yes to a question.

    Args:
        question: Its shadow, lower case.
        text: The shadow of the words that decide.
    """
    figures = _Figures.of(question, text)
    if figures and not figures.is_condition:
        return figures.agree
    is_yes = _side_of_wording(question, text)
    # What is said of 4蒸吨以上 is said of 6蒸吨, and the opposite holds for 2蒸吨.
    return is_yes if not figures or figures.agree else not is_yes


def _side_of_wording(question: str, text: str) -> bool:
    """Return whether a text says yes to a question by how both are put, whatever their figures."""
    asked = _without_choice(question)
    turned, turns = _turns_in(asked), _turns_in(text)
    is_alike = turned & turns and turns <= turned
    if is_alike and not _NOT.search(_BOUND.sub("", f"{asked} {text}")):
        return True  # 是不是禁放: the text forbids as the question supposes
    regression = read_regression(SIDES_FILE, "side")
    chances = regression.probabilities(frozenset(features_of(question, text.lower())))
    return regression.outcomes[int(chances.argmax())] == "yes"


def features_of(question: str, text: str) -> Iterator[str]:
    """Yield what a side is told by: runs of both, and how what is asked meets what is said.

    Args:
        question: Its shadow, lower case.
        text: The shadow of the words that decide, lower case.
    """
    asked = _without_choice(question)
    is_said = bool(_NEGATION.search(_BOUND.sub("", text)))
    plain = f"turned {is_said}"
    supposed = [mood for mood, form in _ASKED_MOODS.items() if form.search(asked)] or ["fact"]
    said = [mood for mood, form in _SAID_MOODS.items() if form.search(text)] or [plain]
    met = {f"{supposed[0]} first, {other}" for other in (f"{said[0]} first", plain, *said)}
    met |= {f"{own}, {mood}" for own in supposed for mood in said}
    yield from met
    yield from (f"{own}!" for own in met)  # twice: it tells more than a run does
    yield from (f"said {mood}" for mood in said)
    for run in set(runs_in(text, TEXT_RUN)):
        yield f"t{run}"
        yield f"t{run} {supposed[0]}"
    for run in _runs_of_question(asked):
        yield f"q{run}"
        yield f"q{run} {is_said}"


def _runs_of_question(asked: str) -> set[str]:
    """Return the runs of a question's characters, of an English one's words."""
    words = _WORD.findall(asked)
    if not asked.isascii():
        return set(runs_in(asked, QUESTION_RUN))
    return {*words, *map(" ".join, pairwise(words))}


def _without_choice(question: str) -> str:
    """Return a question with what it asks both sides of said once: 行不行 is 行."""
    return _CHOICE.sub(lambda found: found[1] or found[2] or "吗", question)


def _turns_in(text: str) -> set[str]:
    """Return the kinds of words in a text that turn a statement round."""
    return {turn for turn, form in _TURNS.items() if form.search(text)}


@dataclass(frozen=True, slots=True)
class _Figures:
    """The figure of a question beside the one of its unit in a text.

    Attributes:
        agree: The text's is what the question says it is; of a condition, the question's meets it.
        is_condition: It bounds what the text speaks of, 4蒸吨以上的锅炉, and is not what it says.
    """

    agree: bool
    is_condition: bool

    @classmethod
    def of(cls, question: str, text: str) -> "_Figures | None":
        """Return how they meet; None where either has none, or several of the unit."""
        asked = list(_figures(question))
        if len(asked) != 1:
            return None
        said = {own.value: own for own in _figures(text) if own.unit == asked[0].unit}
        if len(said) != 1:
            return None
        (own,), value, bound = said.values(), asked[0].value, _bound_in(question)
        if own.bound and own.is_followed and own.bound != bound:
            meets = own.value <= value if own.bound > 0 else value <= own.value
            return cls(meets and not bound, is_condition=True)
        agree = {-1: own.value <= value, 0: own.value == value, 1: own.value >= value}
        return cls(agree[bound], is_condition=False)


@dataclass(frozen=True, slots=True)
class _Figure:
    """A number of a text.

    Attributes:
        bound: 1 where what is meant is no less, -1 where it is no more, else 0.
        is_followed: The clause goes on behind it: 4蒸吨以上的锅炉, but not 达到80%以上.
    """

    value: float
    unit: str
    bound: int
    is_followed: bool


def _figures(text: str) -> Iterator[_Figure]:
    """Yield the numbers of a text that have a unit."""
    for match in quantities(text):
        values = match["values"]
        number, unit = _NUMBER.search(values), _UNIT.search(values)
        if number and unit and not _YEAR.fullmatch(number.group() + unit.group()):
            bound = _bound_in(text[max(0, match.start() - BEFORE) : match.end()])
            is_followed = _GOES_ON.match(text, match.end()) is not None
            yield _Figure(parse_number(number.group()), unit.group(), bound, is_followed)


def _bound_in(text: str) -> int:
    """Return 1 where what a text says of a number is at least it, -1 at most, 0 neither."""
    return -1 if _LESS.search(text) else 1 if _MORE.search(text) else 0
