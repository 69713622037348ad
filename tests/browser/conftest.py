"""A running page on a free port, and a Chromium that looks at it."""

import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.processes import LONG_S, end, free_port, staying, wait_until_served

ROOT = Path(__file__).parents[2]
SCREENSHOTS = Path(__file__).parent / "screenshots"
QUIET_CHROMIUM = [
    "--no-sandbox",  # CI runs as root, where Chromium has no sandbox
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="session")
def built_index(tmp_path_factory, model_index, model_folder):
    """Folder of an index over the real corpus, which tests change and change back."""
    folder = tmp_path_factory.mktemp("browser") / "index"
    shutil.copytree(model_folder, folder)
    return folder


@pytest.fixture(scope="session")
def served(built_index):
    """Address of the page over the real corpus."""
    with serving(built_index) as address:
        yield address


@pytest.fixture(scope="module")  # playwright runs once at a time, and other tests use it too
def browser(chromium):
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        instance = playwright.chromium.launch(
            executable_path=chromium, args=QUIET_CHROMIUM, timeout=LONG_S * 1000
        )
        try:
            yield instance
        finally:
            instance.close()


@pytest.fixture
def new_page(browser):
    """Open an address in a page of its own; at the end, nothing may have gone wrong in any."""
    contexts, complaints = [], []

    def open_page(address, viewport=DESKTOP, **options):
        context = browser.new_context(viewport=viewport, **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(LONG_S * 1000)  # a search may wait for the model
        watch(page, address, complaints)
        page.goto(address, wait_until="networkidle")
        page.locator("#lt-query input").wait_for()
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def open_view(browser):
    """Open a view at its address, without the search page before it; nothing may go wrong."""
    contexts, complaints = [], []

    def open_page(address, width=1366, colours="light"):
        viewport = {"width": width, "height": 844}
        context = browser.new_context(viewport=viewport, color_scheme=colours)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(LONG_S * 1000)
        watch(page, address, complaints)
        page.goto(address, wait_until="networkidle")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def page(new_page, served):
    return new_page(served, permissions=["clipboard-read", "clipboard-write"])


@pytest.fixture
def serve():
    return serving


@pytest.fixture
def hostile_plan(built_index, tmp_path):
    """A plan whose every visible part tries to break out of its place in the page."""
    path = tmp_path / "hostile.txt"
    path.write_text(
        '一、<script>alert("heading")</script>\n'
        '（一）"><img src=x onerror=alert(1)>\n'
        "量子纠缠收费站 <script>alert(1)</script> {{}} ${alert(2)} {{value}} "
        "&amp; '\"><b>粗</b>。\n",
        encoding="utf-8",
    )
    add = (
        "from index import PlanIndex\n"
        "PlanIndex.open(sys.argv[1]).add(sys.argv[2], title='<script>alert(3)</script>方案',"
        " city='\"><img src=x onerror=alert(4)>市')"
    )
    run_python(add, built_index, path)
    yield path.read_text(encoding="utf-8")
    run_python(
        "from index import PlanIndex; PlanIndex.open(sys.argv[1]).remove('hostile')", built_index
    )


@pytest.fixture
def screenshot():
    SCREENSHOTS.mkdir(exist_ok=True)

    def take(page, name, **options):
        page.screenshot(path=SCREENSHOTS / f"{name}.png", **options)

    return take


@contextmanager
def serving(index_folder, *arguments):
    """Serve the page over a folder's index; yields its address once it answers."""
    port = free_port()
    address = f"http://127.0.0.1:{port}/"
    place = {"HOST": "127.0.0.1", "PORT": str(port), "LANTIAN_INDEX": str(index_folder)}
    with staying(
        [sys.executable, "app.py", *arguments],
        cwd=ROOT,
        env=os.environ | place,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as server:
        wait_until_served(address, server)
        yield address
        end(server)


def run_python(program, *arguments):
    """Run a program in a process of its own: torch stays out of the tests' process."""
    done = subprocess.run(
        [sys.executable, "-c", f"import sys\n{program}", *map(str, arguments)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def watch(page, address, complaints):
    """Collect what a page may not do: fail, complain, or ask anybody but its own server."""
    own = (f"http://{urlsplit(address).netloc}/", "data:", "blob:")
    # gradio complains of the answer that it is still given when its reader goes elsewhere.
    page.add_init_script("addEventListener('beforeunload', () => { console.error = () => {}; });")
    page.on(
        "console",
        lambda message: (
            complaints.append(f"console: {message.text}") if message.type == "error" else None
        ),
    )
    page.on("pageerror", lambda error: complaints.append(f"page error: {error}"))
    page.on("dialog", lambda dialog: complaints.append(f"dialog: {dialog.message}"))
    page.on(
        "request",
        lambda request: (
            None if request.url.startswith(own) else complaints.append(f"asked {request.url}")
        ),
    )


@pytest.fixture
def copy_index(built_index):
    """Put a copy of the built index into a folder, as a build would at that moment."""

    def copy(folder):
        shutil.copytree(built_index, folder, dirs_exist_ok=True)

    return copy
