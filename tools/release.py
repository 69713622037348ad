"""``python -m tools.release``: cut a version, put it into an archive, install it from there.

cut VERSION       date the changelog's Unreleased section, and set the version
begin VERSION     go on towards the next: VERSION.dev0
name              print what this version's archive is called, without its ending
archive           write dist/lantian-VERSION.tar.gz of what is committed, and its SHA-256
check ARCHIVE     install it in clean environments and search, a Python each
"""

import argparse
import gzip
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from index.console import add_version_option, exit_with
from index.version import VERSION

ROOT = Path(__file__).parents[1]
DIST = ROOT / "dist"
PYTHONS = ("3.11", "3.12", "3.13")
"""Those that a release is checked with, where they are installed."""
STEPS = (
    ("app.py", "--version"),
    ("-m", "index", "model"),
    ("-m", "index", "build", "--quiet"),
    ("-m", "index", "search", "空气质量", "-k", "1"),
    ("-m", "qa", "ask", "各市PM2.5浓度要降到多少？"),
)
"""What a fresh installation must do, by arguments of Python."""
_PROGRAM = "index/version.py"
_NAMING = {
    _PROGRAM: r'^(VERSION = ")[^"]*',
    "deploy/compose.yaml": r"^(  image: lantian:)[\w.]+",
    "deploy/kubernetes/kustomization.yaml": r'^(    newTag: ")[^"]*',
    "deploy/README.md": r"(lantian:)\d[\w.]*",
}
"""The files that name the version, and what stands before it there."""
_UNRELEASED = "## [Unreleased]\n"
_VERSION = re.compile(r"0\.\d+\.\d+")


class ReleaseError(Exception):
    """A release cannot be made; the message says why and what to do."""


def cut(version: str, root: Path = ROOT, day: str = "") -> None:
    """Make of what is unreleased a version.

    Args:
        version: Such as 0.2.0.
        root: Of the working tree, whose changelog and version are written.
        day: ISO 8601; today where it is left out.

    Raises:
        ReleaseError: the version is none, is there already, or nothing was changed since the last.
    """
    if not _VERSION.fullmatch(version):
        raise ReleaseError(f"{version!r} is no version of this program; write one like 0.2.0")
    changelog = root / "CHANGELOG.md"
    text = changelog.read_text(encoding="utf-8")
    if f"## [{version}]" in text:
        raise ReleaseError(f"{changelog.name} has a section on {version} already; choose the next")
    head, found, rest = text.partition(_UNRELEASED)
    changes = rest.partition("\n## [")[0]
    if not found or not re.search(r"^- ", changes, re.MULTILINE):
        raise ReleaseError(f"{changelog.name} has nothing under {_UNRELEASED.strip()}")
    day = day or datetime.now(UTC).date().isoformat()
    changelog.write_text(
        f"{head}{_UNRELEASED}\n## [{version}] - {day}\n{rest}", encoding="utf-8", newline="\n"
    )
    set_version(version, root)


def set_version(version: str, root: Path = ROOT) -> None:
    """Write a version wherever it stands: in the program, and as the tag of its image.

    Args:
        version: Such as 0.2.0, or 0.2.0.dev0 on the way to it.
        root: Of the working tree.

    Raises:
        ReleaseError: it is none, or one of the files does not name any.
    """
    number = version.removesuffix(".dev0")
    if not _VERSION.fullmatch(number):
        raise ReleaseError(f"{version!r} is no version of this program; write one like 0.2.0")
    for name, pattern in _NAMING.items():
        path = root / name
        wanted = version if name == _PROGRAM else number
        text = path.read_text(encoding="utf-8")
        changed, times = re.subn(pattern, rf"\g<1>{wanted}", text, flags=re.MULTILINE)
        if not times:
            raise ReleaseError(f"{name} names no version")
        path.write_text(changed, encoding="utf-8", newline="\n")


def name_of(version: str = VERSION) -> str:
    """Return what the archive of a version is called, and the folder in it."""
    return f"lantian-{version}"


def archive(folder: Path = DIST, root: Path = ROOT, version: str = VERSION) -> Path:
    """Write what is committed into an archive, the same bytes for the same commit.

    Beside it stands its SHA-256, as ``sha256sum --check`` reads it.

    Args:
        folder: Where it goes.
        root: Of the working tree.
        version: Of the program.

    Raises:
        ReleaseError: something is not committed, or git fails.
    """
    changed = _git(root, "status", "--porcelain", "--untracked-files=no").decode()
    if changed.strip():
        raise ReleaseError(f"commit these first, or they would be missing:\n{changed.rstrip()}")
    name = name_of(version)
    data = _git(root, "archive", "--format=tar", f"--prefix={name}/", "HEAD")
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.tar.gz"
    path.write_bytes(gzip.compress(data, mtime=0))
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    path.with_name(f"{path.name}.sha256").write_text(f"{digest}  {path.name}\n", encoding="ascii")
    return path


