"""The sigmoid: 1 / (1 + exp(-x)), entry by entry."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np

from workings.checker.causes import Evidence
from workings.checker.intents import Clues
from workings.checker.model import Array, Case, Cause, Family, Intent, Symptom, Topic, Variant
from workings.checker.topics import _symptoms
from workings.checker.topics._common import COMMON, COMMON_EDITS

NUMBER = Intent("number", "a function of one number", 1, "a function of one number")
VECTOR = Intent("vector", "a function of every entry of a vector", 3, "a function of a vector")
MATRIX = Intent("matrix", "a function of every entry of a matrix", 2, "a function of a matrix")
ARRAY = Intent("array", "a function of every entry of any array", 5, "a function of any array")


def exact(x: Array) -> Array:
    """Sigmoid in longdouble, from the side on which exp is small."""
    e = np.exp(-np.abs(x))
    result: Array = np.where(x >= 0, 1.0 / (1.0 + e), e / (1.0 + e))
    return result


def build(
    intent: Intent,
    tag: str,
    x: Any,
    axis: int | None = None,
    *,
    core: bool = False,
    options: dict[str, Any] | None = None,
) -> Case | None:
    """Make the case of these numbers, or None if the intent does not include their shape."""
    array = np.asarray(x)
    if array.dtype.kind != "i":
        array = array.astype(np.float64)
    rank = array.ndim
    if intent is MATRIX and rank == 1:
        array, rank = array[None], 2
    if (intent is NUMBER) != (rank == 0) or (intent is VECTOR and rank != 1) or (intent is MATRIX and rank != 2):
        return None
    with np.errstate(all="ignore"):
        true = exact(array.astype(np.longdouble)).astype(np.float64)
    # Absolute: forms by way of tanh or 1 - p lose the small values, and are ordinary all the same.
    allowed = 4e-13 * true + 1e-15
    given = array if rank else (int(array) if array.dtype.kind == "i" else float(array))
    return Case(tag, (given,), true, allowed, core=core, options=options or {})


_INPUTS: tuple[tuple[str, list[float], bool], ...] = (
    ("vector", [0.5, -1.25, 2.5, 1.0], True),
    ("vector", [-1.5, -0.25, -2.25], True),
    ("vector", [1.0, 2.0, 3.0, 0.25, 5.0], True),
    ("zero", [0.0, 1.0, -1.0], False),
    ("middling", [8.0, -8.0, 12.0, -12.0], False),
    ("spread", [20.0, -20.0, 25.0, -25.0, 31.0, -31.0], False),
    ("far", [40.0, -40.0, 100.0, -100.0, 300.0, 690.0], False),
    ("big", [710.0, 1000.0, 1e5, 1e300], False),
    ("low", [-710.0, -1000.0, -1e5, -1e300], False),
)


@cache
def cases(intent: Intent) -> list[Case]:
    """Every directed case of this intent."""
    rows: list[tuple[str, Any, bool]] = []
    for tag, values, core in _INPUTS:
        rows += [(tag, v, core) for v in values] if intent is NUMBER else [(tag, np.array(values), core)]
    rows += [("single", np.array([2.5]), False), ("single", np.array([-0.5]), False)]
    rows += [
        ("matrix", np.array([[0.5, -1.0, 2.0], [1.5, -2.5, 0.25]]), True),
        ("deep", np.ones((2, 2, 2)) - 0.3, False),
    ]
    rows += [("integer", np.array([0, 3, -2, 5]), False), ("integer", np.array(2), False)]
    rows += [("mask", np.array([-np.inf, 1.0]), False)]
    made = [build(intent, tag, x, core=core) for tag, x, core in rows]
    return [case for case in made if case is not None]


def _s(x: Array) -> Array:
    return exact(x)


def _softsign(x: Array) -> Array:
    result: Array = x / (1.0 + np.abs(x))
    return result


VALUES: tuple[tuple[str, Callable[[Array], Array]], ...] = (
    ("sign_flipped", lambda x: _s(-x)),
    ("sign_flipped", lambda x: -_s(x)),
    ("missing_parentheses", lambda x: 1.0 + np.exp(-x)),
    ("missing_parentheses", lambda x: 1.0 / np.exp(-x) + 1.0),
    ("missing_parentheses", lambda x: 1.0 + np.exp(x)),
    ("returns_derivative", lambda x: _s(x) * _s(-x)),
    ("returns_tanh", np.tanh),
    ("returns_tanh", lambda x: np.tanh(x / 2)),
    ("returns_log", lambda x: -np.logaddexp(0.0, -x)),
    ("hard_max", lambda x: (x > 0) * 1.0),
    ("hard_max", lambda x: (x >= 0) * 1.0),
    ("no_exp", lambda x: np.clip(0.2 * x + 0.5, 0.0, 1.0)),
    ("no_exp", lambda x: np.clip(0.25 * x + 0.5, 0.0, 1.0)),
    ("no_exp", lambda x: np.clip(x / 6 + 0.5, 0.0, 1.0)),
    ("no_exp", _softsign),
    ("no_exp", lambda x: (1.0 + _softsign(x)) / 2),
    ("no_exp", lambda x: 0.5 + 0.5 * _softsign(x / 2)),
    ("no_exp", lambda x: 1.0 / (1.0 - x)),
    ("ignores_sign", lambda x: _s(np.abs(x))),
    ("ignores_sign", lambda x: _s(-np.abs(x))),
    ("mismatched_shift", lambda x: _s(x - np.max(x))),
    ("mismatched_shift", lambda x: 1.0 / (1.0 + np.exp(-(x - np.min(x))))),
    ("mismatched_shift", lambda x: _s(x - np.mean(x))),
    ("returns_softmax", lambda x: np.exp(x - np.max(x)) / np.sum(np.exp(x - np.max(x)))),
    ("not_inverted", lambda x: np.exp(-x)),
    ("no_exp", lambda x: 1.0 / (1.0 + x)),
)


def _variant(code: str, answer: Callable[[Array], Array]) -> Variant:
    return Variant(code, lambda case: answer(np.asarray(case.args[0], dtype=np.float64)))


def variants(intent: Intent) -> Sequence[Variant]:
    """Every mistake."""
    return [_variant(code, answer) for code, answer in VALUES]


def _first(evidence: Evidence) -> tuple[Array, Array] | None:
    for i in evidence.core():
        got = evidence.grades[i].got
        if got is not None and got.shape == evidence.cases[i].expected.shape and np.all(np.isfinite(got)):
            return np.asarray(evidence.cases[i].args[0], dtype=float), np.asarray(got, dtype=float)
    return None


def _fits(evidence: Evidence) -> Iterator[tuple[str, Callable[[Array], Array]]]:
    found = _first(evidence)
    if found is None:
        return
    x, got = (np.ravel(a)[0] for a in found)
    with np.errstate(all="ignore"):
        s = float((np.log(got) - np.log1p(-got)) / x)
        added = [float(got - exact(x)), float(1.0 / got - 1.0 / exact(x))]
    if np.isfinite(s) and abs(s - 1.0) > 1e-9:
        base = float(np.exp(s))
        whole = 1 < round(base) < 200 and abs(base - round(base)) < 1e-9
        code = "sign_flipped" if s < 0 else "wrong_base" if whole else "temperature_baked_in"
        yield code, lambda x: _s(s * x)
    for c in {added[0], float(f"{added[0]:.0e}")}:
        yield "eps_bias", lambda x, c=c: _s(x) + c  # type: ignore[misc]
    for c in {added[1], float(f"{added[1]:.0e}")}:
        yield "eps_bias", lambda x, c=c: 1.0 / (1.0 / _s(x) + c)  # type: ignore[misc]
    for d in range(1, 12):
        yield "rounds_output", lambda x, d=d: np.round(_s(x), d)  # type: ignore[misc]
    for b in (3.0, 5.0, 6.0, 8.0, 10.0, 15.0, 16.0, 20.0, 25.0, 30.0):
        yield "clips_logits", lambda x, b=b: _s(np.clip(x, -b, b))  # type: ignore[misc]
    spread = [evidence.grades[i].got for i in evidence.having(("spread", "far", "low"))]
    floor = min((float(np.min(g)) for g in spread if g is not None and g.size), default=0.0)
    for c in {floor, float(f"{floor:.0e}")}:
        if 0.0 < c < 0.5:
            yield "clips_output", lambda x, c=c: np.clip(_s(x), c, 1.0 - c)  # type: ignore[misc]
            yield "clips_output", lambda x, c=c: np.maximum(_s(x), c)  # type: ignore[misc]


def fitted(evidence: Evidence) -> Sequence[Variant]:
    """Mistakes with a number in them."""
    return [_variant(code, answer) for code, answer in _fits(evidence)]


def _at(sign: float) -> Callable[[Intent, float], Case | None]:
    def at(intent: Intent, t: float) -> Case | None:
        return build(intent, "dial", sign * t if intent is NUMBER else np.array([sign * t]))

    return at


def _either(intent: Intent, t: float) -> Case | None:
    return build(intent, "dial", -t) if intent is NUMBER else build(intent, "dial", np.array([t, -t]))


def draw(intent: Intent) -> Any:
    """Return a Hypothesis strategy for the argument."""
    from hypothesis import strategies as st

    entry = st.one_of(st.floats(-20, 20), st.floats(-1e3, 1e3), st.floats(-1e308, 1e308))
    if intent is NUMBER:
        return st.tuples(entry)
    return st.lists(entry, min_size=1, max_size=5).map(lambda values: (np.array(values),))


def simplest(intent: Intent) -> list[tuple[Any, ...]]:
    """Return plain inputs, the simplest first."""
    numbers = [0.0, 1.0, -1.0, 2.0, 3.0, 20.0, -20.0, 1000.0, -1000.0]
    if intent is NUMBER:
        return [(v,) for v in numbers]
    many = [np.array([v]) for v in numbers] + [np.array([a, b]) for a in numbers[:4] for b in numbers[:4]]
    return [(v,) for v in [*many, np.array([[0.0, 1.0]])]]


def infer(intent: Intent, clues: Clues, faults: float) -> float:
    """Return how badly an intent fits the function's words: they seldom say anything of it."""
    return 0.2 * (intent is NUMBER) + 0.1 * (intent is VECTOR) + 0.15 * (intent is MATRIX)


