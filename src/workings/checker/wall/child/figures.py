"""Figures of matplotlib as plain data: what is drawn and what is written beside it, read off the artists.

matplotlib is never imported here. Where the learner's code has done so, its figures are described as dicts: a figure
has axes, and each has its names, limits and scales, its legend, lines, points, bars, steps, segments, contours, meshes
and images. Nothing depends on pixels, styles or fonts.
"""

from __future__ import annotations

import contextlib
import sys
from typing import Any

import numpy as np

# What a call finds: one empty figure, as a script has one open that drew before. None: nobody has laid it out.
_desk: dict[str, Any] = {"watched": False, "blank": None}
MOST_ARTISTS = 500


def clear() -> None:
    """Close what earlier calls drew, and leave an empty figure open: who draws on the last one is found out."""
    _desk["watched"] = True
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is None:
        return
    with contextlib.suppress(Exception):
        blank = _desk["blank"]
        if blank is None or pyplot.get_fignums() != [blank.number] or len(blank.get_children()) > 1:
            pyplot.close("all")
            _desk["blank"] = pyplot.figure()


def described(value: Any) -> Any:
    """Return the description of a figure, if the value is one, or has one, or nothing and something was drawn.

    Anything else comes back as it is.
    """
    if "matplotlib.figure" not in sys.modules:
        return value
    figure = _drawn() if value is None or value is sys.modules.get("matplotlib.pyplot") else _figure_of(value, 0)
    return value if figure is None else _figure(figure)


def _drawn() -> Any:
    """Return the figure that pyplot has current, if something is on it."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is None or not _desk["watched"] or not pyplot.get_fignums():
        return None
    figure = pyplot.gcf()
    return figure if figure.get_axes() else None


def _figure_of(value: Any, depth: int) -> Any:
    """Return the figure that a figure, axes, any artist, or the first of several such things belongs to."""
    figures = sys.modules["matplotlib.figure"]
    artist = sys.modules["matplotlib.artist"].Artist
    if isinstance(value, figures.Figure):
        return value
    if isinstance(value, artist):
        return value.get_figure()
    if isinstance(value, np.ndarray) and value.dtype == object:
        value = value.ravel().tolist()
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple) and depth < 3:
        for entry in value[:20]:
            found = _figure_of(entry, depth + 1)
            if found is not None:
                return found
    return None


def _figure(figure: Any) -> dict[str, Any]:
    axes = [one for one in figure.get_axes() if one.get_visible()]
    bars = [one for one in axes if _is_colour_bar(one)]
    return {
        "figure": 1,
        "reused": _desk["blank"] is not None and figure is _desk["blank"],
        "title": _words(getattr(figure, "_suptitle", None)),
        "axes": [_axes(one, figure) for one in axes if one not in bars],
        "colour bars": [one.get_ylabel() or one.get_xlabel() or one.get_title() for one in bars],
    }


def _is_colour_bar(axes: Any) -> bool:
    return axes.get_label() == "<colorbar>" or hasattr(axes, "_colorbar")


def _words(text: Any) -> str:
    return "" if text is None else str(text.get_text()).strip()


def _axes(axes: Any, figure: Any) -> dict[str, Any]:
    names = {f"{which} label": str(getattr(axes, f"get_{which}label")()).strip() for which in "xy"}
    names["title"] = str(axes.get_title()).strip()
    if hasattr(axes, "get_zlabel"):
        names["z label"] = str(axes.get_zlabel()).strip()
    legend = axes.get_legend() or next(iter(figure.legends), None)
    found: dict[str, Any] = {
        **names,
        "projection": str(getattr(axes, "name", "")),
        "x limits": [float(v) for v in axes.get_xlim()],
        "y limits": [float(v) for v in axes.get_ylim()],
        "x scale": str(axes.get_xscale()),
        "y scale": str(axes.get_yscale()),
        "aspect": _number(axes.get_aspect()),
        "legend": [] if legend is None else _legend(legend),
    }
    if hasattr(axes, "get_zlim"):
        found["z limits"] = [float(v) for v in axes.get_zlim()]
    kinds = ("lines", "points", "bars", "outlines", "steps", "segments", "contours", "meshes", "images", "surfaces")
    found |= {kind: [] for kind in kinds}
    for artist in axes.get_children()[:MOST_ARTISTS]:
        if artist is not axes.patch and artist.get_visible():
            with contextlib.suppress(AttributeError, TypeError, ValueError, IndexError):
                _add(found, artist, axes)
    return found


def _number(aspect: Any) -> float:
    """Return an aspect as a number: 1.0 for "equal", nan for "auto"."""
    return 1.0 if aspect == "equal" else np.nan if aspect == "auto" else float(aspect)


def _legend(legend: Any) -> list[dict[str, Any]]:
    handles = getattr(legend, "legend_handles", None) or getattr(legend, "legendHandles", [])
    texts = legend.get_texts()
    handles = [*handles, *[None] * len(texts)]
    return [
        {"text": _words(text), "colour": _colour(handle), "marker": _marker(handle)}
        for text, handle in zip(texts, handles, strict=False)
    ]


def _colour(artist: Any) -> list[float]:
    """Return the red, green and blue of an artist's (first) face, or line, in hundredths; empty if it has none."""
    convert = sys.modules["matplotlib.colors"].to_rgba
    for name in ("get_facecolor", "get_markerfacecolor", "get_color", "get_edgecolor"):
        if hasattr(artist, name):
            with contextlib.suppress(ValueError, TypeError, IndexError):
                given = getattr(artist, name)()
                if not isinstance(given, str) and np.ndim(given) == 2:
                    given = given[0]
                red, green, blue, opaque = convert(given)
                if opaque > 0.0 or name == "get_edgecolor":
                    return [round(float(part), 2) for part in (red, green, blue)]
    return []


