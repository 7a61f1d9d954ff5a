"""Scenes of neural networks: losses epoch by epoch, filters, feature maps, and activations on their way through."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from workings.show.scene import Axis, Line, Mark, Points, Regions, Scene, Text, numbers

Array = NDArray[Any]

_MOST_TILES = 64
# The width of a picture without axes, divided by its height.
_PAPER = 1.5


def training_curves(history: Any, *, what: str = "loss", title: str = "Loss, epoch by epoch") -> Scene:
    """Return what was told of every epoch: of the samples that are trained on, and of those held out.

    Parameters
    ----------
    history : History or mapping of str to sequence of float
        What ``model.fit`` returns, or its ``history``.
    what : str, default "loss"
        "loss", "accuracy", or another metric.
    title : str

    Examples
    --------
    >>> training_curves({"loss": [2.0, 1.0, 0.5], "val_loss": [2.0, 1.5, 1.75]}).say
    'loss goes from 2 to 0.5 in 3 epochs; of held-out samples it is best after epoch 2 (1.5) and ends at 1.75.'
    """
    told: Mapping[str, Sequence[float]] = getattr(history, "history", history)
    if what not in told:
        raise ValueError(f"training_curves(what={what!r}): an epoch told {', '.join(told)}.")
    marks: list[Mark] = []
    for group, (name, label) in enumerate(((what, "trained on"), (f"val_{what}", "held out"))):
        if name in told:
            at, values = numbers(np.arange(1, len(told[name]) + 1)), numbers(told[name])
            marks.append(Line(at, values, group, label, "solid" if group == 0 else "dashed"))
            if len(at) <= 40:
                marks.append(Points(at, values, group))
    own = told[what]
    say = f"{what} goes from {own[0]:.3g} to {own[-1]:.3g} in {len(own)} epochs"
    if f"val_{what}" in told:
        held = np.asarray(told[f"val_{what}"])
        best = int(held.argmax() if "acc" in what else held.argmin())
        say += f"; of held-out samples it is best after epoch {best + 1} ({held[best]:.3g}) and ends at {held[-1]:.3g}"
    x = Axis("epoch", low=0.5, high=max(1.5, len(own) + 0.5))
    return Scene(title, x, Axis(what, "mean over samples"), tuple(marks), f"{say}.")


def tiles(
    images: ArrayLike, *, labels: Sequence[str] = (), title: str = "Images", say: str = "", columns: int | None = None
) -> Scene:
    """Return small images side by side, all on one scale: blue below 0, orange above, white at 0.

    Parameters
    ----------
    images : array_like of shape (n, height, width)
    labels : sequence of str
        Below each.
    title, say : str
    columns : int, optional
    """
    x = np.asarray(images, dtype=float)[:_MOST_TILES]
    n, height, width = x.shape
    usual = max(1, int(np.ceil(np.sqrt(1.5 * n))))
    # Full rows where some number near the usual one allows it.
    across = columns or next((k for k in range(usual, min(2 * usual, n) + 1) if n % k == 0), min(n, usual))
    gap = 0.15 * max(height, width)
    step_x, step_y = width + gap, height + gap + (0.22 * height if labels else 0.0)
    marks: list[Mark] = []
    for k, shade in enumerate(_shades(x)):
        left, top = (k % across) * step_x, -(k // across) * step_y
        marks.append(_tile(shade, left, top, 1.0))
        if k < len(labels):
            marks.append(Text(left + width / 2, top - height - 0.13 * height, labels[k], quiet=True))
    rows = -(-n // across)
    frame = _frame(-gap, across * step_x, -rows * step_y, gap)
    told = say or f"{n} images of {height} x {width}, from {x.min():.3g} to {x.max():.3g}."
    return Scene(title, *frame, tuple(marks), told)


def _frame(left: float, right: float, low: float, high: float) -> tuple[Axis, Axis]:
    """Return hidden axes around this box, wider or higher so that a square is a square on paper."""
    wide, tall = right - left, high - low
    more, taller = max(0.0, (_PAPER * tall - wide) / 2), max(0.0, (wide / _PAPER - tall) / 2)
    across = Axis("", low=left - more, high=right + more, shown=False)
    return across, Axis("", low=low - taller, high=high + taller, shown=False)


def _shades(x: Array) -> Array:
    """Return numbers as shares: 0 is one half, the largest size 0 or 1."""
    return np.asarray(0.5 + 0.5 * x / (np.abs(x).max(initial=0.0) or 1.0))


def _tile(shade: Array, left: float, top: float, scale: float, wide: float = 1.0) -> Regions:
    """Return an image, its first row above, with its upper left corner at a place; pixels may be wider than high."""
    height, width = shade.shape
    x = numbers(left + scale * wide * np.arange(width + 1))
    y = numbers(top - scale * height + scale * np.arange(height + 1))
    return Regions(x, y, tuple(numbers(row) for row in shade[::-1]), "share")


def side_by_side(images: Sequence[ArrayLike], *, labels: Sequence[str] = (), title: str, say: str) -> Scene:
    """Return images of different sizes at one height, each on its own scale, with a label above."""
    marks: list[Mark] = []
    left = 0.0
    for k, image in enumerate(images):
        x = np.asarray(image, dtype=float)
        scale = 1.0 / max(x.shape)
        marks.append(_tile(_shades(x), left, 0.5 * (1.0 + x.shape[0] * scale), scale))
        if k < len(labels):
            marks.append(Text(left + 0.5, 1.12, labels[k]))
        left += 1.2
    frame = _frame(-0.05, left - 0.15, 0.0, 1.25)
    return Scene(title, *frame, tuple(marks), say)


def filters(model: Any, layer: str | int = 0, *, channel: int = 0, title: str | None = None) -> Scene:
    """Return the filters of a convolution, or the weights into each unit of a dense layer on images, as images.

    Parameters
    ----------
    model : Sequential
    layer : str or int, default 0
        Its name, or its number among the layers that have a kernel.
    channel : int, default 0
        Which channel of its input.
    title : str, optional

    Returns
    -------
    Scene

    Raises
    ------
    ValueError
        There is no such layer with a kernel, or its inputs are no pixels.

    Examples
    --------
    >>> from workings.neural_network import Sequential, layers
    >>> filters(Sequential([layers.Conv2D(4, 3, input_shape=(8, 8, 1))], seed=0)).title
    'What conv_2d looks for'
    """
    found = _with_kernel(model, layer)
    w = found.weights["kernel"]
    if w.ndim == 2:
        shape = next((one.input_shape for one in model.layers if len(one.input_shape or ()) == 3), None)
        if shape is None or int(np.prod(shape)) != w.shape[0]:
            raise ValueError(f"filters: the inputs of layer {found.name!r} are no pixels of an image.")
        w = w.reshape(*shape, -1)
    images = np.moveaxis(w[:, :, channel, :], -1, 0)
    say = (
        f"{len(images)} filters of layer {found.name}, {images.shape[1]} x {images.shape[2]}: orange weights are "
        f"positive, blue ones negative; the largest is {np.abs(images).max():.2f} in size."
    )
    return tiles(images, title=title or f"What {found.name} looks for", say=say)


def _with_kernel(model: Any, layer: str | int) -> Any:
    known = [one for one in model.layers if "kernel" in one.weights]
    named = {one.name: one for one in known}
    if isinstance(layer, int) and layer < len(known):
        return known[layer]
    if layer not in named:
        raise ValueError(f"filters(layer={layer!r}): the layers with a kernel are {', '.join(named) or 'none'}.")
    return named[str(layer)]


def activations(model: Any, x: ArrayLike) -> dict[str, Array]:
    """Return the output of every layer for one sample, by the layers' names."""
    from workings.neural_network.layers import Run

    sample = np.asarray(x, dtype=model.dtype)
    if sample.shape != model.layers[0].input_shape:
        raise ValueError(f"one sample has shape {model.layers[0].input_shape}, and {sample.shape} came. Try X[0].")
    outputs: list[Array] = []
    model.forward(sample[np.newaxis], Run(), outputs=outputs)
    return {layer.name: output[0] for layer, output in zip(model.layers, outputs, strict=True)}


