"""Lantian's page: search China's city air-quality plans in a browser.

python app.py            serve it on http://127.0.0.1:7860
python app.py --help     what can be set
"""

import argparse
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from index import default_index
from ui.serving import Place, ServingError, place_from, require_free, stay_quiet, wait_for_the_end

if TYPE_CHECKING:
    from gradio import Blocks

ROOT = Path(__file__).parent
EXAMPLES = ROOT / "corpus" / "examples.toml"

DESCRIPTION = "Serve Lantian's page (蓝天检索页面): search the plans of an index in a browser."
SETTINGS = """\
environment (环境变量):
  HOST            address to serve on, 127.0.0.1 unless set (监听地址)
  PORT            port to serve on, 7860 unless set (端口)
  LANTIAN_INDEX   folder of the index, data/index unless set (索引目录)
  LANTIAN_MODEL   embedding model, the one the index was built with (语义模型)

The page comes up without an index too, and says how to build one:
  python -m index build
An index that is built or changed while the page is up is used from the next search on.
Ctrl-C ends the program.
"""


def main(arguments: list[str] | None = None) -> int:
    """Serve the page until Ctrl-C; return the exit code."""
    parser = argparse.ArgumentParser(
        prog="python app.py",
        description=DESCRIPTION,
        epilog=SETTINGS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.parse_args(arguments)
    try:
        place = place_from(os.environ)
        require_free(place)
        serve(place, default_index())
    except ServingError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:  # before the page was up
        return 0
    return 0


def serve(place: Place, index_folder: str) -> None:
    """Open the index, serve the page, and return when the user has pressed Ctrl-C.

    Raises:
        ServingError: the place cannot be served on after all.
    """
    print("正在启动 Starting …", flush=True)
    stay_quiet(place.host)
    from index import LantianError
    from ui.examples import read_examples
    from ui.live_index import LiveIndex
    from ui.page import build_page

    live = LiveIndex(index_folder)
    live.warm()  # after gradio's import: two imports at once are no faster than one by one
    try:
        live.current()
    except LantianError as error:
        print(f"暂时无法检索 No search yet: {error}", file=sys.stderr)
    with launched(build_page(live, read_examples(EXAMPLES)), place):
        print(f"蓝天 Lantian: {place.url}  (Ctrl-C 结束 ends it)", flush=True)
        wait_for_the_end()


@contextmanager
def launched(page: "Blocks", place: Place) -> Iterator[None]:
    """Serve a page from here on, in a thread of its own; stop serving it at the end.

    Raises:
        ServingError: the place cannot be served on after all.
    """
    from ui.theme import icon_path, make_theme, read_head

    try:
        page.launch(
            server_name=place.url_host,
            server_port=place.port,
            prevent_thread_lock=True,
            quiet=True,
            share=False,
            ssr_mode=False,
            inline=False,
            show_error=False,
            run_history=False,
            enable_monitoring=False,
            footer_links=[],
            theme=make_theme(),
            head=read_head(),
            favicon_path=icon_path(),
        )
    except (OSError, ValueError) as error:  # taken since it was looked at; a proxy in between
        raise ServingError(f"{place.url}: 无法提供页面。Cannot be served: {error}") from error
    try:
        yield
    finally:
        page.close(verbose=False)


if __name__ == "__main__":
    sys.exit(main())