def cost_case(intent: Intent, n: int, groups: int) -> Case | None:
    """Return n entries; a function of one number has nothing to count."""
    return None if groups > 1 else build(intent, "cost", np.linspace(-4.0, 4.0, n))


def advise(intent: Intent) -> list[tuple[str, Case, float]]:
    """Return an input far below 0, where ordinary forms lose the small value."""
    case = build(intent, "advice", -40.0 if intent is NUMBER else np.array([-40.0]))
    return [] if case is None else [("loses_small_values", replace(case), 1e-6)]


def textbook(x: Any) -> Any:
    """Return the form to compare times with."""
    return 1.0 / (1.0 + np.exp(-x))


_LOUD = ("loud", "raised")
_ALL = ("vector", "zero", "matrix", "deep", "middling", "spread", "far", "big", "low")
SYMPTOMS = (
    Symptom(
        "fails_1d", ("vector", "matrix"), passes=("single",), covers=(*_ALL, "integer", "mask"), statuses=("raised",)
    ),
    Symptom(
        "returns_wrong_shape",
        ("vector", "single", "matrix", "deep"),
        covers=_ALL,
        statuses=("shape",),
        when=_symptoms.right_when_flat,
    ),
    Symptom("loses_float64_precision", ("vector", "zero"), covers=(*_ALL, "integer"), when=_symptoms.single_precision),
    Symptom("fails_nd", ("matrix", "deep"), passes=("vector",), covers=("matrix", "deep")),
    Symptom("overflow", ("big", "low", "far"), covers=("big", "low", "far", "mask"), statuses=_LOUD),
    Symptom(
        "clips_logits",
        ("spread", "far", "middling"),
        passes=("vector",),
        covers=("big", "low", "far", "spread"),
        alone=True,
    ),
    Symptom("hides_overflow", ("big", "low"), passes=("vector", "spread"), covers=("big", "low"), alone=True),
    Symptom("fails_integer_input", ("integer",)),
    Symptom("nan_on_neg_inf_mask", ("mask",), statuses=("loud",)),
)

