"""The labels of the corpus beyond softmax are true: every function is run beside an mpmath reference."""

from __future__ import annotations

import copy
import importlib.util
import inspect
import sys
import warnings
from pathlib import Path

import numpy as np
import pytest

CORPUS = Path(__file__).parent / "corpus"
TOPICS = ["log_softmax", "logsumexp", "sigmoid", "cross_entropy", "cross_entropy_gradient"]
VALUE_PRESERVING = {
    *("mutates_input", "hides_nan", "recomputes_exp", "quadratic_time", "python_loop_slow"),
    "accepts_empty_wrongly",
}
# Code -> families of inputs, of which at least one must fail; the default is the ordinary ones.
SHOWS = {
    "overflow": {"big", "gap", "low"},
    "underflow": {"low", "gap", "zero"},
    "underflow_global_max": {"apart"},
    "lse_cancellation": {"huge"},
    "clips_logits": {"big", "gap", "low", "small"},
    "clips_output": {"gap", "small", "low", "plain"},
    "eps_bias": {"plain", "1d", "small", "gap"},
    "fails_integer_input": {"int"},
    "returns_max": {"big"},
}
ORDINARY = {"plain", "1d", "square", "nd", "thin", "negative", "ordered"}


def load(name):
    spec = importlib.util.spec_from_file_location(f"corpus_{name}", CORPUS / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


truth = load("_topic_truth")
MODULES = [(topic, load(f"{topic}_{side}")) for topic in TOPICS for side in ("right", "wrong")]
CASES = [pytest.param(t, m, name, id=name) for t, m in MODULES for name in m.EXPECTED]


def call(function, arguments):
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return copy.deepcopy(function(*arguments))
    except Exception as error:
        return error


def observe(topic, function, label):
    """The families on which the function fails, and whether it changed an argument."""
    failing, mutates = set(), False
    for family, arguments, expected in truth.cases(topic, label["kind"]):
        given = arguments[::-1] if label.get("targets_first") else arguments
        mine = copy.deepcopy(given)
        answer = call(function, mine)
        if not truth.agrees(topic, answer, expected):
            failing.add(family)
        mutates |= not all(np.array_equal(a, b) for a, b in zip(mine, given, strict=True))
    return failing, mutates


@pytest.mark.parametrize(("topic", "module"), MODULES, ids=lambda v: getattr(v, "__name__", v))
def test_every_function_has_a_label(topic, module):
    written = {n for n, f in vars(module).items() if inspect.isfunction(f) and f.__module__ == module.__name__}
    assert written == set(module.EXPECTED)
    assert len(written) >= 15
    assert all(name.startswith(topic) for name in written)


@pytest.mark.parametrize(("topic", "module", "name"), CASES)
def test_fails_where_its_codes_say(topic, module, name):
    label = module.EXPECTED[name]
    failing, mutates = observe(topic, getattr(module, name), label)
    known = {*label["codes"], *label["may"]}
    for code in set(label["codes"]) - VALUE_PRESERVING:
        assert failing & SHOWS.get(code, ORDINARY), code
    if not set(label["codes"]) - VALUE_PRESERVING:
        assert failing <= ({"int"} if "fails_integer_input" in known else set())
    elif label["outcome"] == "fragile":
        assert failing <= {"int"}
    assert mutates == ("mutates_input" in known)
    assert label["outcome"] != "wrong" or failing - {"int", "mask"}


def test_empty_logsumexp():
    module = next(m for t, m in MODULES if t == "logsumexp" and m.__name__.endswith("wrong"))
    assert module.logsumexp_empty([]) == 0.0
    assert module.EXPECTED["logsumexp_empty"]["codes"] == ["accepts_empty_wrongly"]
