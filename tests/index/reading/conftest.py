import pytest
from playwright.sync_api import sync_playwright

from tests.index.reading import documents
from tests.processes import LONG_S

MARGINS = {"top": "25mm", "bottom": "25mm", "left": "28mm", "right": "26mm"}


@pytest.fixture(scope="module")
def printer(chromium):
    """Prints a page of HTML on A4, page numbers below, on demand a running header above."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, timeout=LONG_S * 1000)
        page = browser.new_page()
        page.set_default_timeout(LONG_S * 1000)

        def print_to(path, markup, *, header="<span></span>"):
            page.set_content(markup)
            page.pdf(
                path=path,
                format="A4",
                display_header_footer=True,
                header_template=header,
                footer_template=documents.FOOTER,
                margin=MARGINS,
            )
            return path

        yield print_to
        browser.close()
