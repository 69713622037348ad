"""One processor a product of matrices, while several are worked on side by side."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from threadpoolctl import ThreadpoolController


class _Limit:
    """The one limit of the process, and how many work under it."""

    def __init__(self) -> None:
        self._changing = threading.Lock()
        self._inside = 0

    @contextmanager
    def __call__(self) -> Iterator[None]:
        with self._changing:
            if not self._inside:
                limit = _keeper().submit(_controller().limit, limits=1, user_api="blas")
                self._limiter = limit.result()
            self._inside += 1
        try:
            yield
        finally:
            with self._changing:
                self._inside -= 1
                if not self._inside:
                    # While the interpreter ends, no thread works any more that could be set back.
                    with suppress(RuntimeError):
                        _keeper().submit(self._limiter.restore_original_limits).result()


products_side_by_side = _Limit()
"""A context in which products of numpy's matrices keep one processor each.

Texts side by side, each on a processor of its own, are sooner ready than one after the other with
all processors at each product. How many threads a product has is one setting of the process: the
first to come in sets it and the last to go out gives it back, whichever threads these are.
"""


@cache
def _keeper() -> ThreadPoolExecutor:
    """Return the thread that changes the limit.

    threadpoolctl lets one thread alone do so as long as that thread lives, and passes over the
    others without a word.
    """
    return ThreadPoolExecutor(1, thread_name_prefix="products")


@cache
def _controller() -> "ThreadpoolController":
    """Return what tells the libraries that multiply matrices how many threads to use."""
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()
