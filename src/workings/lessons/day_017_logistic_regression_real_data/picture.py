"""The day's picture: what one neuron does with an image. Pixels times weights, summed, through the sigmoid."""

from __future__ import annotations

import numpy as np

from workings.lessons.day_017_logistic_regression_real_data.data import LONGEST, Array, digits, unit_after
from workings.show import Area, Axis, Control, Line, Points, Regions, Scene, Text
from workings.show.scene import Mark, numbers
from workings.special import sigmoid

CONTROLS = (
    Control("steps", 1.0, float(LONGEST), 500.0, "steps of gradient descent", scale="log"),
    Control("digit", 0.0, 9.0, 8.0, "digit that the neuron looks for", step=1.0),
    Control("image", 0.0, 99.0, 20.0, "number of the image, not seen in training", step=1.0),
)
STEPS = "steps"
_SIDE, _GAP, _MINUS = 8.0, 2.0, "\u2212"


def scene(steps: float = 500.0, digit: float = 8.0, image: float = 20.0) -> Scene:
    """Return an image, the weights, their product pixel by pixel, and what becomes of the sum."""
    wanted, data = int(digit), digits()
    w, b = unit_after(wanted, round(steps))
    pixels, is_digit = data.unseen[int(image)], int(data.unseen_digits[int(image)])
    evidence = w * pixels
    z = float(evidence.sum()) + b
    a = float(sigmoid(z))
    found = sigmoid(data.unseen @ w + b) > 0.5
    true = data.unseen_digits == wanted
    middle = [k * (_SIDE + _GAP) + _SIDE / 2 for k in range(3)]
    marks: list[Mark] = [
        _panel(0, pixels, "amount"),
        _panel(1, _signed(w), "share"),
        _panel(2, _signed(evidence), "share"),
        *(_frame(k) for k in range(3)),
        Points((), (), 1, f"speaks for {an(wanted)}"),
        Points((), (), 0, "speaks against it"),
        *(Text(x, 9.0, text) for x, text in zip(middle, ("pixels x", "weights w", "pixels × weights"), strict=True)),
        Text((middle[0] + middle[1]) / 2, 4.0, "×"),
        Text((middle[1] + middle[2]) / 2, 4.0, "="),
        Text(0.0, -1.4, f"z = sum + b = {_number(evidence.sum())} {_added(b)} = {_number(z)}", "left"),
        Text(0.0, -3.0, f"a = σ(z) = {_share(a)}", "left"),
        *_gauge(a),
        Text(middle[2], -1.4, f"says: {'' if a > 0.5 else 'not '}{an(wanted)}"),
        Text(middle[2], -3.0, f"it is {an(is_digit)}"),
    ]
    say = (
        f"After {_counted(round(steps))} the neuron gives this {is_digit} the probability {_share(a)} of being "
        f"{an(wanted)}. Of {true.sum()} unseen {wanted}s it finds {np.sum(found & true)}; it takes "
        f"{np.sum(found & ~true)} of {np.sum(~true)} others for one."
    )
    x = Axis("", low=-0.6, high=3 * _SIDE + 2 * _GAP + 0.6, shown=False)
    return Scene("One neuron looks at one image", x, Axis("", low=-6.4, high=10.6, shown=False), tuple(marks), say)


def an(digit: int) -> str:
    """Return the digit with its article."""
    return f"an {digit}" if digit == 8 else f"a {digit}"


def _panel(k: int, values: Array, scale: str) -> Regions:
    """Return 64 numbers as 8 rows of pixels, the first row uppermost."""
    left = k * (_SIDE + _GAP)
    rows = tuple(numbers(row) for row in values.reshape(8, 8)[::-1])
    edges = np.arange(9.0)
    return Regions(numbers(left + edges), numbers(edges), rows, "amount" if scale == "amount" else "share")


def _frame(k: int) -> Line:
    left, right = k * (_SIDE + _GAP), k * (_SIDE + _GAP) + _SIDE
    return Line((left, right, right, left, left), (0.0, 0.0, _SIDE, _SIDE, 0.0), quiet=True)


def _gauge(a: float) -> list[Mark]:
    """Return the probability as the filled part of a long bar."""
    end, low, high = 3 * _SIDE + 2 * _GAP, -5.2, -4.4
    box = Line((0.0, end, end, 0.0, 0.0), (low, low, high, high, low), quiet=True)
    half = Line((end / 2, end / 2), (low - 0.2, high + 0.2), quiet=True)
    filled = Area((0.0, a * end, a * end, 0.0), (low, low, high, high), 1)
    ends = Text(0.0, -5.9, "0", "left", quiet=True), Text(end, -5.9, "1", "right", quiet=True)
    return [filled, box, half, *ends, Text(end / 2, -5.9, "0.5", quiet=True)]


def _number(value: float) -> str:
    return f"{value:.2f}".replace("-", _MINUS)


def _counted(n: int) -> str:
    return "1 step" if n == 1 else f"{n:,} steps"


def _share(a: float) -> str:
    return f"{a:.3f}" if a >= 0.001 else "below 0.001"


def _added(value: float) -> str:
    return f"{_MINUS if value < 0 else '+'} {abs(value):.2f}"


def _signed(values: Array) -> Array:
    """Return numbers from 0 (most negative) over one half (zero) to 1."""
    most = float(np.abs(values).max())
    signed: Array = 0.5 + 0.5 * values / (most or 1.0)
    return signed
