"""A scene as a still SVG: thumbnails of the path, and the pictures of an exported site.

Colours are those of the live page. What lies under the marks is drawn with transparency, so the paper shines through in
light and dark alike; both sets of colours stand in the file, and the reader's system chooses.
"""

from __future__ import annotations

import base64
import math
import struct
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from workings.app.ticks import ticks_of
from workings.show.scene import Area, Axis, Bars, Edges, Line, Mark, Points, Regions, Scene, Text

# As in frontend/src/theme.css: light, dark.
GROUPS = (
    ("#0072b2", "#4aa8e0"), ("#d55e00", "#f0853a"), ("#6a4c9c", "#ab8fdc"),
    ("#b8568a", "#e08bb6"), ("#b97f00", "#e3b341"), ("#4a9cc9", "#8fcdf0"),
)  # fmt: skip
_INK, _QUIET, _FAINT, _PAPER = (
    ("#1f1e1b", "#e9e6df"),
    ("#66635c", "#a5a198"),
    ("#cfcbc1", "#5b5750"),
    ("#fdfcf8", "#171614"),
)
_DASHES = {"solid": "", "dashed": ' stroke-dasharray="6 4"', "dotted": ' stroke-dasharray="1.5 3.5"'}
_THUMB_POINTS = 90
_SHADES = 40  # cells of a shading along each axis


@dataclass(frozen=True)
class Frame:
    """Where on the paper the numbers of two axes lie."""

    left: float
    top: float
    right: float
    bottom: float
    x: Axis
    y: Axis
    x_ends: tuple[float, float]
    y_ends: tuple[float, float]

    def px(self, values: Any) -> NDArray[Any]:
        """Return places across."""
        return _place(values, self.x_ends, self.x.scale == "log", self.left, self.right)

    def py(self, values: Any) -> NDArray[Any]:
        """Return places down."""
        return _place(values, self.y_ends, self.y.scale == "log", self.bottom, self.top)


def _place(values: Any, ends: tuple[float, float], log: bool, start: float, end: float) -> NDArray[Any]:
    values, (low, high) = np.asarray(values, dtype=float), ends
    if log:
        values, low, high = np.log(np.maximum(values, 1e-300)), math.log(low), math.log(high)
    placed: NDArray[Any] = np.round(start + (values - low) / (high - low) * (end - start), 1)
    return placed


def still(scene: Scene) -> str:
    """Return the whole picture, with axes, names and a legend."""
    shown = scene.x.shown or scene.y.shown
    names = max((len(name) for _, name in scene.y.ticks), default=0)
    left = 12 + max(46, min(170, 7 * names + 26)) if shown else 8
    frame = _frame(scene, 640, 470, (left, 14, 12, 44 if shown else 8))
    body = [*_marks(scene, frame, 4.0), *(_axes(scene, frame) if shown else ())]
    title = f"<title>{escape(scene.title)}</title><desc>{escape(scene.say)}</desc>"
    return _document(640, 470, title + "".join(body), ' role="img"')


def thumbnail(scene: Scene) -> str:
    """Return the picture so small that only its shape is seen: no axes, no words, fewer points."""
    frame = _frame(scene, 152, 104, (3, 3, 3, 3))
    return _document(152, 104, "".join(_marks(scene, frame, 1.7, small=True)))


def legend(scene: Scene) -> list[tuple[str, str]]:
    """Return what the marks mean: a small picture of each, for a page that shows the scene too, and its words."""
    seen: dict[str, str] = {}
    for mark in scene.marks:
        label = "" if isinstance(mark, Text) else mark.label
        if not label or label in seen or isinstance(mark, Regions | Text):
            continue
        ink = f"g{mark.group % 6}" if mark.group is not None else "n" if isinstance(mark, Edges) else "i"
        if isinstance(mark, Points):
            body = f'<path d="M9 7{_SHAPES[mark.group % len(_SHAPES)](4.4)}" class="f{ink}"/>'
        elif isinstance(mark, Line | Edges):
            dash = _DASHES[mark.style] if isinstance(mark, Line) else ""
            body = f'<path d="M0 7H18" class="s{ink}" stroke-width="2"{dash}/>'
        else:
            faint = "" if isinstance(mark, Bars) else ' fill-opacity=".25"'
            body = f'<rect x="1" y="2" width="16" height="10" class="f{ink}"{faint}/>'
        seen[label] = (
            f'<svg class="still key" viewBox="0 0 18 14" width="18" height="14" aria-hidden="true">{body}</svg>'
        )
    return [(icon, label) for label, icon in seen.items()]


