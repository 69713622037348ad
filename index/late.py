"""Public names that are loaded when first asked for: they bring heavy libraries with them."""

from collections.abc import Callable, Mapping
from importlib import import_module


def late_names(package: str, modules: Mapping[str, str]) -> Callable[[str], object]:
    """Return a package's ``__getattr__``.

    Args:
        package: Its name, for the message of an error.
        modules: For each name the module that has it.
    """

    def find(name: str) -> object:
        """Return a public name, importing its module at the first use."""
        if name in modules:
            return getattr(import_module(modules[name]), name)
        raise AttributeError(f"module {package!r} has no attribute {name!r}")

    return find