CAUSES = {
    **COMMON,
    "overflow": Cause(
        "wrong",
        "exp of a number above 709.78 is inf (math.exp raises OverflowError). Let exp see only what is below 0: "
        "1 / (1 + exp(-x)) for x >= 0, exp(x) / (1 + exp(x)) for the rest.",
    ),
    "clips_logits": Cause("wrong", "The inputs are clamped to a range: all beyond it are equal."),
    "fails_1d": Cause("wrong", "An array of several entries fails; a condition such as `if x >= 0` takes one number."),
    "sign_flipped": Cause("wrong", "The sign is turned round: this is 1 - sigmoid(x), or its negative."),
    "missing_parentheses": Cause("wrong", "The parentheses are missing: 1 / 1 + e is not 1 / (1 + e)."),
    "returns_derivative": Cause("wrong", "This is the slope of the sigmoid, s * (1 - s)."),
    "returns_tanh": Cause("wrong", "This is tanh, which runs from -1 to 1; sigmoid(x) is (1 + tanh(x / 2)) / 2."),
    "returns_log": Cause("wrong", "This is the logarithm of the sigmoid."),
    "returns_softmax": Cause(
        "wrong", "This is softmax: the entries share one total. The sigmoid takes each by itself."
    ),
    "returns_sample": Cause("wrong", "The same input gives different answers."),
    "hard_max": Cause("wrong", "This is a step: 0 or 1 and nothing between."),
    "no_exp": Cause("wrong", "This is another curve of the same look; the exponential is missing."),
    "ignores_sign": Cause("wrong", "The sign of x is lost: it is right on one side of 0 only."),
    "mismatched_shift": Cause("wrong", "The inputs are shifted first. Softmax may be shifted; the sigmoid may not."),
    "not_inverted": Cause("wrong", "This is exp(-x); 1 / (1 + exp(-x)) was asked for."),
    "wrong_base": Cause("wrong", "The powers are of another base than e."),
    "temperature_baked_in": Cause("wrong", "The inputs are scaled by a fixed number."),
    "eps_bias": Cause("wrong", "A small constant is added."),
    "rounds_output": Cause("wrong", "The results are rounded."),
    "clips_output": Cause("wrong", "The results are floored or capped."),
    "loses_small_values": Cause(
        "advisory",
        "Far below 0 the result is tiny, not 0: sigmoid(-40) is 4.2e-18. Forms with tanh or 1 - p lose it; "
        "exp(x) / (1 + exp(x)) keeps it.",
    ),
}

TOPIC = Topic(
    name="sigmoid",
    formula="sigmoid(x) = 1 / (1 + exp(-x))",
    names=r"(?<!log_)(?<!log)(sigmoid|expit|logistic($|_function|_fn))",
    intents=(NUMBER, VECTOR, MATRIX, ARRAY),
    build=build,
    cases=cases,
    variants=variants,
    fitted=fitted,
    symptoms=SYMPTOMS,
    families=(
        Family(("overflow", "hides_overflow"), "up to a distance of {} from 0", _either),
        Family(("clips_logits", "clips_output"), "up to a distance of {} below 0", _at(-1.0)),
    ),
    causes=CAUSES,
    edits={
        **COMMON_EDITS,
        "overflow": ("where_sign",),
        "sign_flipped": ("add_minus", "drop_minus"),
        "missing_parentheses": ("parentheses",),
        "temperature_baked_in": ("drop_scale",),
    },
    draw=draw,
    simplest=simplest,
    infer=infer,
    cost_case=cost_case,
    textbook=textbook,
    advise=advise,
)
