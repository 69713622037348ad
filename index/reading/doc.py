"""Word files of before 2007 (.doc), and WPS Writer files (.wps), which have the same form."""

from __future__ import annotations

import struct
import tempfile
from pathlib import Path

from index.errors import PlanError
from index.reading.docx import read_docx
from index.reading.package import LOCKED, OLE

_BROKEN = (
    "is not a Word file of 1997 to 2003 or is broken; open it in Word or WPS and save it as .docx"
)


def read_doc(data: bytes, path: Path) -> str:
    """Return the text of a Word file of 1997 to 2003, as that of a newer one is read.

    Numbers that Word counted are written out and merged cells known; macros and what is embedded
    are left alone.

    Args:
        data: The file's bytes.
        path: Its path, for the message.

    Raises:
        PlanError: the file is no such Word file, of Word 95 or before, broken or locked with a
            password.
    """
    from doc2docx import convert
    from doc2docx.errors import Doc2DocxError, EncryptedDocumentError

    if not data.startswith(OLE):
        raise PlanError(f"{path}: {_BROKEN}")
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "plan.doc"), Path(folder, "plan.docx")
        source.write_bytes(data)
        try:
            convert(source, target)
            newer = target.read_bytes()
        except EncryptedDocumentError as error:
            raise PlanError(f"{path}: {LOCKED}") from error
        except (
            *(Doc2DocxError, LookupError, ValueError, ArithmeticError, TypeError, OSError),
            *(AttributeError, RecursionError, struct.error),
        ) as error:
            raise PlanError(f"{path}: {_BROKEN}") from error
    return read_docx(newer, path)
