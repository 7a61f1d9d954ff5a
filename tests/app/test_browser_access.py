"""The page for everybody: by keyboard alone, on a phone, in the dark, and as assistive technology is told of it."""

import re

import pytest
from tests.app.browsing import WRONG, caption, checked, drawn, opened, wait_until, write


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
            if len(seen) == 12 or seen[-1] == "Play: the steps of the fit":
                wait_until(page, lambda: line not in page.locator("svg.plotted").inner_html())
            if seen[-1] == "Step: the steps of the fit":
                page.keyboard.press("Space")
                wait_until(page, lambda: "after 0 of" in caption(page))
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


@pytest.mark.parametrize("number", [6, 7])
def test_a_picture_has_a_dozen_handles_at_most(chromium, server, number):
    with opened(chromium, server, f"/day/{number}") as page:
        drawn(page)
        page.locator("svg.handles circle").first.wait_for(state="attached")
        assert page.locator("svg.handles circle[tabindex='0']").count() == 12


def test_a_picture_that_takes_long_says_so(chromium, server):
    with opened(chromium, server, "/day/6") as page:
        before = drawn(page)
        held, through = [], []

        def hold(socket):
            onward = socket.connect_to_server()
            onward.on_message(lambda answer: socket.send(answer) if through else held.append((socket, answer)))

        page.route_web_socket(re.compile("/live$"), hold)
        page.reload()
        wait_until(page, lambda: caption(page).startswith("Preparing the picture"))
        wait_until(page, lambda: held)
        through.append(True)
        for socket, answer in held:
            socket.send(answer)
        wait_until(page, lambda: caption(page) == before)
