"""A Ray cluster found or started, for as long as a build takes."""

import logging
import os
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from index.cluster.cluster import Cluster
from index.errors import ClusterError
from index.model import available_processors

LOCAL = "local"
INSTALL = "python -m pip install -r requirements-ray.txt"

ANSWER_S = 10.0
"""For a machine to answer that it listens, even over a slow network."""

QUIET = {"RAY_USAGE_STATS_ENABLED": "0"}
"""Read when Ray is imported: nothing is told to its makers."""
NOWHERE = "http://127.0.0.1:9"
LOOPBACK = QUIET | {
    # Ray listens on loopback alone where it takes clusters of several machines for impossible.
    "RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0",
    # Its head asks three clouds whether it runs in them, whatever is said of statistics. It goes
    # through a proxy where there is one; at this port nobody answers.
    "http_proxy": NOWHERE,
    "https_proxy": NOWHERE,
    "no_proxy": "localhost,127.0.0.1",
}
"""For a cluster that ``connect`` starts, whose processes take over the environment."""


@contextmanager
def connect(address: str, workers: int | None = None) -> Iterator[Cluster]:
    """Connect to a Ray cluster, or start one on this machine, for the build inside the context.

    Args:
        address: ``local`` for processes of this machine, which listen on loopback alone; else what
            ``ray.init`` takes, as ``192.168.0.1:6379``. Each machine of a cluster has
            this program, its packages and the corpus under the same paths.
        workers: Each has one processor; without it as many as there are processors.

    Raises:
        ClusterError: Ray is not installed, or no cluster answers there.
        ValueError: ``workers`` is below 1.
    """
    if workers is not None and workers < 1:
        raise ValueError(f"{workers} workers: give 1 or more")
    is_local = address == LOCAL
    options: dict[str, Any] = {"log_to_driver": False, "logging_level": logging.ERROR}
    with _environment(LOOPBACK if is_local else QUIET):
        try:
            import ray
        except ImportError as error:
            raise ClusterError(f"Ray is not installed ({error}); run: {INSTALL}") from error
        if ray.is_initialized():
            raise ClusterError("this process is connected to a Ray cluster already; leave it first")
        try:
            if is_local:
                workers = workers or available_processors()
                ray.init(address=LOCAL, num_cpus=workers, include_dashboard=False, **options)
            else:
                _require_answer(address)
                ray.init(address=address, **options)
                resources = ray.cluster_resources()  # type: ignore[no-untyped-call]
                workers = workers or max(1, int(resources.get("CPU", 1)))
        except (OSError, RuntimeError, ValueError) as error:
            raise ClusterError(
                f"no Ray cluster answers at {address!r} ({error}); start one with: ray start "
                f"--head --include-dashboard=false, or use {LOCAL!r} for processes of this machine"
            ) from error
    cluster = Cluster(workers)
    try:
        yield cluster
        cluster.drop_readings()
    finally:
        try:
            cluster.close()
        finally:
            ray.shutdown()


def _require_answer(address: str) -> None:
    """Refuse an address at which nobody answers, which Ray tries for minutes.

    Raises:
        OSError: nobody does.
    """
    host, _, port = address.removeprefix("ray://").rpartition(":")
    if host and port.isdecimal():
        socket.create_connection((host.strip("[]"), int(port)), ANSWER_S).close()


@contextmanager
def _environment(variables: Mapping[str, str]) -> Iterator[None]:
    """Set some variables of the environment for a while."""
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