def _document(width: int, height: int, body: str, more: str = "") -> str:
    light, dark = (_style(which) for which in (0, 1))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
        f' class="still"{more}><style>{light}@media(prefers-color-scheme:dark){{{dark}}}</style>'
        f'<clipPath id="paper"><rect width="{width}" height="{height}"/></clipPath>{body}</svg>'
    )


def _style(theme: int) -> str:
    names = {"i": _INK, "q": _QUIET, "n": _FAINT} | {f"g{k}": pair for k, pair in enumerate(GROUPS)}
    rules = [
        f".still .f{name}{{fill:{pair[theme]}}}.still .s{name}{{stroke:{pair[theme]}}}" for name, pair in names.items()
    ]
    return "".join(rules)


def _frame(scene: Scene, width: float, height: float, room: tuple[float, float, float, float]) -> Frame:
    ends = tuple(_ends(scene, name) for name in "xy")
    left, top, right, bottom = room
    return Frame(left, top, width - right, height - bottom, scene.x, scene.y, ends[0], ends[1])


def _ends(scene: Scene, name: str) -> tuple[float, float]:
    """Return the ends of an axis: those that it names, else as far as the marks reach and a little more."""
    axis: Axis = getattr(scene, name)
    seen = [np.asarray(values, dtype=float).ravel() for mark in scene.marks for values in _along(mark, name)]
    reached = np.concatenate(seen or [np.zeros(1)])
    low, high = float(reached.min()), float(reached.max())
    room = 0.0 if axis.scale == "log" else 0.04 * (high - low)
    low, high = axis.low if axis.low is not None else low - room, axis.high if axis.high is not None else high + room
    return (low, high) if low != high else (low - 1.0, high + 1.0)


def _along(mark: Mark, name: str) -> Iterator[Any]:
    if isinstance(mark, Bars):
        upright = name == ("x" if mark.lying else "y")
        yield (0.0, *mark.height) if upright else [at + side for at in mark.x for side in (-0.5, 0.5)]
    elif isinstance(mark, Regions):
        yield getattr(mark, f"{name}_edges")
    elif isinstance(mark, Edges):
        yield from (getattr(mark, f"{name}{k}") for k in (0, 1))
    else:
        yield getattr(mark, name)


def _marks(scene: Scene, frame: Frame, size: float, *, small: bool = False) -> Iterator[str]:
    yield '<g clip-path="url(#paper)">'
    for mark in scene.marks:
        if isinstance(mark, Points):
            yield _points(mark, frame, size, small)
        elif not (small and isinstance(mark, Text)):
            yield _DRAW[type(mark)](mark, frame, size)
    yield "</g>"