def check(path: Path, python: str) -> float:
    """Install the program of an archive in a clean environment, and use it there.

    Nothing of this working tree or of the user's caches is seen: the model is prepared anew.

    Args:
        path: Of the archive.
        python: The interpreter to make the environment with.

    Returns:
        Seconds that it took.

    Raises:
        ReleaseError: a step failed; the message has what it printed.
    """
    began_s = time.monotonic()
    require_whole(path)
    with tempfile.TemporaryDirectory(prefix="lantian-") as place:
        clean = Path(place)
        with tarfile.open(path) as packed:
            packed.extractall(clean, filter="data")
        (tree,) = (own for own in clean.iterdir() if own.is_dir())
        environment = _environment(clean)
        own = clean / "venv" / "bin" / "python"
        _step([python, "-m", "venv", str(clean / "venv")], tree, environment)
        _step([str(own), "-m", "pip", "install", "-q", "-r", "requirements.txt"], tree, environment)
        for step in STEPS:
            _step([str(own), *step], tree, environment)
    return time.monotonic() - began_s


def require_whole(path: Path) -> None:
    """Compare an archive with the sum beside it.

    Raises:
        ReleaseError: one of them is missing, or they do not agree.
    """
    try:
        wanted = path.with_name(f"{path.name}.sha256").read_text(encoding="ascii").split()[0]
        found = hashlib.sha256(path.read_bytes()).hexdigest()
    except (OSError, UnicodeDecodeError, IndexError) as error:
        raise ReleaseError(f"{path}: cannot be compared with its sum: {error}") from error
    if found != wanted:
        raise ReleaseError(f"{path}: has SHA-256 {found}, its sum says {wanted}; make it anew")


def interpreter(version: str) -> str | None:
    """Return the path of a Python of a version such as 3.12, None where none starts here."""
    names = [f"python{version}"]
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
    names += [str(own / "bin" / "python") for own in sorted(pyenv.glob(f"{version}.*"))]
    for name in names:
        found = shutil.which(name)
        if found and _says(found) == version:
            return found
    return None


def _says(python: str) -> str:
    """Return the version that an interpreter says it is, empty where it does not start."""
    program = "import sys; print('%d.%d' % sys.version_info[:2])"
    try:
        done = subprocess.run([python, "-c", program], capture_output=True, text=True, check=False)
    except OSError:
        return ""
    return done.stdout.strip()


def _environment(home: Path) -> dict[str, str]:
    """Return an environment in which nothing but pip's own settings comes from this machine."""
    kept = {name: value for name, value in os.environ.items() if name.startswith("PIP_")}
    kept |= {name: os.environ[name] for name in ("PATH", "SSL_CERT_FILE") if name in os.environ}
    settings = Path.home() / ".config" / "pip" / "pip.conf"
    if settings.is_file():  # which would be looked for in the new home
        kept.setdefault("PIP_CONFIG_FILE", str(settings))
    return {**kept, "HOME": str(home), "XDG_CACHE_HOME": str(home / "cache"), "LANG": "C.UTF-8"}


def _step(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> None:
    """Run a step of an installation."""
    done = subprocess.run(
        command,
        cwd=folder,
        env=dict(environment),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        said = done.stdout.strip()[-2000:]
        raise ReleaseError(f"{' '.join(command)} ended with {done.returncode}:\n{said}")


def _git(root: Path, *arguments: str) -> bytes:
    """Return what git prints."""
    try:
        done = subprocess.run(["git", *arguments], cwd=root, capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise ReleaseError(f"git {arguments[0]} failed: {error}") from error
    return done.stdout


def _check_all(path: Path, versions: Sequence[str]) -> None:
    """Check an archive with each Python that is here, and name those that are not."""
    missing = []
    for version in versions:
        python = interpreter(version)
        if python is None:
            missing.append(version)
            continue
        print(f"Python {version}: installing from {path.name} …", flush=True)
        print(f"Python {version}: installed, indexed and searched in {check(path, python):.0f} s")
    if missing:
        print(f"not checked, for they are not installed here: Python {', '.join(missing)}")
    if len(missing) == len(versions):
        raise ReleaseError("no Python to check it with; name one that is here by --python")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command, and return the exit code: 0 done, 1 refused."""
    parser = argparse.ArgumentParser(
        prog="python -m tools.release",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_version_option(parser)
    commands = parser.add_subparsers(required=True, dest="command", metavar="COMMAND")
    for name, about in (("cut", "make of what is unreleased a version"), ("begin", "go on")):
        commands.add_parser(name, help=about).add_argument("version", help="such as 0.2.0")
    commands.add_parser("name", help="print what this version's archive is called")
    writing = commands.add_parser("archive", help="write the archive of this version")
    checking = commands.add_parser("check", help="install from an archive")
    checking.add_argument("archive", type=Path)
    writing.add_argument("--output", type=Path, default=DIST, help="folder it goes to")
    checking.add_argument(
        "--python",
        action="append",
        metavar="3.X",
        help=f"a version to check with; may be repeated (default {', '.join(PYTHONS)})",
    )
    options = parser.parse_args(arguments)
    try:
        if options.command == "cut":
            cut(options.version)
            print(f"commit it, then: git tag v{options.version} && make release")
        elif options.command == "begin":
            set_version(f"{options.version}.dev0")
        elif options.command == "name":
            print(name_of())
        elif options.command == "archive":
            print(archive(options.output))
        else:
            _check_all(options.archive, options.python or PYTHONS)
    except ReleaseError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    exit_with(main)
