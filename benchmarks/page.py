"""The live page: what a move of a sample or a slider costs the server, how often a second a browser redraws, how soon a
verdict is there.

The aim: 50 redraws a second for 300 samples, so that a picture follows the hand.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from typing import Any

from workings.app.judges import Judges
from workings.app.live import Studio
from workings.app.sources import shown
from workings.lessons.exercises import asked
from workings.lessons.path import Day, get_day

SAMPLES = 300
MOVES = 60
AIM = 50.0
# The hand: a move for each frame of the screen. A redraw: the plot was replaced. (Playwright's own mouse is too slow.)
_DRAG = """async ([x, y, milliseconds]) => {
  const redraws = [];
  new MutationObserver(() => redraws.push(performance.now()))
    .observe(document.querySelector(".canvas"), { childList: true });
  const svg = document.querySelector("svg.handles");
  const end = performance.now() + milliseconds;
  let moves = 0;
  while (performance.now() < end) {
    await new Promise(requestAnimationFrame);
    moves++;
    const at = { clientX: x + 40 * Math.sin(moves / 5), clientY: y + 30 * Math.cos(moves / 5) };
    svg.dispatchEvent(new PointerEvent("pointermove", at));
  }
  return { redraws, moves };
}"""


def main(quick: bool = False) -> dict[str, Any]:
    """Measure, and print."""
    moves = MOVES // 3 if quick else MOVES
    found: dict[str, Any] = {"samples": SAMPLES, "server": {}, "verdict": {}}
    print(f"server, one move of one of {SAMPLES} samples (or of the first slider), scene and message: milliseconds")
    for day in shown():
        found["server"][day.number] = cost = server_cost(day, moves)
        print(f"  day {day.number:2d}  {cost['what']:8s} median {cost['median']:6.1f}   95 % {cost['p95']:6.1f}")
    print("a verdict on a whole exercise, its solution and as it is handed out, from a judge that waits: seconds")
    for number in (2, 6, 11):
        found["verdict"][number] = seconds = asyncio.run(verdicts(get_day(number)))
        print(f"  day {number:2d}  right {seconds['solution']:5.2f}   wrong {seconds['exercise']:5.2f}")
    if (path := shutil.which("chromium") or shutil.which("google-chrome")) is not None:
        found["browser"] = browser(path, moves)
        print(f"browser, a drag on day 6: {found['browser']['redraws a second']:.0f} redraws a second (aim {AIM:.0f})")
    return found


def server_cost(day: Day, moves: int) -> dict[str, Any]:
    """Return the milliseconds from a message to the text of its answer."""
    studio = Studio(day)
    rows = json.loads(studio.answer('{"id": 0}')).get("points")
    first, control = None, next(iter(studio.controls.values()))
    if rows:
        rows = (rows * (SAMPLES // len(rows) + 1))[:SAMPLES] if studio.movable.most >= SAMPLES else rows
        # Repeated samples would lie on each other.
        rows = [[x + 1e-3 * k, y, group] for k, (x, y, group) in enumerate(rows)]
        first = rows[0][0]
    times = []
    for k in range(moves + 3):
        if rows:
            rows[0][0] = first * (1.0 + 0.001 * (k + 1))
            message = {"id": k, "moving": True, "points": rows}
        else:
            share = (k % 37 + 1) / 38
            message = {"id": k, "controls": {control.name: control.low + share * (control.high - control.low)}}
        start = time.perf_counter()
        answer = studio.answer(json.dumps(message))
        times.append(1e3 * (time.perf_counter() - start))
        assert '"scene"' in answer[-20:] or '"scene"' in answer, answer[:200]
    times = sorted(times[3:])
    return {
        "what": f"{len(rows)} moved" if rows else control.name,
        "median": round(statistics.median(times), 2),
        "p95": round(times[int(0.95 * len(times))], 2),
    }


async def verdicts(day: Day) -> dict[str, float]:
    """Return how long a judge that waits takes for a day's solution, and for its exercise as handed out."""
    judges = Judges()
    seconds = {}
    try:
        async for _ in judges.check("x = 1\n", "warm.py", []):
            pass
        for part in ("solution", "exercise"):
            text = (day.folder / f"{part}.py").read_text(encoding="utf-8")
            start = time.perf_counter()
            found = [one async for one in judges.check(text, "day.py", asked(day))]
            seconds[part] = round(time.perf_counter() - start, 3)
            assert all(one.get("ok") == (part == "solution") for one in found if "name" in one), found
    finally:
        await judges.close()
    return seconds


def browser(path: str, moves: int) -> dict[str, float]:
    """Return how often a second a real browser redraws while a sample is dragged, as fast as the mouse tells."""
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as data, sync_playwright() as playwright:
        command = [sys.executable, "-m", "workings.cli", "open", "--no-browser", "--day", "6"]
        environment = {**os.environ, "WORKINGS_DATA_DIR": data}
        server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
        try:
            address = next(found.group() for line in server.stdout if (found := re.search(r"http://\S+", line)))
            chromium = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
            page = chromium.new_page(viewport={"width": 1280, "height": 900})
            page.goto(address)
            page.locator("html[data-ready]").wait_for(state="attached")
            page.locator("svg.handles circle").first.wait_for()
            box = page.locator("svg.handles circle").nth(3).bounding_box()
            x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
            page.mouse.move(x, y)
            page.mouse.down()
            seen = page.evaluate(_DRAG, [x, y, 50 * moves])
            page.mouse.up()
            chromium.close()
        finally:
            server.terminate()
            server.wait(10)
    seconds = (seen["redraws"][-1] - seen["redraws"][0]) / 1000
    return {
        "redraws a second": round((len(seen["redraws"]) - 1) / seconds, 1),
        "moves a second": round(seen["moves"] / seconds, 1),
    }


if __name__ == "__main__":
    main()