def feature_maps(model: Any, x: ArrayLike, layer: str, *, title: str | None = None) -> Scene:
    """Return what each filter of a layer finds in one image, where.

    Parameters
    ----------
    model : Sequential
    x : array_like
        One image, of the model's input shape.
    layer : str
        The name of a layer whose output are images.
    title : str, optional

    Returns
    -------
    Scene

    Raises
    ------
    ValueError
        There is no such layer, or it puts out no images.

    Examples
    --------
    >>> from workings.neural_network import Sequential, layers
    >>> model = Sequential([layers.Conv2D(4, 3, input_shape=(8, 8, 1))], seed=0)
    >>> feature_maps(model, np.zeros((8, 8, 1)), model.layers[0].name).say
    '4 maps of 6 x 6 behind conv_2d; 4 of them are silent here.'
    """
    found = activations(model, x)
    if layer not in found or found[layer].ndim != 3:
        images = [name for name, output in found.items() if output.ndim == 3]
        raise ValueError(f"feature_maps(layer={layer!r}): the layers that put out images are {', '.join(images)}.")
    maps = np.moveaxis(found[layer], -1, 0)
    quiet = int((np.abs(maps).max(axis=(1, 2)) == 0).sum())
    say = f"{len(maps)} maps of {maps.shape[1]} x {maps.shape[2]} behind {layer}; {quiet} of them are silent here."
    return tiles(maps, title=title or f"What {layer} finds", say=say)


