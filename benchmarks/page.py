"""The live page: what a move of a sample or a slider costs the server, how often a second a browser redraws, how soon a
verdict is there.

The aim: 50 redraws a second for 300 samples, so that a picture follows the hand.
"""

from __future__ import annotations

import asyncio
import json
import shutil
import statistics
import time
from typing import Any

from benchmarks._redraws import FIGURES, SAMPLES, many, redraws, with_many
from workings.app.judges import Judges
from workings.app.live import Studio, load_kernels
from workings.app.sources import shown
from workings.lessons.exercises import asked
from workings.lessons.path import Day, get_day

MOVES = 60
AIM = 50.0


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
        found["browser"] = figures(path, moves)
    return found


def server_cost(day: Day, moves: int, settings: dict[str, float] | None = None) -> dict[str, Any]:
    """Return the milliseconds from a message to the text of its answer; with settings, of 300 samples in any case."""
    studio = Studio(day)
    load_kernels(day)  # the page does so in the background
    first, control = 0.0, next(iter(studio.controls.values()))
    controls, rows = settings or {}, None
    if studio.movable is not None:
        placed = studio.movable.start(*(studio.controls[name].default for name in studio.movable.made_by))
        if studio.movable.most >= SAMPLES or settings is not None:
            studio.movable, placed = with_many(studio.movable), many(placed)
        rows = [[*map(float, at), int(group)] for at, group in zip(*placed, strict=True)]
        first = rows[0][0]
    times = []
    for k in range(moves + 3):
        if rows:
            rows[0][0] = first * (1.0 + 0.001 * (k + 1))
            message = {"id": k, "moving": True, "points": rows, "controls": controls}
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


def figures(path: str, moves: int, only: set[str] | None = None) -> dict[str, dict[str, float]]:
    """Return how often a second a real browser redraws each figure, and what a move costs the server; print both."""
    print(f"browser, {SAMPLES} samples, one dragged as fast as the screen: redraws a second (aim {AIM:.0f}), server")
    found = {}
    for name, seen in redraws(path, 50 * moves, only).items():
        figure = FIGURES[name]
        cost = server_cost(get_day(figure.day), moves, {} if figure.slid else figure.settings)
        found[name] = {"day": figure.day, **seen, "server": cost["median"]}
        print(f"  {name:22s} day {figure.day:2d} {seen['redraws a second']:6.1f}   {cost['median']:6.1f} ms")
    return found


if __name__ == "__main__":
    main()
