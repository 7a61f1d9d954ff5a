"""How far results are from the true values, in ulp, along ways from easy input to hard: ours and the peers', drawn.

Each curve is the largest error over several random draws at one place of the way. The truth is `tests/oracle.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from tests import oracle

from benchmarks import _peers
from benchmarks._exactness import TRUTHS
from benchmarks._peers import Array

PICTURE = Path(__file__).resolve().parent.parent / "docs" / "images" / "ulp.png"
LOOK = {
    "workings": ("#0072b2", "-", "o"),
    "scipy": ("#d55e00", "--", "s"),
    "sklearn": ("#cc79a7", "--", "v"),
    "torch": ("#009e73", "-.", "^"),
    "jax": ("#8a8a8a", ":", "D"),
}
DRAWS = 200
# Beyond this every digit is wrong; nan and inf are drawn here too.
WORST = 2.0**53


@dataclass(frozen=True)
class Way:
    """A function, the input along the way, and what the way is called."""

    function: str
    title: str
    knob: str
    places: tuple[float, ...]
    draw: Callable[[np.random.Generator, float], Array]
    log: bool = False
    dtype: Any = np.float64


def _normal(rng: np.random.Generator, length: int, scale: float) -> Array:
    draws = max(2, min(DRAWS, 200_000 // length))
    return scale * rng.standard_normal((draws, length))


def _certain(rng: np.random.Generator, gap: float) -> Array:
    x = rng.standard_normal((DRAWS, 10))
    x[:, 0] = x.max(axis=1) + gap
    return x


def _logs_of_probabilities(rng: np.random.Generator, length: float) -> Array:
    p = rng.dirichlet(np.full(int(length), 0.5), size=max(2, min(DRAWS, 20_000 // int(length))))
    return np.log(np.maximum(p, 1e-300))


def _near(rng: np.random.Generator, x: float) -> Array:
    return (x + rng.uniform(-0.5, 0.5, DRAWS)).reshape(1, -1)


_LENGTHS = (2.0, 3.0, 10.0, 30.0, 100.0, 1000.0, 10_000.0, 100_000.0)
WAYS = (
    Way("softmax", "softmax, longer rows", "entries in a row", _LENGTHS, lambda r, n: _normal(r, int(n), 10.0), True),
    Way(
        *("softmax", "softmax, wider logits", "standard deviation of the logits"),
        *((0.1, 1.0, 3.0, 10.0, 30.0, 100.0, 200.0), lambda r, s: _normal(r, 10, s), True),
    ),
    Way(
        *("log_softmax", "log_softmax, surer of one class", "gap between the best logit and the next"),
        *((0.0, 1.0, 2.0, 5.0, 10.0, 15.0, 20.0, 30.0, 36.0, 40.0, 60.0, 100.0), _certain),
    ),
    Way(
        *("logsumexp", "logsumexp of logarithms of probabilities", "classes"),
        *((2.0, 3.0, 10.0, 100.0, 1000.0), _logs_of_probabilities, True),
    ),
    Way(
        *("sigmoid", "sigmoid", "argument"),
        *(tuple(range(-740, 41, 60)), _near),
    ),
    Way(
        *("softmax", "softmax in float32, longer rows", "entries in a row"),
        *((*_LENGTHS, 1e6), lambda r, n: _normal(r, int(n), 10.0), True, np.float32),
    ),
)


def errors(way: Way) -> dict[str, list[float]]:
    """Return every library's largest error at each place of the way."""
    functions = _peers.functions(way.function)
    found: dict[str, list[float]] = {name: [] for name in functions}
    for place in way.places:
        x = way.draw(np.random.default_rng(7), place).astype(way.dtype)
        truth = TRUTHS[way.function](x)
        for name, function in functions.items():
            with np.errstate(all="ignore"):
                off = oracle.ulps(function(x.copy()), truth)
            found[name].append(float(min(WORST, np.max(off))))
    return found


def draw(found: dict[str, dict[str, list[float]]]) -> None:
    """Draw a panel for each way."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(11, 6.4), layout="constrained")
    for k, (axes, way) in enumerate(zip(figure.subplots(2, 3).flat, WAYS, strict=True)):
        axes.axhspan(0.01, 2.0, color="#0072b2", alpha=0.07, linewidth=0)
        for name, off in found[way.title].items():
            colour, line, mark = LOOK[name]
            thick, above = (2.4, 3) if name == "workings" else (1.3, 2)
            values = np.maximum(off, 0.1)
            axes.plot(way.places, values, line, color=colour, marker=mark, ms=4, lw=thick, zorder=above, label=name)
        axes.set(yscale="log", ylim=(0.1, 2 * WORST), xlabel=way.knob)
        axes.set_yticks([1.0, 1e3, 1e6, 1e9, 1e12, 1e15], ["1", "10³", "10⁶", "10⁹", "10¹²", "10¹⁵"])
        axes.minorticks_off()
        if way.log:
            axes.set_xscale("log")
            axes.minorticks_off()
        axes.set_title(way.title, fontsize=11, loc="left")
        axes.grid(alpha=0.2)
        axes.spines[["top", "right"]].set_visible(False)
        if k % 3 == 0:
            axes.set_ylabel("largest error, ulp")
        if k == 0:
            axes.text(way.places[0], 0.15, "band: at most 2 ulp, as promised", fontsize=8, color="#0072b2")
            axes.legend(frameon=False, fontsize=9)
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(PICTURE, dpi=110, metadata={"Software": None})
    print(f"Drawn in {PICTURE}")


def main() -> dict[str, Any]:
    """Print the table, draw it, and return it."""
    print("\nExactness: largest errors in ulp")
    kept: dict[str, dict[str, list[float]]] = {}
    tables: dict[str, Any] = {}
    for way in WAYS:
        kept[way.title] = found = errors(way)
        print(f"\n{way.title} ({way.knob})\n{'':10}" + "".join(f"{place:>11g}" for place in way.places))
        for name, off in found.items():
            print(f"{name:10}" + "".join(f"{one:11.3g}" for one in off))
        tables[f"{way.title}; columns: {way.knob}; ulp"] = {
            name: {f"{place:g}": one for place, one in zip(way.places, off, strict=True)} for name, off in found.items()
        }
    draw(kept)
    return tables


if __name__ == "__main__":
    main()
