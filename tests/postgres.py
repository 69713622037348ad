"""A PostgreSQL of its own for a test: made in a temporary folder, reached on this machine alone."""

import atexit
import os
import shutil
import socket
import subprocess
import tempfile
from contextlib import ExitStack, contextmanager
from functools import cache

import pytest

USER = "postgres"


def _commands():
    """Where the programs of PostgreSQL lie; None where they do not."""
    folders = [*os.environ["PATH"].split(os.pathsep), "/usr/lib/postgresql/15/bin"]
    path = os.pathsep.join(folders)
    found = [shutil.which(name, path=path) for name in ("initdb", "pg_ctl")]
    return found if all(found) else None


@cache
def shared():
    """The address of a database of this process."""
    stack = ExitStack()
    url = stack.enter_context(running())
    atexit.register(stack.close)
    return url


@contextmanager
def running():
    """The address of a database that is empty."""
    pytest.importorskip("psycopg", reason="pip install -r requirements-milvus.txt")
    commands = _commands()
    if commands is None:
        pytest.skip("PostgreSQL is not installed: no initdb and pg_ctl on the PATH")
    as_user = ["setpriv", f"--reuid={USER}", "--clear-groups"] if os.geteuid() == 0 else []
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder = tempfile.mkdtemp(prefix="lantian-postgres-")
    if as_user:  # the server refuses to run as root
        try:
            shutil.chown(folder, USER)
        except LookupError:
            shutil.rmtree(folder)
            pytest.skip(f"PostgreSQL refuses to run as root, and there is no user {USER}")

    def run(*command):
        done = subprocess.run(
            [*as_user, *command], cwd=folder, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr

    data = f"{folder}/data"
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
    try:
        run(commands[0], "-D", data, "-U", USER, "-A", "trust", "--no-sync", "-E", "UTF8")
        run(commands[1], "-D", data, "-w", "-l", f"{folder}/log", "-o", options, "start")
        try:
            yield f"postgresql://{USER}@127.0.0.1:{port}/postgres"
        finally:
            run(commands[1], "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
