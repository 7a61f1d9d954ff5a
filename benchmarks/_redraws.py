"""How often a second a real Chromium redraws a day's picture of 300 samples while one of them is dragged.

Run as a program it is the server of these pictures: `workings open`, with so many samples in each.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np

from workings.lessons.path import get_day
from workings.show.movable import Movable, Placed

SAMPLES = 300


class Figure(NamedTuple):
    """A day's picture, at some settings of its controls; `slid` is a control that is turned in place of a drag."""

    day: int
    settings: dict[str, float]
    slid: str | None = None


FIGURES = {
    "logistic regression": Figure(6, {}),
    "SVM and k-NN": Figure(10, {}),
    "SVM, lifted": Figure(16, {}),
    "k-NN": Figure(7, {}),
    "tree": Figure(25, {"depth": 6}),
    "k-means": Figure(43, {"step": 40}),
    "k-means for every k": Figure(44, {}),
    "clusters of the merges": Figure(54, {"map": 1}),
    "dendrogram": Figure(54, {"map": 0}, "k"),
}
# The hand: a move for each frame of the screen. A redraw: the plot was replaced. (Playwright's own mouse is too slow.)
_MOVE = """async ([x, y, slid, milliseconds]) => {
  const redraws = [];
  new MutationObserver(() => redraws.push(performance.now()))
    .observe(document.querySelector(".canvas"), { childList: true });
  const svg = document.querySelector("svg.handles");
  const slider = slid && document.querySelector(`#control-${slid}`);
  const end = performance.now() + milliseconds;
  let moves = 0;
  while (performance.now() < end) {
    await new Promise(requestAnimationFrame);
    moves++;
    if (slider) {
      slider.value = moves % (Number(slider.max) + 1);
      slider.dispatchEvent(new Event("input", { bubbles: true }));
    } else {
      const at = { clientX: x + 40 * Math.sin(moves / 5), clientY: y + 30 * Math.cos(moves / 5) };
      svg.dispatchEvent(new PointerEvent("pointermove", at));
    }
  }
  return { redraws, moves };
}"""
_SET = """([name, value]) => {
  const slider = document.querySelector(`#control-${name}`);
  const control = JSON.parse(document.getElementById("day").textContent).controls.find((one) => one.name === name);
  slider.value = Math.round((Number(slider.max) * (value - control.low)) / (control.high - control.low));
  slider.dispatchEvent(new Event("input", { bubbles: true }));
}"""


def many(placed: Placed) -> Placed:
    """Return 300 samples: those that there are, and, where these are fewer, more of them close by."""
    n = len(placed.X)
    at = np.arange(SAMPLES) % n
    near = np.random.default_rng(0).normal(0.0, 0.03, (SAMPLES, 2)) * np.ptp(placed.X, axis=0)
    return Placed(placed.X[at] + np.where(np.arange(SAMPLES)[:, None] < n, 0.0, near), placed.group[at])


def with_many(movable: Movable) -> Movable:
    """Return the same with 300 samples at the start."""
    return replace(movable, start=lambda **made_by: many(movable.start(**made_by)), most=max(SAMPLES, movable.most))


def redraws(browser: str, milliseconds: float, only: set[str] | None = None) -> dict[str, dict[str, float]]:
    """Return redraws and moves a second of each figure."""
    from playwright.sync_api import sync_playwright

    found = {}
    with _served() as address, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox", "--disable-gpu"])
        page = chromium.new_page(viewport={"width": 1280, "height": 900})
        for name, figure in FIGURES.items():
            if only is None or name in only:
                page.goto(re.sub(r"&to=.*", f"&to=/day/{figure.day}", address))
                found[name] = _moved(page, figure, milliseconds)
        chromium.close()
    return found


def _moved(page: Any, figure: Figure, milliseconds: float) -> dict[str, float]:
    page.locator("html[data-ready]").wait_for(state="attached")
    page.locator("svg.handles circle").first.wait_for(state="attached")
    hidden = get_day(figure.day).module("picture").POINTS.seen_at
    settings = dict(figure.settings)
    if figure.slid and hidden:  # the samples are told by a drag where they are seen, before the picture is turned
        _set(page, {hidden[0]: hidden[1]})
        _drag(page, None, 300)
    _set(page, settings)
    _drag(page, figure.slid, 500)  # what is loaded and compiled at the first moves does not count
    seen = _drag(page, figure.slid, milliseconds)
    seconds = (seen["redraws"][-1] - seen["redraws"][0]) / 1000
    return {
        "redraws a second": round((len(seen["redraws"]) - 1) / seconds, 1),
        "moves a second": round(1000 * seen["moves"] / milliseconds, 1),
    }


def _set(page: Any, settings: dict[str, float]) -> None:
    for name, value in settings.items():
        page.evaluate(_SET, [name, value])
    page.wait_for_timeout(600)


def _drag(page: Any, slid: str | None, milliseconds: float) -> dict[str, Any]:
    if slid:
        seen: dict[str, Any] = page.evaluate(_MOVE, [0, 0, slid, milliseconds])
        return seen
    handle = page.locator("svg.handles circle[aria-label]:not([aria-label^='The place'])").nth(3)
    handle.scroll_into_view_if_needed()
    box = handle.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    seen = page.evaluate(_MOVE, [x, y, None, milliseconds])
    page.mouse.up()
    page.wait_for_timeout(300)
    return seen


@contextmanager
def _served() -> Iterator[str]:
    """Start the server, and give the address to enter by."""
    with tempfile.TemporaryDirectory() as data:
        environment = {**os.environ, "WORKINGS_DATA_DIR": data}
        command = [sys.executable, "-m", "benchmarks._redraws"]
        server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
        try:
            assert server.stdout is not None
            yield next(found.group() for line in server.stdout if (found := re.search(r"http://\S+", line)))
        finally:
            server.terminate()
            server.wait(10)


if __name__ == "__main__":
    from workings.cli import main

    for number in {figure.day for figure in FIGURES.values()}:
        module: Any = get_day(number).module("picture")
        module.POINTS = with_many(module.POINTS)
    sys.exit(main(["open", "--no-browser", "--day", "6"]))
