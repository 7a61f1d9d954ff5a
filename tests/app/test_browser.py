"""The page as a person has it before them, in a real Chromium."""

import contextlib
import re

import pytest

from workings.lessons.path import get_day

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")
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
    context.set_default_timeout(15_000)
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


def wait_until(page, true, seconds=10.0):
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


def test_the_path_has_a_sentence_and_a_picture_for_each_ready_day(chromium, server):
    with opened(chromium, server, "/") as page:
        entries = page.locator(".path li")
        assert entries.count() >= 18
        assert "Who will buy next?" in entries.nth(5).inner_text()
        image = page.locator(".path img").nth(5)
        wait_until(page, lambda: image.evaluate("i => i.complete && i.naturalWidth") == 152)
        entries.nth(5).get_by_role("link").click()
        assert page.url == f"{server.origin}/day/6"
        assert "token" not in page.url
        assert drawn(page).startswith("C = 1, threshold 0.50")
        assert page.locator(".place").inner_text() == "6 of 54"
        assert page.locator("math").count() > 10
        assert page.locator(".ticks li").count() == 54
        assert page.locator(".ticks [aria-current=page]").count() == 1


def test_sliding_stepping_and_playing_follow_the_fit(chromium, server):
    with opened(chromium, server, "/day/6") as page:
        before = drawn(page)
        slider = page.get_by_label("freedom of the coefficients, C")
        slider.fill("0")
        wait_until(page, lambda: caption(page).startswith("C = 0.0001"))
        assert slider.get_attribute("aria-valuetext") == "1.0e\u22124"
        page.get_by_role("button", name="Reset").click()
        wait_until(page, lambda: caption(page) == before)
        page.get_by_label("steps of the fit", exact=True).fill("1")
        wait_until(page, lambda: "after 1 of" in caption(page))
        page.get_by_role("button", name="Step: the steps of the fit").click()
        wait_until(page, lambda: "after 2 of" in caption(page))
        play = page.get_by_role("button", name="Play: the steps of the fit")
        play.click()
        assert play.get_attribute("aria-pressed") == "true"
        wait_until(page, lambda: "after" not in caption(page))
        wait_until(page, lambda: page.locator(".spoken").first.inner_text() == caption(page))


def middle(handle):
    box = handle.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_samples_are_dragged_added_and_removed(chromium, server):
    with opened(chromium, server, "/day/6") as page:
        before = drawn(page)
        handles = page.locator("svg.handles circle")
        assert 2 <= handles.count() <= 12
        name, boundary = (
            handles.nth(1).get_attribute("aria-label"),
            page.locator("svg.plotted [aria-label=line] path").last,
        )
        line = boundary.get_attribute("d")
        page.locator("svg.handles").scroll_into_view_if_needed()
        x, y = middle(handles.nth(1))
        page.mouse.move(x, y)
        page.mouse.down()
        for k in range(1, 21):
            page.mouse.move(x + 10 * k, y + 5 * k)
        page.mouse.up()
        wait_until(page, lambda: handles.nth(1).get_attribute("aria-label") != name)
        wait_until(page, lambda: boundary.get_attribute("d") != line)
        page.get_by_label("adds \u201cbought\u201d").check()
        box = page.locator("svg.handles").bounding_box()
        page.mouse.click(box["x"] + 0.2 * box["width"], box["y"] + 0.05 * box["height"])
        wait_until(page, lambda: "of 401 customers" in caption(page))
        page.get_by_label("removes").check()
        page.mouse.click(*middle(handles.nth(2)))
        wait_until(page, lambda: "of 400 customers" in caption(page))
        page.get_by_role("button", name="Reset").click()
        wait_until(page, lambda: caption(page) == before)


def test_a_place_that_two_sliders_say_is_dragged_in_the_picture(chromium, server):
    with opened(chromium, server, "/day/11") as page:
        drawn(page)
        place = page.get_by_role("button", name=re.compile("The place that the sliders say"))
        place.focus()
        for _ in range(5):
            page.keyboard.press("Shift+ArrowRight")
        wait_until(page, lambda: float(page.locator("#control-east").get_attribute("aria-valuetext").split()[0]) > 9.0)
        wait_until(page, lambda: "distances were computed" in caption(page))


