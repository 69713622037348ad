"""``python -m tools.licences``: the licence of each package needed; 1 where one will not do.

Read by pip-licenses, from what is installed. What ``licences.toml`` does not allow is refused, so
that a licence that nobody has looked at, or none at all, is refused too; so are packages that are
not installed, or in another version than is pinned, unless they are for other machines.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import tomli
from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

from index.console import add_version_option, exit_with

ROOT = Path(__file__).parents[1]
POLICY = Path(__file__).with_name("licences.toml")
TOOLS = ("requirements-dev.txt", "requirements-docs.txt")
"""What only those need who work on the program; it is in no release and runs in no service."""


@dataclass(frozen=True, slots=True)
class Package:
    """A package that is needed.

    Attributes:
        version: That is pinned.
        licence: As its metadata has it; None where it is not installed here.
        is_tool: Whether the program runs without it.
        other_version: That is installed here; None where it is the pinned one, or none is.
        is_for_here: Whether its marker asks for it with this Python on this machine.
    """

    name: str
    version: str
    licence: str | None
    is_tool: bool
    other_version: str | None = None
    is_for_here: bool = True


@dataclass(frozen=True, slots=True)
class Checked:
    """What a person found who looked at a package whose metadata do not say enough."""

    licence: str
    reason: str
    only_as_tool: bool = False


@dataclass(frozen=True, slots=True)
class Policy:
    """What is allowed: licences as metadata write them, and single packages by name."""

    allowed: frozenset[str]
    checked: Mapping[str, Checked]

    def problem(self, package: Package) -> str | None:
        """Return why a package is refused, None where it is not."""
        if package.other_version is not None:
            return f"{package.other_version} is installed here; install what is pinned"
        checked = self.checked.get(package.name)
        if checked is not None:
            if checked.only_as_tool and not package.is_tool:
                return f"{checked.licence}: allowed as a tool alone, and the program needs it"
            return None
        if package.licence is None:
            return "is not installed here, and not known" if package.is_for_here else None
        if package.licence in self.allowed:
            return None
        return f"{package.licence}: is not among the licences allowed"


def read_policy(path: Path = POLICY) -> Policy:
    """Return the policy in a file."""
    data = tomli.loads(path.read_text(encoding="utf-8"))
    checked: dict[str, Checked] = {
        canonicalize_name(name): Checked(**own) for name, own in data.get("checked", {}).items()
    }
    return Policy(frozenset(data["allowed"]), checked)


def requirement_files() -> tuple[list[Path], list[Path]]:
    """Return the files of what the program needs, then of what its makers need."""
    every = sorted(ROOT.glob("requirements*.txt"))
    tools = [path for path in every if path.name in TOOLS]
    return [path for path in every if path not in tools], tools


def needed(program: Sequence[Path], tools: Sequence[Path]) -> list[Package]:
    """Return the packages that some files of requirements name, by name, each once.

    Raises:
        subprocess.CalledProcessError: pip-licenses failed.
    """
    here = installed()
    found: dict[str, Package] = {}
    for files, is_tool in ((program, False), (tools, True)):
        for own in (own for path in files for own in _requirements(path)):
            name = canonicalize_name(own.name)
            version, licence = here.get(name, (None, None))
            is_for_here = own.marker is None or own.marker.evaluate()
            is_fitting = version is None or own.specifier.contains(version, prereleases=True)
            is_other = is_for_here and not is_fitting
            package = Package(
                name,
                str(own.specifier).removeprefix("=="),
                licence,
                is_tool,
                version if is_other else None,
                is_for_here,
            )
            found.setdefault(name, package)
    return sorted(found.values(), key=lambda own: own.name)


def installed() -> dict[str, tuple[str, str]]:
    """Return version and licence of all packages installed here, by their canonical names."""
    command = ("-m", "piplicenses", "--format=json", "--from=mixed", "--with-system")
    done = subprocess.run([sys.executable, *command], capture_output=True, text=True, check=True)
    return {
        canonicalize_name(own["Name"]): (own["Version"], own["License"])
        for own in json.loads(done.stdout)
    }


def table(packages: Sequence[Package], policy: Policy) -> str:
    """Return a line a package: name, version, licence, what it is for."""
    lines = []
    for own in packages:
        checked = policy.checked.get(own.name)
        unknown = "(not installed here)" if own.is_for_here else "(not for this machine)"
        licence = checked.licence if checked else own.licence or unknown
        use = "tool" if own.is_tool else "program"
        lines.append(f"{own.name:36} {own.version:18} {use:8} {licence}")
    return "\n".join(lines)


def _requirements(path: Path) -> Iterator[Requirement]:
    """Yield the packages that a file names itself."""
    for line in path.read_text(encoding="utf-8").splitlines():
        text = line.partition("#")[0].strip()
        if not text or text.startswith("-"):
            continue
        try:
            yield Requirement(text)
        except InvalidRequirement as error:
            raise ValueError(f"{path}: {text!r} is no requirement: {error}") from error


def main(arguments: Sequence[str] | None = None) -> int:
    """List the licences, and return 1 where one is refused."""
    parser = argparse.ArgumentParser(prog="python -m tools.licences", description=__doc__)
    add_version_option(parser)
    parser.add_argument(
        "--requirements",
        type=Path,
        nargs="+",
        metavar="FILE",
        help="look at these alone, as what the program needs (default: all of the project)",
    )
    parser.add_argument(
        "--tools",
        type=Path,
        nargs="+",
        metavar="FILE",
        help="look at these too, or alone, as what only its makers need",
    )
    parser.add_argument("--policy", type=Path, default=POLICY, help="what is allowed")
    options = parser.parse_args(arguments)
    program, tools = requirement_files()
    if options.requirements or options.tools:
        program, tools = options.requirements or [], options.tools or []
    policy = read_policy(options.policy)
    packages = needed(program, tools)
    print(table(packages, policy))
    problems = [(own, why) for own in packages if (why := policy.problem(own)) is not None]
    for own, why in problems:
        print(f"refused: {own.name} {own.version}: {why}", file=sys.stderr)
    if problems:
        print(
            "Install what is pinned (make audit does), do without, or look at the licence and say "
            f"so in {options.policy.name}.",
            file=sys.stderr,
        )
    return 1 if problems else 0


if __name__ == "__main__":
    exit_with(main)
