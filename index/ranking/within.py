"""What a scope lies in, said by the fields of plans: for engines that filter by them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Within:
    """Plans and offices that hold all of a scope, and perhaps more.

    Attributes:
        plans: Their ids; None for all there are.
        offices: Names of offices as the index has them, one of which answers for each passage of
            the scope; empty where none was chosen.
    """

    plans: frozenset[str] | None = None
    offices: tuple[str, ...] = ()