def _marker(artist: Any) -> str:
    """Return something that is equal for equal markers."""
    if hasattr(artist, "get_marker"):
        made = sys.modules["matplotlib.markers"].MarkerStyle(artist.get_marker())
        path = made.get_path().transformed(made.get_transform())
    elif hasattr(artist, "get_paths") and artist.get_paths():
        path = artist.get_paths()[0]
    else:
        return ""
    return str(np.round(path.vertices, 2).tolist())[:400]


def _add(found: dict[str, Any], artist: Any, axes: Any) -> None:
    """Add the description of one artist to its kind's."""
    collections = sys.modules["matplotlib.collections"]
    patches = sys.modules["matplotlib.patches"]
    kind = type(artist).__name__
    if hasattr(artist, "get_xdata"):
        found["lines"].append(_line(artist, axes))
    elif isinstance(artist, patches.Rectangle):
        x, y, width, height = (float(v) for v in (*artist.get_xy(), artist.get_width(), artist.get_height()))
        found["bars"].append([x, y, width, height])
    elif isinstance(artist, patches.Polygon):
        found["outlines"].append(np.array(artist.get_xy(), dtype=float))
    elif hasattr(artist, "get_data") and hasattr(artist, "get_path") and kind == "StepPatch":
        data = artist.get_data()
        found["steps"].append({"heights": _plain(data[0]), "edges": _plain(data[1])})
    elif hasattr(artist, "levels") and hasattr(artist, "layers"):
        found["contours"].append(_contours(artist))
    elif isinstance(artist, collections.PathCollection):
        found["points"].append(_points(artist))
    elif isinstance(artist, collections.LineCollection) and not hasattr(artist, "_segments3d"):
        ends = [np.vstack([s[0], s[-1]]).ravel() for s in artist.get_segments() if len(s) > 1]
        found["segments"] += [[float(v) for v in four] for four in ends]
    elif hasattr(artist, "get_coordinates"):
        grid = np.array(artist.get_coordinates(), dtype=float)
        found["meshes"].append({"grid": grid, "values": _plain(artist.get_array()).reshape(-1)})
    elif hasattr(artist, "get_extent") and hasattr(artist, "get_array"):
        low, up = artist.origin == "lower", [float(v) for v in artist.get_extent()]
        found["images"].append({"values": _plain(artist.get_array()), "extent": up, "upwards": bool(low)})
    elif isinstance(artist, collections.PolyCollection) and axes.name == "3d":
        found["surfaces"].append(kind)


def _plain(values: Any) -> np.ndarray[Any, Any]:
    if isinstance(values, np.ma.MaskedArray):
        return np.array(np.ma.filled(values.astype(float), np.nan))
    return np.array(values, dtype=float)


def _line(line: Any, axes: Any) -> dict[str, Any]:
    x, y = _plain(line.get_xdata(orig=False)), _plain(line.get_ydata(orig=False))
    label = str(line.get_label())
    made = {
        "x": x,
        "y": y,
        "label": "" if label.startswith("_") else label,
        "joined": str(line.get_linestyle()) not in ("None", "none", " ", ""),
        "marked": str(line.get_marker()) not in ("None", "none", " ", ""),
        "of data": line.get_transform() == axes.transData,
        "colour": _colour(line),
        "marker": _marker(line),
    }
    if hasattr(line, "get_data_3d"):
        made |= dict(zip("xyz", map(_plain, line.get_data_3d()), strict=True))
    return made


def _points(cloud: Any) -> dict[str, Any]:
    places = _plain(cloud.get_offsets()).reshape(-1, 2)
    made = {"x": places[:, 0], "y": places[:, 1]}
    if hasattr(cloud, "_offsets3d"):
        made = dict(zip("xyz", (_plain(v).ravel() for v in cloud._offsets3d), strict=True))
    cloud.update_scalarmappable()
    faces = np.atleast_2d(cloud.get_facecolor())
    if not faces.size or not np.any(faces[:, 3]):
        faces = np.atleast_2d(cloud.get_edgecolor())
    label = str(cloud.get_label())
    colours = np.round(faces[np.arange(len(made["x"])) % len(faces), :3], 2) if faces.size else np.zeros((0, 3))
    return {**made, "label": "" if label.startswith("_") else label, "colours": colours, "marker": _marker(cloud)}


def _contours(drawn: Any) -> dict[str, Any]:
    """Return the levels of contours, and the corners of their lines or areas, with the lowest and highest level."""
    levels = [float(v) for v in drawn.levels]
    ends = list(zip(*drawn._get_lowers_and_uppers(), strict=True)) if drawn.filled else [(v, v) for v in levels]
    corners = [
        [float(x), float(y), float(low), float(high)]
        for (low, high), path in zip(ends, drawn.get_paths(), strict=False)
        for x, y in np.asarray(path.vertices)[:2000]
    ]
    return {
        "levels": levels,
        "filled": bool(drawn.filled),
        "corners": np.array(corners, dtype=float).reshape(-1, 4),
        "written": len(getattr(drawn, "labelTexts", [])),
    }
