"""A call in the form that a framework reads off a function: its names, types and defaults."""

import functools
import inspect
from collections.abc import Callable, Sequence
from typing import Any, get_args, get_origin, get_type_hints


def adapted(
    call: Callable[..., Any],
    answer: Callable[[Any], Any],
    of_list: Callable[[type], object],
    result: object = None,
) -> Callable[..., Any]:
    """Return a call that gives its result in another form.

    Args:
        call: As ``Calls`` has it.
        answer: Makes the result of what calling with no more arguments gives or raises.
        of_list: Gives the type of an argument that is a sequence, from its items' type.
        result: Type of the result; None for that of the call.
    """
    signature = inspect.signature(call)
    hints = get_type_hints(call)

    @functools.wraps(call)
    def asked(*given: object, **named: object) -> object:
        return answer(functools.partial(call, *given, **named))

    parameters = [
        own.replace(annotation=_type_of(hints[name], of_list))
        for name, own in signature.parameters.items()
    ]
    returned = result or hints["return"]
    asked.__signature__ = signature.replace(  # type: ignore[attr-defined]
        parameters=parameters, return_annotation=returned
    )
    asked.__annotations__ = {own.name: own.annotation for own in parameters} | {"return": returned}
    return asked


def _type_of(hint: object, of_list: Callable[[type], object]) -> object:
    return of_list(get_args(hint)[0]) if get_origin(hint) is Sequence else hint
