"""Scenes on their way to the browser: small, and quick to write, because one goes out for every move of a slider."""

from __future__ import annotations

import base64
import json
from dataclasses import fields
from typing import Any

import numpy as np

from workings.show.scene import Mark, Regions, Scene

# More digits than a screen has pixels.
_DIGITS = 6
# From so many numbers on they are rounded all at once, if these powers of ten bring their digits before the point.
_MANY, _EXACT = 16, 15


def scene_to_json(scene: Scene, **more: Any) -> str:
    """Return a scene, and anything else beside it, as JSON: `Scene.to_dict` with the cells of regions as bytes."""
    data = {
        "title": scene.title,
        "say": scene.say,
        "x": _axis(scene.x),
        "y": _axis(scene.y),
        "marks": [_mark(mark) for mark in scene.marks],
    }
    return json.dumps({**more, "scene": data}, separators=(",", ":"), allow_nan=False)


def _axis(axis: Any) -> dict[str, Any]:
    return {one.name: getattr(axis, one.name) for one in fields(axis)} | {"label": axis.label}


def _mark(mark: Mark) -> dict[str, Any]:
    kind = type(mark).__name__.lower()
    if isinstance(mark, Regions):
        return {"kind": kind, "scale": mark.scale, "label": mark.label, **_cells(mark)}
    return {"kind": kind, **{one.name: _value(getattr(mark, one.name)) for one in fields(mark)}}


def _value(value: Any) -> Any:
    if isinstance(value, tuple):
        return _rounded(value) if len(value) >= _MANY else [float(f"{entry:.{_DIGITS}g}") for entry in value]
    return value


def _rounded(values: tuple[float, ...]) -> list[float]:
    """Return many numbers, each rounded to `_DIGITS` digits; a division of whole numbers gives the nearest float."""
    x = np.array(values)
    with np.errstate(divide="ignore"):
        places = _DIGITS - 1 - np.floor(np.log10(np.abs(x)))
    ordinary = (x == 0.0) | (np.abs(places) <= _EXACT)  # all powers of ten up to here are floats
    if not ordinary.all():
        return [float(f"{entry:.{_DIGITS}g}") for entry in values]
    power = 10.0 ** np.where(x == 0.0, 0.0, np.abs(places))
    found: list[float] = np.where(places >= 0, np.rint(x * power) / power, np.rint(x / power) * power).tolist()
    return found


def _cells(mark: Regions) -> dict[str, Any]:
    """Return the edges, and the cells as one byte each, row by row from the lowest up."""
    cells = np.array(mark.cells, dtype=np.float64)
    most = float(cells.max(initial=0.0)) or 1.0
    scaled = {"classes": cells, "share": 255.0 * cells, "amount": 255.0 * cells / most}[mark.scale]
    packed = np.clip(np.rint(scaled), 0, 255).astype(np.uint8)
    return {
        "x": _value(mark.x_edges),
        "y": _value(mark.y_edges),
        "cells": base64.b64encode(packed.tobytes()).decode("ascii"),
        "most": most,
    }
