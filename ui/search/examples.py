"""The queries that the page offers to try: data of the corpus, not of the program."""

import logging
import tomllib
from pathlib import Path

logger = logging.getLogger(__name__)


def read_examples(path: Path) -> tuple[str, ...]:
    """Return the example queries of a file, in order; none where there is no such file.

    The page works without examples, so a file that cannot be used costs a warning in the log.

    Args:
        path: A TOML file with a table ``[[examples]]`` for each, its text under ``query``.
    """
    if not path.is_file():
        return ()
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8")).get("examples", [])
        queries = tuple(str(entry["query"]).strip() for entry in entries)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        logger.warning("%s: no examples are shown (%s)", path, error)
        return ()
    return tuple(query for query in queries if query)
