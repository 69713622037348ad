"""``/plans.zip``: the collection as a data set, the files of ``python -m qa export`` in one."""

import shutil
import tempfile
from pathlib import Path

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from index import PlanIndex
from qa import pack_dataset


def dataset_file(index: PlanIndex, request: Request) -> Response:
    """Return the data set of all plans, packed; Parquet is in it where it can be written."""
    scratch = Path(tempfile.mkdtemp(prefix="lantian-export-"))
    try:
        packed = scratch / "plans.zip"
        pack_dataset(index, packed)
    except BaseException:
        shutil.rmtree(scratch, ignore_errors=True)
        raise
    return FileResponse(
        packed,
        media_type="application/zip",
        filename="lantian-plans.zip",
        headers={"cache-control": "no-store"},
        background=BackgroundTask(shutil.rmtree, scratch, ignore_errors=True),
    )
