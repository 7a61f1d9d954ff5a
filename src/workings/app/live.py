"""The live picture: the browser says where everything stands, and the real library answers with a scene."""

from __future__ import annotations

import json
import logging
import math
import time
from contextlib import nullcontext
from dataclasses import asdict
from functools import cache
from typing import Any

import numpy as np
from starlette.concurrency import run_in_threadpool
from starlette.websockets import WebSocket, WebSocketDisconnect

from workings._loaded import loading_in_background
from workings.app import ahead
from workings.app.wire import scene_to_json
from workings.lessons.path import Day, get_day
from workings.show.movable import Movable, Placed
from workings.show.pictures import coarse_grid
from workings.show.scene import Control, Scene

# While something moves, a scene that takes longer than so many seconds with 160 cells is drawn with fewer.
_SLOW = 0.006
# And with fewer still, where these take longer than a frame of the screen.
_COARSE, _COARSEST, _FRAME = 48, 32, 0.015
# Samples of ten features from which on a fit asks for kernels.
_ENOUGH_ROWS = {"KNeighborsClassifier": 2000, "SVC": 600, "DecisionTreeClassifier": 6000}
log = logging.getLogger("workings.app")


class Malformed(ValueError):
    """A message is not what the page sends; the text says what is wrong with it."""


class Studio:
    """One picture in one window: its controls, its samples where they were last put, and its scenes.

    Parameters
    ----------
    day : Day
        Whose picture it is.
    """

    def __init__(self, day: Day) -> None:
        module = day.module("picture")
        self.controls: dict[str, Control] = {control.name: control for control in module.CONTROLS}
        self.movable: Movable | None = getattr(module, "POINTS", None)
        self._scene = module.scene
        self._placed: Placed | None = None
        # The settings that made the samples which the window knows of.
        self._told: list[float] | None = None
        # What the last scene with all its cells cost.
        self._seconds = 0.0
        self._cells = _COARSE

    def answer(self, text: str) -> str:
        """Return the answer to a message: a scene, or the sentence that says why there is none. Never raises."""
        number = None
        try:
            message = _object(text)
            number = message.get("id")
            if isinstance(number, bool) or not isinstance(number, int):
                number = None
                raise Malformed("a message needs a whole number, id.")
            start = time.perf_counter()
            coarse = message.get("moving") is True and self._seconds > _SLOW
            with coarse_grid(self._cells) if coarse else nullcontext():
                scene, more = self._drawn(message)
            seconds = time.perf_counter() - start
            if not coarse:
                self._seconds = seconds
            elif seconds > _FRAME:
                self._cells = _COARSEST
            return scene_to_json(scene, id=number, coarse=coarse, **more)
        except (Malformed, ValueError) as problem:
            return json.dumps({"id": number, "problem": str(problem)})
        except Exception:
            log.exception("the picture could not be drawn")
            return json.dumps({"id": number, "problem": "The picture could not be drawn; the terminal says why."})

    def _drawn(self, message: dict[str, Any]) -> tuple[Scene, dict[str, Any]]:
        """Return the scene, where it draws samples, and these as rows if the window cannot know them."""
        settings = self._settings(message.get("controls", {}))
        if self.movable is None:
            return self._scene(**settings), {}
        placing = self.movable.placing
        more = {} if placing is None else {"placing": asdict(placing(**settings))}
        making = [settings[name] for name in self.movable.made_by]
        if "points" in message:
            rows = message["points"]
            self._placed = None if rows is None else _near(self.movable.read(rows), self._start(making))
            self._told = None if rows is None else making
        if making == self._told:
            return self._scene(**settings, points=self._placed), more
        self._placed, self._told = None, making
        rows = [[*map(float, at), int(group)] for at, group in zip(*self._start(making), strict=True)]
        return self._scene(**settings), {**more, "points": rows}

    def _start(self, making: list[float]) -> Placed:
        assert self.movable is not None
        return self.movable.start(**dict(zip(self.movable.made_by, making, strict=True)))

    def _settings(self, given: Any) -> dict[str, float]:
        """Return the value of every control, the default where none is given, within its ends."""
        if not isinstance(given, dict):
            raise Malformed("controls must be an object: the value of each by its name.")
        strange = [name for name in given if name not in self.controls]
        if strange:
            raise Malformed(f"there is no control {strange[0][:40]!r}; there are {', '.join(self.controls)}.")
        settings = {}
        for name, control in self.controls.items():
            value = given.get(name, control.default)
            if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
                raise Malformed(f"{name} must be a finite number.")
            settings[name] = float(min(max(value, control.low), control.high))
        return settings


def _near(placed: Placed, start: Placed) -> Placed:
    """Return the samples, those far outside the picture brought back: some fits take for ever on numbers so large."""
    low, high = start.X.min(axis=0), start.X.max(axis=0)
    room = high - low
    return Placed(np.clip(placed.X, low - room, high + room), placed.group)


def _object(text: str) -> dict[str, Any]:
    try:
        message = json.loads(text)
    except (ValueError, RecursionError):
        raise Malformed("that is not JSON.") from None
    if not isinstance(message, dict):
        raise Malformed("a message must be an object.")
    return message


def load_kernels(day: Day) -> None:
    """Load, or compile, what makes moves of few samples on a day's picture quick: no such fit would do so by itself.

    Until it is done the same results come from NumPy.
    """
    for name in vars(day.module("picture")):
        _load(name)


@cache
def _load(name: str) -> None:
    if name not in _ENOUGH_ROWS:
        return
    X = np.random.default_rng(0).normal(size=(_ENOUGH_ROWS[name], 10))
    y = X[:, 0] > 0.0
    with loading_in_background():
        if name == "KNeighborsClassifier":
            from workings.neighbors import KNeighborsClassifier

            KNeighborsClassifier().fit(X, y).predict(X[:300])
        elif name == "SVC":
            from workings.svm import SVC

            SVC().fit(X[:, :2], y)
        else:
            from workings.tree import DecisionTreeClassifier

            DecisionTreeClassifier().fit(X, y)


async def live(socket: WebSocket) -> None:
    """Answer the messages of one window, one after the other, until it is closed."""
    try:
        day = get_day(socket.path_params["number"])
    except ValueError:
        await socket.close(1008)
        return
    await socket.accept()
    studio = await run_in_threadpool(Studio, day)
    ahead.begin(load_kernels, day)
    try:
        while True:
            message = await socket.receive()
            if message["type"] == "websocket.disconnect":
                return
            text = message.get("text")
            if text is None:
                await socket.send_text(json.dumps({"id": None, "problem": "messages are text, not bytes."}))
                continue
            await socket.send_text(await run_in_threadpool(studio.answer, text))
    except (WebSocketDisconnect, RuntimeError):
        # The window was closed while its picture was being drawn.
        return