def network(
    model: Any, x: ArrayLike, *, names: Sequence[str] = (), most: int = 6, title: str = "An image on its way through"
) -> Scene:
    """Return one sample's activations, layer by layer from left to right.

    Parameters
    ----------
    model : Sequential
    x : array_like
        One sample.
    names : sequence of str
        Of the outputs.
    most : int, default 6
        How many maps of a layer are shown: those that respond most.
    title : str

    Notes
    -----
    Layers that put out images are columns of maps, others columns of units; grey lines join what is joined. Layers that
    change nothing in use (dropout) or only the shape are left out.

    Examples
    --------
    >>> from workings.neural_network import Sequential, layers
    >>> model = Sequential([layers.Dense(3, "relu", input_shape=(2,)), layers.Dense(2, "softmax")], seed=0)
    >>> len(network(model, [0.5, -1.0]).marks) > 0
    True
    """
    every = activations(model, x)
    kinds = {layer.name: type(layer).__name__ for layer in model.layers}
    first = np.asarray(x, dtype=float)
    columns = [("input", first)] + [
        (name, np.asarray(out, dtype=float)) for name, out in every.items() if kinds[name] not in ("Flatten", "Dropout")
    ]
    marks: list[Mark] = []
    before: list[_End] = []
    # A pixel is square on paper; the picture is 2.4 high in its own units.
    wide = (len(columns) + 0.6) / 2.4 / _PAPER
    last = np.asarray(columns[-1][1]).ravel()
    for k, (name, out) in enumerate(columns):
        mixes = kinds.get(name) in ("Conv2D", "Dense")
        # Behind a layer that leaves channels apart, the same channels are shown again.
        same = [] if mixes else [end.channel for end in before if end.channel >= 0]
        column, ends = _column(out, 1.0 * k, most, wide, same)
        pairs = [
            (a, b) for a in before for b in ends if mixes or a.channel == b.channel or -1 in (a.channel, b.channel)
        ]
        marks += [Line((a.right, b.left), (a.y, b.y), None, quiet=True) for a, b in pairs]
        marks += [*column, Text(k + 0.31, 1.14, name, quiet=True)]
        before = ends
    winner = int(last.argmax())
    told = names[winner] if winner < len(names) else str(winner)
    height = 2.0 / max(len(last), 1)
    for j in range(len(last) if len(last) <= 12 else 0):
        word = names[j] if j < len(names) else str(j)
        place = 1.0 - height * (j + 0.5)
        marks.append(Text(len(columns) - 0.3, place, f"{word}  {100 * last[j]:.0f} %", "left", quiet=j != winner))
    return Scene(
        title,
        Axis("", low=-0.1, high=len(columns) + 0.5, shown=False),
        Axis("", low=-1.15, high=1.25, shown=False),
        tuple(marks),
        f"Through {len(columns) - 1} layers to {told!r}, of which the network says {100 * last[winner]:.1f} %.",
    )


class _End(NamedTuple):
    """Where lines meet a tile, and the channel that it shows; -1: all."""

    left: float
    right: float
    y: float
    channel: int


def _column(out: Array, left: float, most: int, wide: float, same: Sequence[int]) -> tuple[list[Regions], list[_End]]:
    """Return an output as a column of tiles from height 1 to -1, and where lines meet them."""
    shades = _shades(out)
    if out.ndim != 3:
        units = shades.reshape(-1, 1)
        units = units[:: max(1, -(-len(units) // 40))]  # more could not be seen
        x, y = numbers([left + 0.16, left + 0.46]), numbers(np.linspace(-1.0, 1.0, len(units) + 1))
        tile = Regions(x, y, tuple(numbers(row) for row in units[::-1]), "share")
        return [tile], [_End(x[0], x[1], 0.0, -1)]
    strongest = [int(c) for c in np.sort(np.argsort(-np.abs(out).sum(axis=(0, 1)), kind="stable")[:most])]
    if same and max(same) < out.shape[2]:
        strongest = list(same)
    room = 2.0 / len(strongest)
    size = min(0.62 / wide, 0.85 * room)
    pixel = size / max(out.shape[:2])
    middle = left + 0.31
    made, ends = [], []
    for j, c in enumerate(strongest):
        height, half = 1.0 - room * (j + 0.5), wide * pixel * out.shape[1] / 2
        made.append(_tile(shades[:, :, c], middle - half, height + pixel * out.shape[0] / 2, pixel, wide))
        ends.append(_End(middle - half, middle + half, height, c))
    return made, ends
