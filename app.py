"""Lantian's page: search China's city air-quality plans in a browser.

python app.py            serve it on http://127.0.0.1:7860
python app.py --help     what can be set
"""

import argparse
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from socket import socket
from typing import TYPE_CHECKING

from ui.server.access import (
    Access,
    Credentials,
    access_to,
    credentials_from,
    hosts_from,
    is_public,
    metrics_token_from,
    read_credentials,
)
from ui.server.request_log import FORMATS, format_from, warn, write_json
from ui.server.serving import (
    Place,
    ServingError,
    listening,
    place_from,
    stay_quiet,
    wait_for_the_end,
)

if TYPE_CHECKING:
    from index import PlanIndex
    from qa import LanguageModel

ROOT = Path(__file__).parent
EXAMPLES = ROOT / "corpus" / "examples.toml"

UPLOAD_NEEDS_PASSWORD = (
    "--allow-upload: 其他机器能打开本页时，上传须设密码。Where other machines can reach the page, "
    "adding plans needs a password: --auth user:password"
)
MCP_IS_MISSING = (
    "--mcp: 缺少 mcp 库。The library of the Model Context Protocol is missing; install it:\n"
    "  .venv/bin/python -m pip install -r requirements-mcp.txt"
)
DESCRIPTION = "Serve Lantian's page (蓝天检索页面): search the plans of an index in a browser."
SETTINGS = """\
environment (环境变量):
  HOST               address to serve on, 127.0.0.1 unless set (监听地址)
  PORT               port to serve on, 7860 unless set (端口)
  LANTIAN_AUTH       as --auth; keeps the password out of the list of processes (用户:密码)
  LANTIAN_AUTH_FILE  as --auth-file (密码文件)
  LANTIAN_HOSTS      as --allow-host, several parted by commas (本页的其他名称)
  LANTIAN_LOG        as --log (日志格式)
  LANTIAN_METRICS_TOKEN
                     lets a program read /metrics, as a bearer token (监测口令)
  LANTIAN_INDEX      folder of the index, data/index unless set (索引目录)
  LANTIAN_MODEL      embedding model, the one the index was built with (语义模型)
  LANTIAN_LLM_URL    a language model that answers too, off unless set: its OpenAI-compatible
                     endpoint, …/v1/chat/completions (语言模型，不设则不用)
  LANTIAN_LLM_MODEL, LANTIAN_LLM_KEY, LANTIAN_LLM_TIMEOUT
                     its name, its key if any, seconds to wait, 30 unless set (名称、密钥、时限)

A HOST that other machines can reach is served with --auth or --auth-file, or, where everybody may
search, with --no-auth (对其他机器开放时，须设密码或写明不设). make run passes all of them on:
  HOST=0.0.0.0 LANTIAN_AUTH=user:password make run
  HOST=0.0.0.0 make run ARGS="--no-auth --allow-host plans.example"

GET /health says in JSON, without a password, what runs (运行状况); GET /ready is answered with 200
once a search would be, else with 503 (可否检索); GET /metrics gives figures for Prometheus to
whom the password or LANTIAN_METRICS_TOKEN lets in, without either to this machine (监测指标).
The page comes up without an index too, and says how to build one:
  python -m index build
An index that is built or changed while the page is up is used from the next search on.
Ctrl-C ends the program.
"""


def main(arguments: list[str] | None = None) -> int:
    """Serve the page until Ctrl-C; return the exit code."""
    options = _parser().parse_args(arguments)
    try:
        from index import LantianError  # not above: Ctrl-C is quiet from here on
        from index.console import default_index
        from qa import language_model_from

        if format_from(options.log, os.environ) == "json":
            write_json()
        place = place_from(os.environ)
        names = [*hosts_from(os.environ), *options.allow_host]
        access = access_to(
            place, names, None if options.no_auth else _credentials(options, os.environ)
        )
        access = replace(access, metrics_token=metrics_token_from(os.environ))
        try:
            model = language_model_from(os.environ)
        except LantianError as error:
            raise ServingError(str(error)) from None
        with listening(place) as sockets:
            _require_a_decision(place, sockets, access, is_open_to_all=options.no_auth)
            if options.allow_upload and access.credentials is None and _is_public(sockets):
                raise ServingError(UPLOAD_NEEDS_PASSWORD)
            access = replace(access, is_only_here=not (names or _is_public(sockets)))
            if options.mcp and find_spec("mcp") is None:
                raise ServingError(MCP_IS_MISSING)
            serve(
                place,
                sockets,
                access,
                default_index(),
                model,
                has_tools=options.mcp,
                may_add=options.allow_upload,
            )
    except ServingError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:  # before the page was up
        return 0
    return 0