def test_a_failing_check_shows_the_case_the_line_and_the_edit_and_a_passing_one_ends_the_day(chromium, server):
    with opened(chromium, server, "/day/6") as page:
        drawn(page)
        write(page, WRONG)
        said = checked(page)
        assert re.search(r"logistic_loss\s+wrong", said)
        assert "inf" in page.locator(".counterexample td").first.inner_text()
        assert page.locator(".cm-failing").count() == 2
        page.get_by_role("button", name="Show the smallest edit").last.click()
        assert "return X.T @ (y - p)" in page.locator(".edit .before").inner_text()
        page.get_by_role("button", name="Make this edit").last.click()
        assert (
            "y - p" not in page.locator(".cm-content").inner_text() or "-(" in page.locator(".edit .after").inner_text()
        )
        write(page, RIGHT)
        page.keyboard.press("Control+Enter")
        page.locator(".passed").wait_for()
        assert page.locator("#verdict .function.right").count() == 2
        assert "logistic_loss: Right" in page.locator("#verdict-spoken").inner_text()
        page.goto(server.origin + "/")
        assert page.locator(".path li.done").count() == 1


def test_a_check_can_be_stopped(chromium, server):
    with opened(chromium, server, "/day/6") as page:
        drawn(page)
        write(page, WRONG.replace("    z = X @ w", "    while True: pass"))
        page.get_by_role("button", name="Check", exact=True).click()
        page.get_by_role("button", name="Stop", exact=True).click()
        page.get_by_text("Stopped.").first.wait_for()
        write(page, "def logistic_loss(w, X, y)\n    return 0\n")
        page.get_by_role("button", name="Check", exact=True).click()
        page.locator(".problem", has_text="line 1").wait_for()


def test_a_reload_keeps_the_draft(chromium, server):
    with opened(chromium, server, "/day/8") as page:
        drawn(page)
        page.locator(".cm-content").click()
        page.keyboard.press("Control+End")
        page.keyboard.type("# mine: \u00e4\u4e16\U0001f600\n")
        page.locator(".saved", has_text="saved").wait_for()
        page.keyboard.type("# typed just before the reload\n")
        page.reload()
        drawn(page)
        text = page.locator(".cm-content").inner_text()
        assert "# mine: \u00e4\u4e16\U0001f600" in text
        assert "# typed just before the reload" in text
        page.get_by_role("button", name="Start over").click()
        page.locator(".saved", has_text="saved").wait_for()
        assert "# mine" not in page.locator(".cm-content").inner_text()


def test_what_could_not_be_saved_is_kept_by_the_browser(chromium, server):
    with opened(chromium, server, "/day/9", expected=["status of 500"]) as page:
        drawn(page)
        page.route("**/draft", lambda route: route.fulfill(status=500, body='{"problem": "the disk is full"}'))
        page.locator(".cm-content").click()
        page.keyboard.press("Control+End")
        page.keyboard.type("# not lost\n")
        page.locator(".saved", has_text="the disk is full").wait_for()
        page.unroute("**/draft")
        page.reload()
        drawn(page)
        assert "# not lost" in page.locator(".cm-content").inner_text()
        page.locator(".saved", has_text="saved").wait_for()


def focused(page):
    return page.evaluate(
        "() => { const e = document.activeElement; return e.getAttribute('aria-label') ?? e.textContent }"
    )


