"""The page as a person has it before them, in a real Chromium."""

import re

import pytest
from tests.app.browsing import RIGHT, WRONG, caption, checked, drawn, opened, wait_until, write


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


def test_a_finger_drags_a_sample_and_does_not_scroll(chromium, server):
    with opened(chromium, server, "/day/12", width=390, height=844, has_touch=True) as page:
        drawn(page)
        handle = page.locator("svg.handles circle").nth(2)
        handle.scroll_into_view_if_needed()
        name, top = handle.get_attribute("aria-label"), page.evaluate("() => scrollY")
        x, y = middle(handle)
        touch = page.context.new_cdp_session(page)
        touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
        for k in range(1, 9):
            point = {"x": x + 2 * k, "y": y - 6 * k}
            touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
        touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        wait_until(page, lambda: handle.get_attribute("aria-label") != name)
        assert page.evaluate("() => scrollY") == top


def told(handle):
    """Return what a handle says of its sample: the class, and its two numbers."""
    name, numbers = handle.get_attribute("aria-label").split(": ")
    return name, [float(one.split()[-1]) for one in numbers.split(", ")]


def test_samples_that_are_lifted_are_dragged_where_they_are_drawn(chromium, server):
    with opened(chromium, server, "/day/16") as page:
        before = drawn(page)
        # A seedling of the inside is dragged up the bowl, and stands where the hand is.
        handle = next(
            one for one in page.locator("svg.handles circle").all() if told(one)[0] == "thrives" and told(one)[1][0] < 0
        )
        page.locator("svg.handles").scroll_into_view_if_needed()
        x, y = middle(handle)
        page.mouse.move(x, y)
        page.mouse.down()
        for k in range(1, 21):
            page.mouse.move(x - 2 * k, y - 4 * k)
        page.mouse.up()
        assert middle(handle) == pytest.approx((x - 40, y - 80), abs=3)
        wait_until(page, lambda: caption(page) != before)
        # By the keys it goes back down; turned, it is still where it is drawn.
        for _ in range(6):
            handle.press("Shift+ArrowDown")
        wait_until(page, lambda: middle(handle)[1] > y)
        page.get_by_label("turned by").fill("10")
        wait_until(page, lambda: abs(middle(handle)[0] - x) > 20)
        page.get_by_label("removes").check()
        page.mouse.click(*middle(handle))
        wait_until(page, lambda: "of 119 seedlings" in caption(page))
        page.get_by_role("button", name="Reset").click()
        wait_until(page, lambda: caption(page) == before)


def test_samples_in_rows_keep_their_row_and_what_is_not_drawn(chromium, server):
    with opened(chromium, server, "/day/23") as page:
        before = drawn(page)
        handle = page.locator("svg.handles circle").nth(2)
        name, (temperature, wind) = told(handle)
        x, y = middle(handle)
        page.mouse.move(x, y)
        page.mouse.down()
        for k in range(1, 11):
            page.mouse.move(x + 20 * k, y - 10 * k)
        page.mouse.up()
        assert middle(handle) == pytest.approx((x + 200, y), abs=1)
        assert told(handle)[0] == name
        assert told(handle)[1][0] > temperature + 5
        assert told(handle)[1][1] == wind
        wait_until(page, lambda: caption(page) != before)
        page.get_by_label("adds \u201cflew\u201d").check()
        page.mouse.click(x, y)
        wait_until(page, lambda: "of 81 mornings" in caption(page))


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


def test_hints_come_one_by_one(chromium, server):
    with opened(chromium, server, "/day/7") as page:
        drawn(page)
        page.get_by_role("button", name="Hint").click()
        page.locator(".hints li", has_text="np.argsort").wait_for()
        assert page.locator(".hints li").count() == 1
        for _ in range(20):
            button = page.locator("#hint")
            if button.is_disabled():
                break
            button.click()
        assert page.locator(".hints li").count() >= 2


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


def test_the_code_is_one_click_away(chromium, server):
    with opened(chromium, server, "/day/6") as page:
        drawn(page)
        page.get_by_text("The code that drew this").click()
        page.get_by_role("link", name="linear_model/logistic_regression.py").click()
        page.locator(".cm-content", has_text="LogisticRegression").wait_for()
        page.go_back()
        page.get_by_text("The code that drew this").click()
        assert page.get_by_role("link", name="kernels/logistic_sweeps.py").count() == 1
