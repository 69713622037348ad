"""``make screenshots``: pictures of the page as it is, for the READMEs; writes docs/screenshots/.

python -m tests.screenshots [NAME …]
python -m tests.screenshots --every FOLDER   each view, wide and narrow, light and dark, in both
                                             languages, to be looked at
"""

import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from itertools import product
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.processes import LONG_S, end, free_port, staying, wait_until_served

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "docs" / "screenshots"
DESKTOP, PHONE = {"width": 1366, "height": 900}, {"width": 390, "height": 844}

PICTURES = {
    "search": ("/?q=咸阳市区公交车要换成什么车", DESKTOP, "light"),
    "search-en": ("/en/?q=Which city sets the highest straw use rate?", DESKTOP, "light"),
    "plan": ("/plan/xianyang-2020?at=4828-4990&q=公交车#c-4828-4990", DESKTOP, "light"),
    "compare": ("/compare?topic=PM2.5", DESKTOP, "light"),
    "duties": ("/duties?dept=住建局&place=咸阳", DESKTOP, "light"),
    "changes": ("/changes?place=海东", DESKTOP, "light"),
    "plans": ("/plans", DESKTOP, "light"),
    "check": ("/check?quote=细颗粒物(PM2.5)年均浓度不高于54微克/立方米", DESKTOP, "light"),
    "search-dark": ("/?q=秸秆综合利用率", DESKTOP, "dark"),
    "search-phone": ("/?q=咸阳2020年PM2.5目标是多少？", PHONE, "light"),
    "plan-phone": ("/plan/haidong-2024?at=900-960#c-900-960", PHONE, "light"),
}
"""Address, size of the window, and colours of each picture."""
VIEWS = {
    "search": "/?q=咸阳2020年PM2.5目标是多少？",
    "start": "/",
    "plain": "/search?q=秸秆综合利用率",
    "plan": "/plan/xianyang-2020?at=4828-4990&q=公交车#c-4828-4990",
    "compare": "/compare?topic=PM2.5",
    "changes": "/changes?place=海东",
    "duties": "/duties?dept=住建局&place=咸阳",
    "plans": "/plans",
    "check": "/check?quote=细颗粒物(PM2.5)年均浓度不高于54微克/立方米",
    "help": "/help/researcher",
}


def main(names):
    if names and names[0] == "--every":
        pictures, folder = every(), Path(names[1])
    else:
        pictures, folder = {name: PICTURES[name] for name in names or PICTURES}, FOLDER
    folder.mkdir(exist_ok=True)
    with serving() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        for name, picture in pictures.items():
            take(browser, address, folder / f"{name}.png", *picture)
            sys.stdout.write(f"{name}.png\n")
        browser.close()
    return 0


def every():
    """Return what to take of each view in all its forms."""
    forms = product(VIEWS.items(), ("", "/en"), (DESKTOP, PHONE), ("light", "dark"))
    return {
        f"{name}-{language[1:] or 'zh'}-{window['width']}-{colours}": (
            language + path,
            window,
            colours,
        )
        for (name, path), language, window, colours in forms
    }


def take(browser, address, target, path, window, colours):
    """Take one picture, once what was asked for is there."""
    context = browser.new_context(viewport=window, color_scheme=colours)
    page = context.new_page()
    page.goto(address + path, wait_until="networkidle")
    if "/?q=" in path:
        page.locator(".hit").first.wait_for(timeout=LONG_S * 1000)
        page.wait_for_function("!document.querySelector('.answer.pending')")
    page.screenshot(path=target)
    context.close()


@contextmanager
def serving():
    """Serve the page over the project's own index."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    place = os.environ | {"HOST": "127.0.0.1", "PORT": str(port)}
    with staying(
        [sys.executable, "app.py"], cwd=ROOT, env=place, stdout=subprocess.DEVNULL
    ) as server:
        wait_until_served(f"{address}/", server)
        yield address
        end(server)


def chromium():
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
