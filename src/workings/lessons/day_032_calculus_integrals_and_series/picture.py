"""The day's picture: a function, and its Taylor polynomial as the degree grows."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from workings.show import Control, Scene
from workings.show.calculus import taylor


class Known(NamedTuple):
    """A function, how it is written, its k-th Taylor coefficient about c, and how far its series reaches from c."""

    f: Callable[[Any], Any]
    text: str
    coefficient: Callable[[int, float], float]
    reach: Callable[[float], float]
    limits: tuple[tuple[float, float], tuple[float, float]]


KNOWN = (
    Known(
        np.sin,
        "sin x",
        lambda k, c: math.sin(c + k * math.pi / 2) / math.factorial(k),
        lambda c: math.inf,
        ((-7.0, 7.0), (-2.5, 2.5)),
    ),
    Known(
        np.exp,
        "exp x",
        lambda k, c: math.exp(c) / math.factorial(k),
        lambda c: math.inf,
        ((-5.0, 3.0), (-2.0, 12.0)),
    ),
    Known(
        lambda x: np.log(np.where(x > -1.0, 1.0 + x, np.nan)),
        "log(1 + x)",
        lambda k, c: (-1) ** (k - 1) / (k * (1.0 + c) ** k) if k else math.log1p(c),
        lambda c: 1.0 + c,
        ((-0.98, 4.0), (-3.0, 3.0)),
    ),
    # 1 / (1 + x**2) is the imaginary part of 1 / (x - i), whose series is geometric.
    Known(
        lambda x: 1.0 / (1.0 + x * x),
        "1 / (1 + x²)",
        lambda k, c: ((-1) ** k / (c - 1j) ** (k + 1)).imag,
        lambda c: math.hypot(1.0, c),
        ((-3.0, 3.0), (-0.5, 1.5)),
    ),
)
CONTROLS = (
    Control("degree", 0.0, 20.0, 5.0, "degree of the polynomial", step=1.0),
    Control("centre", -0.6, 2.0, 0.0, "centre", step=0.1),
    Control("which", 0.0, 3.0, 0.0, "sin x, exp x, log(1 + x), 1 / (1 + x²)", step=1.0),
)


def scene(degree: float = 5.0, centre: float = 0.0, which: float = 0.0) -> Scene:
    """Return the function, and the polynomial that agrees with it at the centre."""
    known, c = KNOWN[int(which)], float(centre)
    coefficients = [known.coefficient(k, c) for k in range(int(degree) + 1)]
    title = f"{known.text}, and its Taylor polynomial of degree {int(degree)}"
    return taylor(known.f, coefficients, c, limits=known.limits, reach=known.reach(c), title=title)
