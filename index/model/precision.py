"""Which number format the model runs in, by what the processor can do."""

import hashlib
import json
import logging
import math
import os
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal, cast, get_args

from index.cache import cache_path
from index.errors import ModelError

_QUOTA_V2 = Path("/sys/fs/cgroup/cpu.max")
_QUOTA_V1 = Path("/sys/fs/cgroup/cpu/cpu.cfs_quota_us")
_PERIOD_V1 = Path("/sys/fs/cgroup/cpu/cpu.cfs_period_us")


def available_processors() -> int:
    """Return how many processors this process may keep busy, at least 1.

    A container's quota counts: eight threads on two processors' worth of time are slower than
    two.
    """
    if hasattr(os, "sched_getaffinity"):
        allowed = len(os.sched_getaffinity(0))
    else:
        allowed = os.cpu_count() or 1
    quota = _quota()
    return max(1, allowed if quota is None else min(allowed, math.ceil(quota)))


def _quota() -> float | None:
    """Return the container's limit in processors, or None where there is none."""
    try:
        if _QUOTA_V2.exists():
            limit, period = _QUOTA_V2.read_text().split()
        else:
            limit, period = _QUOTA_V1.read_text(), _PERIOD_V1.read_text()
        return int(limit) / int(period) if int(limit) > 0 else None
    except (OSError, ValueError):  # no such file, or the word "max"
        return None


logger = logging.getLogger(__name__)

Precision = Literal["fp32", "bf16"]
PRECISION_VARIABLE = "LANTIAN_DTYPE"

MIN_COSINE = 0.9995
"""A bf16 vector this near to its fp32 one leaves rankings alone; 0.99995 is what e5-small has."""

PROBES = (
    "全市PM2.5年均浓度的目标是多少？",
    "公車更新要求：新增公交車中新能源比例不低於80%。",
    "How many coal-fired boilers below 35 t/h must be closed by the end of 2020?",
    "（一）深入推进产业结构调整。严格落实产能置换,严禁新增钢铁、焦化、电解铝、铸造、水泥和平板玻璃"
    "等产能；2020年12月底前完成涉气“散乱污”企业动态清零,市生态环境局牵头,各县（市、区）政府负责落实。",
    "PM10",
)
"""Texts of the self-check: short and long, Simplified, Traditional and English."""


@dataclass(frozen=True, slots=True)
class Setting:
    """Everything that could change how bf16 behaves.

    Attributes:
        model: The encoder's id.
        way: What computes the network.
    """

    model: str
    way: str
    torch: str
    processor: str

    def path(self) -> Path:
        """Return where the verdict on this setting is kept."""
        digest = hashlib.sha256(json.dumps(asdict(self)).encode()).hexdigest()
        return cache_path() / "precision" / f"{digest[:16]}.json"


def requested_precision() -> Precision | None:
    """Return what the environment asks for; None leaves the choice to the program.

    Raises:
        ModelError: the variable holds something else than fp32, bf16 or auto.
    """
    value = os.environ.get(PRECISION_VARIABLE) or "auto"
    if value == "auto":
        return None
    if value not in get_args(Precision):
        raise ModelError(f"{PRECISION_VARIABLE}={value!r}: set it to fp32, bf16 or auto")
    return cast(Precision, value)


def remembered_precision(setting: Setting) -> Precision | None:
    """Return the verdict of an earlier self-check, or None where there was none."""
    try:
        value = json.loads(setting.path().read_bytes())["precision"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return cast(Precision, value) if value in get_args(Precision) else None


def remember_precision(setting: Setting, cosine: float) -> Precision:
    """Judge the lowest cosine of bf16 to fp32 vectors, write the verdict down and return it."""
    precision: Precision = "bf16" if cosine >= MIN_COSINE else "fp32"
    logger.info("bf16 agrees with fp32 at cosine %.5f: using %s", cosine, precision)
    verdict = asdict(setting) | {"cosine": cosine, "precision": precision}
    path = setting.path()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", dir=path.parent, delete=False) as file:
            json.dump(verdict, file)
        os.replace(file.name, path)
    except OSError as error:
        logger.info("the self-check's verdict could not be kept in %s: %s", path, error)
    return precision
