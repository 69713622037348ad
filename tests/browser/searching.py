"""How the browser tests search: as a reader does, and waiting as a reader would."""


def ask(page, query):
    """Type a query, press Enter, and wait for the answer to it."""
    page.evaluate(
        "document.querySelectorAll('#lt-results .status, .message').forEach(e => e.remove())"
    )
    page.locator("#lt-query input").fill(query)
    page.locator("#lt-query input").press("Enter")
    page.locator("#lt-results .status, #lt-results .message").first.wait_for()


def choose(page, dropdown, name):
    """Choose what a filter offers, by mouse."""
    page.locator(f"{dropdown} input").click()
    page.locator(f"{dropdown} [role=option]", has_text=name).click()
    page.keyboard.press("Escape")


def enter(page, dropdown, text):
    """Type into a filter and press Enter."""
    page.locator(f"{dropdown} input").fill(text)
    page.keyboard.press("Enter")


def count_searches(page):
    """Count from here on how many searches start and end, in ``window.searches``."""
    page.evaluate(
        """() => {
            window.searches = { started: 0, ended: 0 };
            const { start, end } = window.lantian;
            window.lantian.start = (...texts) => { window.searches.started++; start(...texts); };
            window.lantian.end = () => { window.searches.ended++; end(); };
        }"""
    )


def wait_for_searches(page, number):
    """Wait until some number of searches have ended and none runs."""
    page.wait_for_function(
        "number => window.searches.ended >= number && window.searches.started"
        " === window.searches.ended",
        arg=number,
    )