def _points(mark: Points, frame: Frame, size: float, small: bool) -> str:
    px, py = frame.px(mark.x), frame.py(mark.y)
    every = max(1, len(px) // _THUMB_POINTS) if small else 1
    size *= (0.6 if len(px) > 1000 else 1.0) * (1.35 if mark.strong else 1.0)
    shape = _SHAPES[mark.group % len(_SHAPES)]
    path = "".join(f"M{x:g} {y:g}{shape(size)}" for x, y in zip(px[::every], py[::every], strict=True))
    edge = (
        f'class="fg{mark.group % 6} si" stroke-width="{size / 3.5:.2g}"'
        if mark.strong
        else f'class="fg{mark.group % 6}"'
    )
    return f'<path d="{path}" {edge}/>'


def _circle(r: float) -> str:
    return f"m{-r:.2g} 0a{r:.2g} {r:.2g} 0 1 0 {2 * r:.2g} 0a{r:.2g} {r:.2g} 0 1 0 {-2 * r:.2g} 0z"


_SHAPES: tuple[Callable[[float], str], ...] = (
    _circle,
    lambda r: f"m0 {-1.15 * r:.2g}l{1.15 * r:.2g} {2.1 * r:.3g}h{-2.3 * r:.3g}z",
    lambda r: f"m{-0.9 * r:.2g} {-0.9 * r:.2g}h{1.8 * r:.3g}v{1.8 * r:.3g}h{-1.8 * r:.3g}z",
    lambda r: f"m0 {-1.2 * r:.2g}l{r:.2g} {1.2 * r:.2g}l{-r:.2g} {1.2 * r:.2g}l{-r:.2g} {-1.2 * r:.2g}z",
    lambda r: f"m0 {1.15 * r:.2g}l{1.15 * r:.2g} {-2.1 * r:.3g}h{-2.3 * r:.3g}z",
    lambda r: f"m{-r:.2g} {-0.3 * r:.2g}h{2 * r:.2g}v{0.6 * r:.2g}h{-2 * r:.2g}z",
)


def _path(px: Sequence[float], py: Sequence[float]) -> str:
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in zip(px, py, strict=True))


def _line(mark: Mark, frame: Frame, size: float) -> str:
    mark = cast(Line, mark)
    ink = "sn" if mark.quiet else "si" if mark.group is None else f"sg{mark.group % 6}"
    width = (0.2 if mark.quiet else 0.5) * size
    d = _path(list(frame.px(mark.x)), list(frame.py(mark.y))) if mark.x else ""
    return f'<path d="{d}" class="{ink}" fill="none" stroke-width="{width:.2g}"{_DASHES[mark.style]}/>'


def _edges(mark: Mark, frame: Frame, size: float) -> str:
    mark = cast(Edges, mark)
    ends = zip(frame.px(mark.x0), frame.py(mark.y0), frame.px(mark.x1), frame.py(mark.y1), strict=True)
    d = "".join(f"M{a:g} {b:g}L{c:g} {e:g}" for a, b, c, e in ends)
    ink = "sn" if mark.group is None else f"sg{mark.group % 6}"
    return f'<path d="{d}" class="{ink}" fill="none" stroke-width="{0.25 * size:.2g}"/>'


def _area(mark: Mark, frame: Frame, size: float) -> str:
    mark = cast(Area, mark)
    d = _path(list(frame.px(mark.x)), list(frame.py(mark.y))) + "Z" if mark.x else ""
    return f'<path d="{d}" class="fg{mark.group % 6}" fill-opacity=".18"/>'


def _bars(mark: Mark, frame: Frame, size: float) -> str:
    mark = cast(Bars, mark)
    made = []
    for at, height in zip(mark.x, mark.height, strict=True):
        along, up = (at - 0.35, at + 0.35), (0.0, height)
        x, y = (frame.px(up), frame.py(along)) if mark.lying else (frame.px(along), frame.py(up))
        made.append(f"M{x[0]:g} {y[0]:g}H{x[1]:g}V{y[1]:g}H{x[0]:g}Z")
    return f'<path d="{"".join(made)}" class="fg{mark.group % 6}"/>'


def _text(mark: Mark, frame: Frame, size: float) -> str:
    mark = cast(Text, mark)
    anchor = {"left": "start", "center": "middle", "right": "end"}[mark.align]
    x, y = float(frame.px(mark.x)), float(frame.py(mark.y))
    lines = mark.text.split("\n")
    rows = "".join(
        f'<tspan x="{x:g}" y="{y + 5 + 16 * (k - (len(lines) - 1) / 2):g}">{escape(line)}</tspan>'
        for k, line in enumerate(lines)
    )
    look = 'class="fq" font-size="11"' if mark.quiet else 'class="fi" font-size="13"'
    return f'<text {look} text-anchor="{anchor}">{rows}</text>'