def test_the_keyboard_alone_is_enough(chromium, server):
    with opened(chromium, server, "/day/6") as page:
        drawn(page)
        line = page.locator("svg.plotted [aria-label=line] path").last.get_attribute("d")
        page.keyboard.press("Tab")
        assert focused(page) == "Skip to the text"
        page.keyboard.press("Enter")
        seen = []
        while len(seen) < 60 and not (seen and seen[-1].startswith("Editor")):
            page.keyboard.press("Tab")
            seen.append(focused(page))
            if seen[-1].startswith("bought: age") and len(seen) < 12:
                page.keyboard.press("Shift+ArrowDown")
            if seen[-1] == "Step: the steps of the fit":
                page.keyboard.press("Space")
        wait_until(page, lambda: page.locator("svg.plotted [aria-label=line] path").last.get_attribute("d") != line)
        assert seen[-1].startswith("Editor: day_006.py")
        assert sum("age" in one and "salary" in one for one in seen) <= 12
        page.keyboard.press("Control+End")
        page.keyboard.press("Tab")
        assert focused(page).startswith("Editor"), "Tab indents"
        page.keyboard.press("Escape")
        page.keyboard.press("Tab")
        assert focused(page) == "Check"
        page.keyboard.press("Enter")
        page.locator("#verdict > :not(.empty)").first.wait_for()


@pytest.mark.parametrize(("path", "width"), [("/day/6", 390), ("/", 390), ("/day/12", 320), ("/day/6", 1280)])
def test_nothing_is_wider_than_the_screen(chromium, server, path, width):
    with opened(chromium, server, path, width=width, height=844) as page:
        if path != "/":
            drawn(page)
            if width == 390:
                above = [page.locator(name).bounding_box()["y"] for name in (".lead", ".picture", "article", "#editor")]
                assert above == sorted(above)
        assert page.evaluate("() => document.documentElement.scrollWidth") <= width


CONTRAST = """() => {
  const light = (css) => {
    const parts = css.match(/[\\d.]+/g).slice(0, 3).map((v) => v / 255)
      .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
  };
  const paper = light(getComputedStyle(document.documentElement).backgroundColor);
  const found = [];
  for (const e of document.querySelectorAll("main *, header *")) {
    const own = [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
    if (!own || !e.getClientRects().length || e.closest(".spoken, .unseen, button.main, svg")) continue;
    const ink = light(getComputedStyle(e).color);
    const ratio = (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05);
    if (ratio < 4.5) found.push([e.className || e.tagName, e.textContent.slice(0, 30), ratio]);
  }
  return found;
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_can_be_read_in_light_and_dark(chromium, server, scheme):
    with opened(chromium, server, "/day/6", color_scheme=scheme, reduced_motion="reduce") as page:
        drawn(page)
        write(page, WRONG)
        checked(page)
        assert page.evaluate(CONTRAST) == []
        paper = page.evaluate("() => getComputedStyle(document.documentElement).backgroundColor")
        assert (sum(map(int, re.findall(r"\d+", paper))) > 384) == (scheme == "light")


def test_what_assistive_technology_is_told(chromium, server):
    with opened(chromium, server, "/day/6") as page:
        drawn(page)
        client = page.context.new_cdp_session(page)
        nodes = client.send("Accessibility.getFullAXTree")["nodes"]
        told = {(n["role"]["value"], n.get("name", {}).get("value", "")) for n in nodes if not n.get("ignored")}
        roles = {role for role, _ in told}
        assert {"banner", "navigation", "main", "complementary", "figure"} <= roles
        assert ("textbox", "Editor: day_006.py") in told
        assert ("slider", "freedom of the coefficients, C") in told
        assert ("button", "Play: the steps of the fit") in told
        assert any(role in ("image", "img") and name.startswith("Who buys?. C = 1") for role, name in told)
        assert not [one for one in told if one[0] in ("button", "slider", "link", "textbox", "radio") and not one[1]]


def test_the_code_is_one_click_away(chromium, server):
    with opened(chromium, server, "/day/6") as page:
        drawn(page)
        page.get_by_text("The code that drew this").click()
        page.get_by_role("link", name="linear_model/logistic_regression.py").click()
        page.locator(".cm-content", has_text="LogisticRegression").wait_for()
        page.go_back()
        page.get_by_text("The code that drew this").click()
        assert page.get_by_role("link", name="kernels/logistic_sweeps.py").count() == 1
