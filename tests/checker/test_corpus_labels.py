"""A corpus is worth something if its labels are true: every function is run beside an mpmath reference.

Nothing here uses the checker: what it is judged by must not depend on it.
"""

from __future__ import annotations

import copy
import importlib.util
import inspect
import math
import sys
import time
import types
import warnings
from pathlib import Path

import numpy as np
import pytest
from scipy.special import expit

CORPUS = Path(__file__).parent / "corpus"
CONTRACT = {"mutates_input", "reuses_output_buffer", "changes_global_errstate", "hides_nan"}
COST = {"recomputes_exp", "quadratic_time", "python_loop_slow"}
FRAGILE = {"fails_integer_input", "nan_on_neg_inf_mask", "accepts_empty_wrongly"}
ORDINARY = {"plain", "ordered", "near", "1d", "nd", "square", "thin", "one", "negative", "tiny"}
LARGE = {"big", "low", "gap", "apart", "huge", "wide"}

# Code -> families of inputs, of which at least one must fail; the default is any ordinary one.
SHOWS = {
    "overflow": {"big", "gap"},
    "underflow": {"low", "gap"},
    "underflow_global_max": {"apart"},
    "stale_shift": {"apart"},
    "lse_cancellation": {"huge"},
    "clips_logits": {"big", "gap", "low"},
    "hides_overflow": {"big", "gap"},
    "shift_not_constant_in_group": {"plain", "ordered"},
    "axis_depends_on_shape": {"thin"},
    "fails_single_element": {"one"},
    "fails_1d": {"1d"},
    "fails_nd": {"nd"},
    "fails_negative_axis": {"negative"},
    "fails_integer_input": {"int"},
    "nan_on_neg_inf_mask": {"mask"},
}
# Code -> the families on which it can do harm; the default is all of them.
HARMS = {
    "overflow": {"big", "gap", "huge", "wide"},
    "underflow": {"low", "gap", "apart", "huge", "wide"},
    "underflow_global_max": {"apart", "huge"},
    "stale_shift": {"apart", "huge"},
    "lse_cancellation": {"big", "huge"},
    "clips_logits": {*LARGE, "mask"},
    "hides_overflow": LARGE,
    "fails_negative_axis": {"negative"},
    "fails_integer_input": {"int"},
    "nan_on_neg_inf_mask": {"mask"},
} | {code: set[str]() for code in [*CONTRACT, *COST, "accepts_empty_wrongly", "temperature_misplaced"]}
# Code -> families that this defect leaves right: a function with no other code must pass them.
SPARES = {
    "axis_depends_on_shape": {"plain", "1d"},
    "fails_single_element": {"1d"},
    "fails_1d": {"plain"},
    "fails_nd": {"plain", "1d"},
}


