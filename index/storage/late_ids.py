"""Ids of passages, each made when it is asked for."""

from collections.abc import Callable, Iterator, Sequence
from typing import overload


class LateIds(Sequence[str]):
    """The ids of n passages, by position."""

    def __init__(self, size: int, id_of: Callable[[int], str]) -> None:
        """Take how many there are, and what returns one."""
        self._size = size
        self._id_of = id_of

    @overload
    def __getitem__(self, position: int) -> str: ...
    @overload
    def __getitem__(self, position: slice) -> Sequence[str]: ...
    def __getitem__(self, position: int | slice) -> str | Sequence[str]:
        if isinstance(position, slice):
            return [self[own] for own in range(*position.indices(len(self)))]
        return self._id_of(int(position))

    def __len__(self) -> int:
        return self._size

    def __iter__(self) -> Iterator[str]:
        return (self[position] for position in range(len(self)))