def _regions(mark: Mark, frame: Frame, size: float) -> str:
    """Return the shading as an image: rows from the top down, colour by group, strength by alpha."""
    mark = cast(Regions, mark)
    x, y = frame.px(mark.x_edges), frame.py(mark.y_edges)
    cells = np.array(mark.cells, dtype=float)
    if x[0] > x[-1]:
        cells = cells[:, ::-1]
    if y[0] < y[-1]:
        cells = cells[::-1]
    cells = cells[::-1]
    across, down = (max(1, math.ceil(n / _SHADES)) for n in cells.shape[::-1])
    cells = cells[down // 2 :: down, across // 2 :: across]
    if mark.scale == "classes":
        group, strength = cells.astype(int) % 6, np.full(cells.shape, 0.22)
    elif mark.scale == "share":
        group, strength = (cells > 0.5).astype(int), 0.14 + 0.36 * np.clip(np.abs(cells - 0.5) * 6 - 1, 0, 2) / 2
    else:
        group, strength = np.zeros(cells.shape, dtype=int), 0.04 + 0.71 * cells / (cells.max(initial=0.0) or 1.0)
    colours = np.array([[int(pair[0][i : i + 2], 16) for i in (1, 3, 5)] for pair in GROUPS], dtype=np.uint8)
    pixels = np.concatenate([colours[group], np.rint(255 * strength).astype(np.uint8)[..., None]], axis=2)
    box = (min(x[0], x[-1]), min(y[0], y[-1]), abs(x[-1] - x[0]), abs(y[-1] - y[0]))
    place = 'x="{:g}" y="{:g}" width="{:g}" height="{:g}"'.format(*box)
    return f'<image {place} preserveAspectRatio="none" href="data:image/png;base64,{_png(pixels)}"/>'


def _png(pixels: NDArray[np.uint8]) -> str:
    """Return an RGBA image of shape (rows, columns, 4) as a PNG in base64."""
    rows, columns, _ = pixels.shape
    raw = b"".join(b"\0" + row.tobytes() for row in pixels)

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", columns, rows, 8, 6, 0, 0, 0)
    parts = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(raw, 9)) + chunk(b"IEND", b"")
    return base64.b64encode(b"\x89PNG\r\n\x1a\n" + parts).decode("ascii")


_DRAW: dict[type[Mark], Callable[[Mark, Frame, float], str]] = {
    Line: _line, Edges: _edges, Area: _area, Bars: _bars, Text: _text, Regions: _regions,
}  # fmt: skip


def _axes(scene: Scene, frame: Frame) -> Iterator[str]:
    """Yield ticks, their numbers, and the names of the axes."""
    yield '<g font-size="12">'
    for value, name in ticks_of(scene.x, frame.x_ends, 7):
        at = float(frame.px(value))
        yield f'<path d="M{at:g} {frame.bottom:g}v4" class="sn"/>'
        yield f'<text class="fq" x="{at:g}" y="{frame.bottom + 17:g}" text-anchor="middle">{escape(name)}</text>'
    for value, name in ticks_of(scene.y, frame.y_ends, 6):
        at = float(frame.py(value))
        yield f'<path d="M{frame.left:g} {at:g}h-4" class="sn"/>'
        yield f'<text class="fq" x="{frame.left - 8:g}" y="{at + 4:g}" text-anchor="end">{escape(name)}</text>'
    across, up = (frame.left + frame.right) / 2, (frame.top + frame.bottom) / 2
    name = '<text class="fi" text-anchor="middle" transform="{}">{}</text>'
    yield name.format(f"translate({across:g} {frame.bottom + 38:g})", escape(scene.x.label))
    yield name.format(f"translate(13 {up:g}) rotate(-90)", escape(scene.y.label))
    yield "</g>"
