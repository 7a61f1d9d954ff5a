"""Opening a page in a real Chromium, and what the tests do there."""

import contextlib

from workings.lessons.path import get_day

WRONG = """\
import numpy as np


def logistic_loss(w, X, y):
    z = X @ w
    return np.mean(np.log(1 + np.exp(z)) - y * z)


def logistic_loss_gradient(w, X, y):
    z = X @ w
    p = 1 / (1 + np.exp(-z))
    return X.T @ (y - p) / len(y)
"""
RIGHT = (get_day(6).folder / "solution.py").read_text(encoding="utf-8")
PASTE = """(editor, text) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", text);
  editor.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}"""


@contextlib.contextmanager
def opened(chromium, server, path, width=1280, height=900, expected=(), **options):
    """Open a page; anything that leaves the machine, any error and any broken policy fails the test."""
    context = chromium.new_context(viewport={"width": width, "height": height}, **options)
    context.set_default_timeout(30_000)
    page = context.new_page()
    trouble = []
    page.on("console", lambda message: message.type in ("error", "warning") and trouble.append(message.text))
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.on("request", lambda request: _is_ours(request.url, server) or trouble.append(request.url))
    page.goto(server.entrance(path))
    try:
        yield page
        assert [one for one in trouble if not any(word in one for word in expected)] == []
    finally:
        context.close()


def _is_ours(url, server):
    return url.startswith((server.origin, "data:"))


def wait_until(page, true, seconds=25.0):
    """Wait for something; the page's policy forbids Playwright's own way, which evaluates text."""
    for _ in range(int(seconds / 0.02)):
        if true():
            return
        page.wait_for_timeout(20)
    raise AssertionError("it did not happen in time")


def caption(page):
    return page.locator(".caption").inner_text()


def drawn(page):
    page.locator("svg.plotted").wait_for()
    page.locator("html[data-ready]").wait_for(state="attached")
    return caption(page)


def write(page, text):
    page.locator(".cm-content").click()
    page.keyboard.press("Control+A")
    # As a paste: what Chromium makes of an inserted text of several lines is not what any person does.
    page.locator(".cm-content").evaluate(PASTE, text)


def checked(page):
    page.get_by_role("button", name="Check", exact=True).click()
    page.locator("#verdict section").first.wait_for()
    page.get_by_role("button", name="Check", exact=True).wait_for()
    return page.locator("#verdict").inner_text()
