"""Mistakes of softmax that have a number in them: which number is read off the subject's own answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from workings.checker.causes import Evidence
from workings.checker.model import Array

Formula = Callable[[Array, int | None], Array]
Fit = tuple[str, Formula, tuple[str, ...]]


def _weights(x: Array, axis: int | None) -> Array:
    e: Array = np.exp(x - x.max(axis=axis, keepdims=True))
    return e


def _shares(e: Array, axis: int | None) -> Array:
    shares: Array = e / e.sum(axis=axis, keepdims=True)
    return shares


def fits(evidence: Evidence) -> Iterator[Fit]:
    """Yield mistakes whose number fits the subject's answers."""
    yield from _scaled(evidence)
    yield from _biased(evidence)
    yield from _rounded(evidence)
    yield from _capped(evidence)
    yield from _clamped(evidence)
    yield from _cut(evidence)


def _first(evidence: Evidence) -> tuple[Array, int | None, Array] | None:
    """Return the first core case with finite positive answers: input, axis, answer."""
    for i in evidence.core():
        case, got = evidence.cases[i], evidence.grades[i].got
        if got is not None and got.shape == case.expected.shape and np.all(np.isfinite(got)) and np.all(got > 0):
            return np.asarray(case.args[0], dtype=float), case.along, got.astype(float)
    return None


def _scaled(evidence: Evidence) -> Iterator[Fit]:
    """Softmax of s * x: a base other than e, or a temperature other than 1."""
    found = _first(evidence)
    if found is None:
        return
    x, _, got = found
    # Two neighbours in the vector, or in the first row or column: log of their ratio over their difference.
    for move in ((0, 1), (1, 0)) if x.ndim > 1 else ((1,),):
        start = (0,) * x.ndim
        if any(m >= n for m, n in zip(move, x.shape, strict=True)):
            continue
        s = float((np.log(got[move]) - np.log(got[start])) / (x[move] - x[start]))
        if not np.isfinite(s) or abs(s - 1.0) < 1e-12 or abs(s) > 1e3:
            continue
        base = float(np.exp(s))
        if s < 0:
            code = "sign_flipped"
        elif abs(base - 2.718281828) < 0.01 or (base < 200 and round(base) > 1 and abs(base - round(base)) < 1e-9):
            code = "wrong_base"
        else:
            code = "temperature_baked_in"
        yield code, lambda x, a, s=s: _shares(_weights(s * x, a), a), ()  # type: ignore[misc]


def _biased(evidence: Evidence) -> Iterator[Fit]:
    """A constant below the line, or added to the result."""
    found = _first(evidence)
    if found is None:
        return
    x, axis, got = found
    total = got.sum(axis=axis, keepdims=True)
    for shifted in (True, False, None):
        top = x.max() if shifted is None else x.max(axis=axis, keepdims=True) * bool(shifted)
        own = np.exp(x - top).sum(axis=axis, keepdims=True)
        eps = float(np.max(own * (1.0 / total - 1.0)))
        for constant in {eps, _tidy(eps)}:
            if abs(constant) < 1e-13:
                continue

            def answer(x: Array, a: int | None, c: float = constant, shifted: bool | None = shifted) -> Array:
                top = x.max() if shifted is None else x.max(axis=a, keepdims=True) * bool(shifted)
                e = np.exp(x - top)
                biased: Array = e / (e.sum(axis=a, keepdims=True) + c)
                return biased

            yield (
                "eps_bias",
                answer,
                () if shifted else ("overflow",) if shifted is False else ("underflow_global_max",),
            )
    added = _tidy(float(np.max(total - 1.0) / (x.size if axis is None else x.shape[axis])))
    if abs(added) > 1e-13:
        yield "eps_bias", lambda x, a: _shares(_weights(x, a), a) + added, ()


def _tidy(value: float) -> float:
    """Return the number that somebody typed: one significant digit."""
    return float(f"{value:.0e}")


def rounded_to(evidence: Evidence) -> int | None:
    """Return the number of decimals that all everyday answers have, if it is small."""
    values = [evidence.grades[i].got for i in evidence.core()]
    finite = [got for got in values if got is not None and got.size and np.all(np.isfinite(got))]
    for decimals in range(9):
        if finite and all(np.array_equal(np.round(got, decimals), got) for got in finite):
            return decimals or None
    return None