def load(name: str) -> types.ModuleType:
    spec = importlib.util.spec_from_file_location(f"corpus_{name}", CORPUS / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


truth = load("_truth")
MODULES = [load("softmax_right"), load("softmax_wrong")]
CASES = [pytest.param(m, name, id=name) for m in MODULES for name in m.EXPECTED]


def written_in(module):
    return {n for n, f in vars(module).items() if inspect.isfunction(f) and f.__module__ == module.__name__}


def known_codes(label):
    return {*label["codes"], *label["may"]}


@pytest.mark.parametrize("module", MODULES, ids=lambda m: m.__name__)
def test_every_function_has_a_label(module):
    assert written_in(module) == set(module.EXPECTED)
    assert len(module.EXPECTED) >= 90


def test_right_functions_cover_all_intents():
    assert {label["kind"] for label in MODULES[0].EXPECTED.values()} == set(truth.PARTS)


@pytest.mark.parametrize(("module", "name"), CASES)
def test_outcome_is_the_worst_class(module, name):
    codes = set(module.EXPECTED[name]["codes"])
    wrong = codes - CONTRACT - COST - FRAGILE
    worst = [(wrong, "wrong"), (FRAGILE, "fragile"), (CONTRACT, "contract"), (COST, "costly")]
    outcome = next((word for group, word in worst if codes & group), "right")
    label = module.EXPECTED[name]
    assert outcome in {label["outcome"], *label.get("also_outcomes", [])}


@pytest.mark.parametrize(("module", "name"), CASES)
def test_fails_where_its_codes_say_and_nowhere_else(module, name):
    label = module.EXPECTED[name]
    failing = truth.failing_families(getattr(module, name), label["kind"])
    silent = {*CONTRACT, *COST, "accepts_empty_wrongly", "temperature_misplaced"}
    for code in set(label["codes"]) - silent:
        assert failing & SHOWS.get(code, ORDINARY), code
    harmed = set().union(*(HARMS.get(code, {*ORDINARY, *LARGE, "int", "mask"}) for code in known_codes(label)))
    assert failing <= harmed
    if len(label["codes"]) == 1:
        assert not failing & SPARES.get(label["codes"][0], set())


def first_probe(kind, family="ordered"):
    return next(p for p in truth.probes(kind) if p.family == family and p.x.size > 2)


@pytest.mark.parametrize(("module", "name"), CASES)
def test_what_it_does_to_its_caller(module, name):
    label, function = module.EXPECTED[name], getattr(module, name)
    seen = set()
    for probe in truth.probes(label["kind"]):
        if probe.family in {"ordered", "mask"}:
            mine = probe.x.copy()
            answer = truth.call(function, probe, mine)
            seen |= set() if np.array_equal(mine, probe.x) else {"mutates_input"}
    if not isinstance(answer, Exception):
        seen |= caller_surprises(function, first_probe(label["kind"]))
    assert seen <= known_codes(label)
    assert set(label["codes"]) & CONTRACT <= seen


def caller_surprises(function, probe):
    extra = (probe.axis,) if probe.pass_axis else ()
    state = np.geterr()
    seen = set()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            first = function(probe.x.copy(), *extra)
            kept = copy.deepcopy(first)
            function(probe.x[::-1].copy(), *extra)
        except Exception:
            return seen
        finally:
            seen |= set() if np.geterr() == state else {"changes_global_errstate"}
            np.seterr(**state)
    if isinstance(first, np.ndarray) and not np.array_equal(first, kept, equal_nan=True):
        seen.add("reuses_output_buffer")
    with_nan = probe.x.copy()
    with_nan[(0,) * with_nan.ndim] = np.nan
    answer = truth.call(function, probe, with_nan)
    if not isinstance(answer, Exception) and answer is not None and np.all(np.isfinite(np.asarray(answer))):
        # A drawn index is no distribution: it has no nan to hide.
        seen |= {"hides_nan"} if np.shape(answer) == probe.x.shape else set()
    return seen


@pytest.mark.parametrize(("module", "name"), CASES)
def test_empty_input(module, name):
    label, function = module.EXPECTED[name], getattr(module, name)
    probe = first_probe(label["kind"])
    answer = truth.call(function, probe, np.zeros((0,) * probe.x.ndim))
    gives_number = not isinstance(answer, Exception) and answer is not None and np.size(answer) > 0
    assert not gives_number or "accepts_empty_wrongly" in known_codes(label)
    assert gives_number or "accepts_empty_wrongly" not in label["codes"]


class CountingModule:
    """NumPy or math, with its exponentials counted."""

    def __init__(self, module, tally):
        self._module, self._tally = module, tally

    def __getattr__(self, attribute):
        value = getattr(self._module, attribute)
        if attribute not in {"exp", "exp2", "expm1"}:
            return value

        def counted(x, *args, **kwargs):
            self._tally[0] += np.size(x)
            return value(x, *args, **kwargs)

        return counted


def work(module, function, probe, monkeypatch):
    """Exponentials and executed operations of one call."""
    tally, operations = [0], [0]

    def tracer(frame, event, arg):
        frame.f_trace_opcodes = True
        operations[0] += frame.f_code.co_filename == module.__file__
        return tracer if frame.f_code.co_filename == module.__file__ else None

    with monkeypatch.context() as patch:
        patch.setattr(module, "np", CountingModule(np, tally))
        patch.setattr(module, "math", CountingModule(math, tally))
        before = sys.gettrace()
        sys.settrace(tracer)
        try:
            truth.call(function, probe)
        finally:
            sys.settrace(before)
    return tally[0], operations[0]


def sized_probe(kind, n):
    base = first_probe(kind)
    shape = (n,) if kind in {"vector", "vector or rows", "vector or columns"} else (n, n)
    x = np.random.default_rng(3).normal(size=shape)
    axis = None if base.axis is None else 0 if base.axis == 0 else -1
    return truth.Probe("sized", x, axis, base.pass_axis)


@pytest.mark.parametrize(("module", "name"), CASES)
def test_cost(module, name, monkeypatch):
    label, function = module.EXPECTED[name], getattr(module, name)
    codes = known_codes(label)
    small, large = sized_probe(label["kind"], 12), sized_probe(label["kind"], 48)
    exps, operations = work(module, function, small, monkeypatch)
    _, more_operations = work(module, function, large, monkeypatch)
    if exps > 1.3 * small.x.size:
        assert codes & {"recomputes_exp", "quadratic_time"}
    if more_operations > 2 * operations:
        assert codes & {"python_loop_slow", "quadratic_time"}
    if "recomputes_exp" in label["codes"]:
        assert exps > 1.7 * small.x.size
    if "python_loop_slow" in label["codes"]:
        assert more_operations > 2 * operations
    if "quadratic_time" in label["codes"]:
        assert growth(function, label["kind"]) > 14


def growth(function, kind):
    """How the time grows when the group is eight times as long: 8 if linear, 64 if quadratic."""
    best = []
    for n in (500, 4000):
        probe, times = sized_probe(kind, n), []
        for _ in range(2):
            start = time.process_time()
            truth.call(function, probe)
            times.append(time.process_time() - start)
        best.append(min(times))
    return best[1] / best[0]


def plain_softmax(v):
    e = np.exp(v - v.max())
    return e / e.sum()


# Code -> what such a function answers for one group, up to the choices that the code leaves open.
VARIANTS = {
    "sign_flipped": lambda v: [plain_softmax(-v)],
    "wrong_base": lambda v: [plain_softmax(v * math.log(b)) for b in (2, 10)],
    "mean_instead_of_sum": lambda v: [v.size * plain_softmax(v)],
    "no_exp": lambda v: [v / v.sum(), (v - v.min()) / (v - v.min()).sum()],
    "sigmoid_normalised": lambda v: [expit(v) / expit(v).sum()],
    "hard_max": lambda v: [(v == v.max()).astype(float)],
    "returns_log": lambda v: [np.log(plain_softmax(v))],
    "uses_index_not_value": lambda v: [plain_softmax(np.arange(v.size, dtype=float))],
    "rotated_output": lambda v: [np.roll(plain_softmax(v), k) for k in (-1, 1)],
    "exp_in_denominator": lambda v: [np.exp(v - v.max()) / np.exp(np.exp(v - v.max()).sum())],
    "temperature_baked_in": lambda v: [plain_softmax(v * b) for b in (0.5, 2.0, 1 / math.sqrt(v.size))],
    "clips_output": lambda v: [plain_softmax(v)],
    "treats_zero_as_padding": lambda v: [plain_softmax(v)],
}


def has_closed_form(module, name):
    label = module.EXPECTED[name]
    return len(label["codes"]) == 1 and label["codes"][0] in VARIANTS and "rounds_output" not in label["may"]


@pytest.mark.parametrize(("module", "name"), [c for c in CASES if has_closed_form(*c.values)])
def test_named_cause_is_the_cause(module, name):
    label = module.EXPECTED[name]
    v = np.array([0.3, -1.2, 2.0, 0.7])
    axis = 0 if label["kind"] in truth.FIRST else -1
    x = v[None, :] if label["kind"] == "rows" else v[:, None] if label["kind"] == "columns" else v
    answer = truth.call(getattr(module, name), truth.Probe("cause", x, axis, label["kind"] == "axis argument"))
    assert any(np.allclose(np.ravel(answer), w, rtol=1e-12) for w in VARIANTS[label["codes"][0]](v))


def temperatures(module, name):
    if {"returns_sample", "temperature_baked_in"} & set(module.EXPECTED[name]["codes"]):
        return set()
    return {"T", "temperature", "tau"} & set(inspect.signature(getattr(module, name)).parameters)


@pytest.mark.parametrize(("module", "name"), [c for c in CASES if temperatures(*c.values)])
def test_temperature_divides_the_argument(module, name):
    label, function = module.EXPECTED[name], getattr(module, name)
    named = temperatures(module, name)
    v = np.array([0.3, -1.2, 2.0, 0.7])
    answer = function(v, **{named.pop(): 2.0})
    assert np.allclose(answer, plain_softmax(v / 2)) == ("temperature_misplaced" not in label["codes"])


NOTED = [c for c in CASES if c.values[0].EXPECTED[c.values[1]].get("notes")]


@pytest.mark.parametrize(("module", "name"), NOTED)
def test_notes_are_true(module, name):
    label, function = module.EXPECTED[name], getattr(module, name)
    assert set(label["notes"]) <= {"small_int_wraps", "inaccurate_float16"}
    with np.errstate(all="ignore"):
        wrapped = function(np.array([3, 5], dtype=np.uint8))
        long = function(np.zeros(70_000, dtype=np.float16))
    assert np.allclose(wrapped, plain_softmax(np.array([3.0, 5.0]))) == ("small_int_wraps" not in label["notes"])
    assert np.isclose(long.astype(float).sum(), 1, rtol=1e-2) == ("inaccurate_float16" not in label["notes"])
