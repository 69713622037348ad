"""What a statement is: a quantity with the words around it."""

from dataclasses import dataclass
from typing import Literal

from index.mentions.quantities import Quantity

Form = Literal["measure", "count", "direction", "part", "threshold"]


@dataclass(frozen=True, slots=True)
class Statement:
    """A quantity with the words around it; ranges of the sentence's shadow.

    Attributes:
        form: ``measure``: 浓度不高于53; ``count``: 完成51家企业…; ``direction``: 较2015年负增长;
            ``part``: 其中甲县3家, a share of the count before;
            ``threshold``: a quantity that only says who is meant.
        phrase: What is measured or counted.
        comparator: As the shadow has it.
        quantity: None where there is no number.
    """

    form: Form
    start: int
    end: int
    phrase: tuple[int, int]
    comparator: tuple[tuple[int, int], ...]
    quantity: Quantity | None
    items: int = 1
    item: int = 0
    place: tuple[int, int] | None = None