def _rounded(evidence: Evidence) -> Iterator[Fit]:
    decimals = rounded_to(evidence)
    if decimals is not None:
        yield "rounds_output", lambda x, a: np.round(_shares(_weights(x, a), a), decimals), ()


def _lowest(evidence: Evidence) -> float:
    """Return the smallest answer among those that should be nearly 0."""
    low = [
        float(np.min(g.got))
        for i in evidence.having(("spread",))
        if (g := evidence.grades[i]).got is not None and g.got.size and np.all(np.isfinite(g.got))
    ]
    return min(low, default=0.0)


def _capped(evidence: Evidence) -> Iterator[Fit]:
    """Probabilities floored (and capped) after normalising, with or without normalising again."""
    floor = _lowest(evidence)
    for c in {floor, _tidy(floor)}:
        if c <= 1e-200:
            continue
        yield "clips_output", lambda x, a, c=c: np.maximum(_shares(_weights(x, a), a), c), ()  # type: ignore[misc]
        yield "clips_output", lambda x, a, c=c: np.clip(_shares(_weights(x, a), a), c, 1.0 - c), ()  # type: ignore[misc]
        yield "clips_output", lambda x, a, c=c: _shares(np.maximum(_shares(_weights(x, a), a), c), a), ()  # type: ignore[misc]
        yield "clips_output", lambda x, a, c=c: _shares(np.clip(_shares(_weights(x, a), a), c, 1 - c), a), ()  # type: ignore[misc]
        yield "eps_bias", lambda x, a, c=c: _shares(_weights(x, a), a) + c, ()  # type: ignore[misc]
        yield "eps_bias", lambda x, a, c=c: _shares(_weights(x, a) + c, a), ()  # type: ignore[misc]


def _after(x: Array, axis: int | None, bound: float) -> Array:
    """Shift, then clamp below."""
    return _shares(np.exp(np.maximum(x - x.max(axis=axis, keepdims=True), -bound)), axis)


def _cut(evidence: Evidence) -> Iterator[Fit]:
    """Small probabilities set to 0."""
    zeros = [
        bool(np.any((g.got == 0) & (evidence.cases[i].expected > 1e-250)))
        for i in evidence.having(("spread", "middling"))
        if (g := evidence.grades[i]).got is not None and g.got.shape == evidence.cases[i].expected.shape
    ]
    if not any(zeros):
        return
    for power in range(1, 17):

        def answer(x: Array, a: int | None, c: float = 10.0**-power) -> Array:
            p = _shares(_weights(x, a), a)
            return np.where(p < c, 0.0, p)

        yield "clips_output", answer, ()
        yield "clips_output", lambda x, a, answer=answer: _shares(answer(x, a), a), ()  # type: ignore[misc]


_BOUNDS = (
    1.0,
    2.0,
    3.0,
    5.0,
    6.0,
    10.0,
    15.0,
    20.0,
    25.0,
    30.0,
    40.0,
    50.0,
    60.0,
    80.0,
    88.0,
    100.0,
    200.0,
    300.0,
    400.0,
    500.0,
    600.0,
    700.0,
    709.0,
)


def _clamps(bound: float) -> tuple[Fit, ...]:
    return (
        ("clips_logits", lambda x, a: _shares(_weights(np.clip(x, -bound, bound), a), a), ()),
        ("clips_logits", lambda x, a: _shares(_weights(np.minimum(x, bound), a), a), ()),
        ("clips_logits", lambda x, a: _shares(_weights(np.maximum(x, -bound), a), a), ()),
        ("clips_logits", lambda x, a: _after(x, a, bound), ()),
    )


# Made once, so that what they answer to the standing cases is remembered.
_CLAMPS = tuple(fit for bound in _BOUNDS for fit in _clamps(bound))


def _clamped(evidence: Evidence) -> Iterator[Fit]:
    """Inputs clamped: to both sides, or only below after the shift."""
    if not evidence.having(("spread", "middling", "vector", "matrix", "long"), failing=True):
        return
    yield from _CLAMPS
