"""How the browser tests search: as a reader does, and waiting as a reader would."""


def ask(page, query):
    """Type a query, press Enter, and wait for the answer to it."""
    watch_searches(page)
    before = page.evaluate("window.searches.ended")
    page.locator("#lt-query input").fill(query)
    page.locator("#lt-query input").press("Enter")
    page.wait_for_function(
        "before => window.searches.ended > before"
        " && window.searches.ended >= window.searches.started",
        arg=before,
    )
    page.locator("#lt-results .status, #lt-results .message").first.wait_for()
    wait_for_answer(page)


def wait_for_answer(page):
    """Wait until no answer is on its way: the passages are shown before it."""
    page.wait_for_function("!document.querySelector('#lt-results .answer.pending')")


def choose(page, dropdown, name):
    """Choose what a filter offers, by mouse."""
    page.locator(f"{dropdown} input").click()
    page.locator(f"{dropdown} [role=option]", has_text=name).click()
    page.keyboard.press("Escape")


def enter(page, dropdown, text):
    """Type into a filter and press Enter."""
    page.locator(f"{dropdown} input").fill(text)
    page.keyboard.press("Enter")


def open_advanced(page):
    """Unfold what most readers never set: the ranking and the number of results."""
    page.locator("#lt-advanced button").first.click()
    page.locator("#lt-number input[type=number]").wait_for()
    page.locator("#lt-number input[type=range]").wait_for()
    # A key pressed before the control is drawn moves it, and nobody listens yet.
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))")


def watch_searches(page):
    """Count in ``window.searches`` how many searches start and end, from the first call on."""
    page.evaluate(
        """() => {
            if (window.searches) return;
            window.searches = { started: 0, ended: 0 };
            const { start, end } = window.lantian;
            window.lantian.start = (...texts) => { window.searches.started++; start(...texts); };
            window.lantian.end = () => { window.searches.ended++; end(); };
        }"""
    )


def count_searches(page):
    """Count the searches anew from here on; none may be running."""
    watch_searches(page)
    page.evaluate("Object.assign(window.searches, { started: 0, ended: 0 })")


def wait_for_searches(page, number):
    """Wait until some number of searches have ended and none runs."""
    page.wait_for_function(
        "number => window.searches.ended >= number && window.searches.started"
        " === window.searches.ended",
        arg=number,
    )