def serve(
    place: Place,
    sockets: Sequence[socket],
    access: Access,
    index_folder: str,
    model: "LanguageModel | None",
    *,
    has_tools: bool = False,
    may_add: bool = False,
) -> None:
    """Open the index, serve the page, and return when the user has pressed Ctrl-C.

    Raises:
        ServingError: the page cannot be served after all.
    """
    print("正在启动 Starting …", flush=True)
    stay_quiet()
    from index import LantianError
    from ui.server.live_index import LiveIndex

    try:
        live = LiveIndex(index_folder, _read_ahead)
    except LantianError as error:  # an address that names no index
        raise ServingError(str(error)) from None
    live.warm()

    from ui.adding import Shelf
    from ui.addresses import SEARCH_PREFIXES
    from ui.search.examples import read_examples
    from ui.search.page import build_page
    from ui.server.running import served

    try:
        live.current()
    except LantianError as error:
        warn(f"暂时无法检索 No search yet: {error}")
    examples = read_examples(EXAMPLES)
    shelf = Shelf(live) if may_add else None
    pages = {
        language: build_page(live, examples, model, language, is_asked_by_programs=not prefix)
        for language, prefix in SEARCH_PREFIXES.items()
    }
    with served(pages, live, access, place, sockets, has_tools=has_tools, shelf=shelf):
        print(f"蓝天 Lantian: {place.url}  (Ctrl-C 结束 ends it)", flush=True)
        wait_for_the_end()


def _read_ahead(index: "PlanIndex") -> None:
    """Read what the tables show; by then the views are loaded beside the model, not before it."""
    from ui.views import read_ahead

    read_ahead(index)


def _parser() -> argparse.ArgumentParser:
    """Return what reads the command line."""
    from index.console import add_version_option

    parser = argparse.ArgumentParser(
        prog="python app.py",
        description=DESCRIPTION,
        epilog=SETTINGS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_version_option(parser)
    parser.add_argument(
        "--mcp",
        action="store_true",
        help="offer the calls as tools of the Model Context Protocol too (供智能体调用)",
    )
    parser.add_argument(
        "--allow-upload",
        action="store_true",
        help="let readers add plans and remove them (允许在页面上添加和移除方案)",
    )
    who = parser.add_mutually_exclusive_group()
    who.add_argument(
        "--auth", metavar="USER:PASSWORD", help="ask everybody for these (访问须用户名和密码)"
    )
    who.add_argument(
        "--auth-file", metavar="FILE", help="the same, from the only line of a file (从文件读)"
    )
    who.add_argument(
        "--no-auth", action="store_true", help="let everybody search (不设密码，任何人可检索)"
    )
    parser.add_argument(
        "--allow-host",
        action="append",
        default=[],
        metavar="NAME",
        help="another name the page goes by, as in plans.example; may be repeated (本页的其他名称)",
    )
    parser.add_argument(
        "--log",
        choices=FORMATS,
        help="what is written to standard error: plain, warnings alone, or json, a line a request "
        "(日志格式；默认 plain)",
    )
    return parser


def _credentials(options: argparse.Namespace, environment: Mapping[str, str]) -> Credentials | None:
    """Return what visitors are asked for: of the command line, else of the environment."""
    if options.auth is not None:
        return credentials_from(options.auth)
    if options.auth_file is not None:
        return read_credentials(options.auth_file)
    if environment.get("LANTIAN_AUTH"):
        return credentials_from(environment["LANTIAN_AUTH"])
    if environment.get("LANTIAN_AUTH_FILE"):
        return read_credentials(environment["LANTIAN_AUTH_FILE"])
    return None


def _is_public(sockets: Sequence[socket]) -> bool:
    """Tell whether other machines can reach the page."""
    return any(is_public(listener.getsockname()[0]) for listener in sockets)


def _require_a_decision(
    place: Place, sockets: Sequence[socket], access: Access, *, is_open_to_all: bool
) -> None:
    """Warn where other machines can reach the page.

    Raises:
        ServingError: they can, and nobody has said whether anybody may search.
    """
    if not _is_public(sockets):
        return
    if access.credentials is None and not is_open_to_all:
        raise ServingError(
            f"HOST={place.host}: 其他机器也能打开本页，请设密码，或写明不设。\n"
            "Other machines can reach the page there: set a password, or say that there is none:\n"
            f"  HOST={place.host} LANTIAN_AUTH=user:password make run\n"
            f"  HOST={place.host} make run ARGS=--no-auth"
        )
    whoever = (
        ("任何人都可检索", "everybody may search")
        if access.credentials is None
        else ("密码未经加密传送", "the password is sent unencrypted")
    )
    warn(
        f"警告 Warning: HOST={place.host}: 其他机器能打开本页，{whoever[0]}。"
        f"Other machines can reach the page, and {whoever[1]}."
    )


if __name__ == "__main__":
    # What ends services, the first process of a container among them, ends it as Ctrl-C does.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    sys.exit(main())
