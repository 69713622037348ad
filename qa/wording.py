"""How much of a question's words a text has."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from index import AskedWord

# Words that ask, or that name a plan rather than what it says; they are in no answer.
_EMPTY = re.compile(
    r"多少|什么|哪.*|几.*|如何|怎[么样]+|是否|是不是|能不能|谁.*|何时|为什么|分别|各自?|多大|多高|具体|指|含义|意思"
    r"|方案|计划|行动方案|行动计划|行动|三年|年度|这份|那份|两份|份|前后|文件|要求|规定|目标|指标|达到|要|应|应该|需要|必须|可以"
    r"|的|了|在|是|由|归|对|把|被|给|和|与|及|或|到|从|按|为|里|中|上|下|内|有|没有|还|会|能|能否|不|没|就|都|也|让|向|往|做|完|完成|最|至少|最多|最低|最高"
    r"|部门|单位|牵头|负责|参与|哪个|局|管|定|定在|目标值|内容|一下|请问|吗|呢|啊|吧|么|的话|之|其|该|本|个|百分之|谁|来|去|搞|活|一|那个|这个|着|来着|急"
    r"|时候|时间|期限|时限|变化|不同|差别|区别|说法|不一样|写到|写明|提到|城市|各地|市级|全市|单位|上限|下限|底线"
    r"|[最更](?:[高低多少大小早晚迟严]|严格|严厉)|相比|相较|对比|比较|对照|[两三四五几]家|别处|别的|其他城市|一样|条数|进行|更|早|晚|高|低|严|各[市县区地州是有]|[两几新上前]一?[轮版期]|[一二两]轮|有何|收紧|放宽"
    r"|多少|比例|数量|提高|底前|标准|限值|任务|措施|20\d\d|年|年底|底|月|日|市|县|区|项|条|种|类|次"
)


# What an English question asks with; the words of the field that they lead to are beside it.
_ENGLISH_FRAME = re.compile(
    r"\b(?:sets?|setting|treats?|highest|lowest|largest|smallest|strictest|tightest|toughest|earliest"
    r"|latest|higher|lower|larger|smaller|stricter|tighter|earlier|later|compare[ds]?|respectively)\b",
    re.IGNORECASE,
)
_HAN = re.compile(r"[\u3400-\u9fff]")
_WHOLE = ("百分之百", "百分百", "100%")
SINGLE = 0.4
"""A single character is a piece of a word more often than a word."""


@dataclass(frozen=True, slots=True)
class Wording:
    """The telling words of a question."""

    words: tuple[AskedWord, ...]

    def coverage(self, text: str, around: str = "") -> float:
        """Return the share of the words' weight that a text has, in [0, 1].

        Args:
            text: A shadow, lower case.
            around: What stands around it, headings for instance; a word there counts half.
        """
        total = sum(word.weight for word in self.words)
        if not total:
            return 0.0
        found = 0.0
        for word in self.words:
            inside = _presence(word, text)
            found += word.weight * max(inside, 0.5 * _presence(word, around) if around else 0.0)
        return found / total

    def missing(self, text: str) -> float:
        """Return the weight of the rarest word that a text has nothing of, over the total."""
        total = sum(word.weight for word in self.words)
        absent = (word.weight * (1 - _presence(word, text)) for word in self.words)
        return max(absent, default=0.0) / total if total else 1.0

    def absent_code(self, text: str) -> str:
        """Return an indicator of letters and digits (``pm10``) that a text has not; else empty.

        Such a name stands for itself alone: what is said of another one is no answer.
        """
        for word in self.words:
            is_code = word.text[0].isalpha() and word.text.isascii()
            if is_code and any(character.isdigit() for character in word.text):
                spellings = (word.text, *word.alternatives)
                if not any(spelling.lower() in text for spelling in spellings):
                    return word.text
        return ""

    @property
    def unknown(self) -> float:
        """The share of the weight that no passage has."""
        total = sum(word.weight for word in self.words)
        unknown = sum(word.weight for word in self.words if not word.is_indexed)
        return unknown / total if total else 1.0


def without_frame(question: str) -> str:
    """Return a question without the English words that only ask; as it is where nothing is left."""
    return re.sub(r"\s+", " ", _ENGLISH_FRAME.sub("", question)).strip(" ?") or question


def wording_of(words: Sequence[AskedWord], places: Collection[str]) -> Wording:
    """Return the telling words of a question.

    Args:
        words: As a search understood them.
        places: Names of cities: where to look and not what to find.
    """
    short = {place.rstrip("市") for place in places} | set(places)
    telling = (w for w in words if w.text not in short and not _EMPTY.fullmatch(w.text))
    return Wording(
        tuple(
            replace(word, weight=SINGLE * word.weight) if _HAN.fullmatch(word.text) else word
            for word in map(_with_figures, telling)
        )
    )


def _with_figures(word: AskedWord) -> AskedWord:
    """Return a word that is a share with the other ways to write it: 百分之百 is 100%."""
    if word.text not in _WHOLE:
        return word
    return replace(word, alternatives=(*word.alternatives, *_WHOLE))


def _presence(word: AskedWord, text: str) -> float:
    """Return 1 where a text has a word or what says the same, less for a part of it."""
    if any(spelling in text for spelling in (word.text, *word.alternatives)):
        return 1.0
    own = word.text
    if len(own) < 3 or own.isascii():
        return 0.0
    pairs = [own[start : start + 2] for start in range(len(own) - 1)]
    return 0.8 * sum(pair in text for pair in pairs) / len(pairs)
