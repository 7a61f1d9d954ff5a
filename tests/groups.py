"""Groups of scores on which implementations of softmax lose digits, by name; the same ones every time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
LN2 = 0.6931471805599453


def underflow(dtype: Any) -> tuple[float, float]:
    """Return how far below the maximum a term becomes subnormal, and how far below it is nothing."""
    return (87.0, 104.5) if np.dtype(dtype) == np.float32 else (708.0, 746.0)


def huge(dtype: Any) -> float:
    """Return a magnitude near the end of a type's range."""
    return 1e38 if np.dtype(dtype) == np.float32 else 1e300


def families(dtype: Any, m: int, n: int, seed: int = 0) -> Iterator[tuple[str, Array]]:
    """Yield (name, array of m groups of n finite entries)."""
    rng = np.random.default_rng([seed, m, n])
    normal = rng.normal(size=(m, n))
    first, last = underflow(dtype)
    for scale in (1.0 / huge(dtype), 1e-30, 1e-8, 1e-3, 0.3, 1.0, 3.0, 10.0, 30.0, 100.0, 330.0, 1000.0, 2e4, 1e6):
        yield f"normal * {scale:g}", normal * scale
    for offset in (1.0, -1.0, 100.0, -100.0, 339.0, 341.0, -341.0, 1e4, -1e4, 59999.5, 60000.0, 60000.5, -60000.3, 1e7):
        yield f"normal * 5 + {offset:g}", normal * 5 + offset
        yield f"gradual underflow + {offset:g}", _with_top(-rng.uniform(first, last, (m, n)), 0.0) + offset
        yield f"wide + {offset:g}", -rng.uniform(0.0, last, (m, n)) + offset
    yield "normal at one huge offset", normal + huge(dtype)
    yield "huge spread", normal * huge(dtype)
    yield "huge negative", -np.abs(normal) * huge(dtype)
    yield "one large entry, many tiny", _with_top(-rng.uniform(20.0, 45.0, (m, n)), 0.0)
    yield "one large entry far up, many tiny", _with_top(5000.0 - rng.uniform(20.0, 45.0, (m, n)), 5000.0)
    yield "ties", rng.integers(-2, 3, (m, n)).astype(float)
    yield "ties far up", rng.integers(-2, 3, (m, n)) * 300.0 + 12345.0
    yield "all equal", np.full((m, n), 0.1)
    yield "all equal, far down", np.full((m, n), -70000.25)
    halves = rng.integers(-900, 900, (m, n)) * (LN2 / 2)
    yield "near halves of ln 2", halves * (1 + rng.integers(-2, 3, (m, n)) * 2.0**-52)
    yield "near halves of ln 2, small", rng.integers(-15, 16, (m, n)) * (LN2 / 2) + rng.normal(size=(m, n)) * 1e-7
    yield "underflow near halves of ln 2", _with_top(-np.rint(rng.uniform(first, last, (m, n)) / LN2) * LN2, 0.0)
    edge = np.nextafter(11.0, rng.choice([0.0, 20.0], (m, n)))
    yield "magnitudes about 11", edge * rng.choice([-1.0, 1.0], (m, n))
    edge = np.nextafter(340.0, rng.choice([0.0, 500.0], (m, n)))
    yield "magnitudes about 340", edge * rng.choice([-1.0, 1.0], (m, n))
    yield "all magnitudes", 10.0 ** rng.uniform(-12, 3, (m, n)) * rng.choice([-1.0, 1.0], (m, n))
    yield "all magnitudes, wider", 10.0 ** rng.uniform(-30, 5, (m, n)) * rng.choice([-1.0, 1.0], (m, n))
    yield "equally spaced", np.tile(-np.arange(n) * (last / n), (m, 1)) + rng.normal(size=(m, 1))
    yield "falling steeply", np.tile(-np.arange(n) * 0.7, (m, 1)) + rng.normal(size=(m, 1)) * 3


def _with_top(x: Array, top: float) -> Array:
    """Put one entry `top` into every group, at another place in each."""
    x[np.arange(x.shape[0]), np.arange(x.shape[0]) * 7 % x.shape[1]] = top
    return x


def of_type(dtype: Any, m: int, n: int, seed: int = 0) -> Iterator[tuple[str, Array]]:
    """Yield `families` rounded to a type (what overflows in float32 is left out)."""
    for name, values in families(dtype, m, n, seed):
        with np.errstate(over="ignore"):
            x = values.astype(dtype)
        if np.isfinite(x).all():
            yield name, x


def log_probabilities(dtype: Any, n: int, seed: int = 0) -> Iterator[tuple[str, Array]]:
    """Yield groups (1, n) whose exponentials add up to nearly 1."""
    rng = np.random.default_rng([seed, n])
    for name, scores in (
        ("normal", rng.normal(size=n)),
        ("wide", rng.normal(size=n) * 10),
        ("uniform", np.zeros(n)),
        ("one takes nearly all", np.concatenate([[40.0], rng.uniform(-5, 5, n - 1)])),
        ("steep", -np.arange(n) * 0.7),
    ):
        wide = scores - scores.max()
        yield name, (wide - np.log(np.exp(wide).sum()))[None].astype(dtype)
