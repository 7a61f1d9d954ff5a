"""Counts are exact, the same everywhere, and never break what works without them."""

import numpy as np
import pytest

from workings.checker.subject import Call

ROWS = np.linspace(-1, 1, 40).reshape(4, 10)
VECTOR = np.linspace(-1, 1, 40)
SOFTMAX = "e = np.exp(x - x.max(-1, keepdims=True)); return e / e.sum(-1, keepdims=True)"


def count(learner, text, x=ROWS, **options):
    subject = learner(text)
    answer = subject.call(Call((x,)), count=True, **options)
    plain = subject.call(Call((x,)))
    assert answer.kind == plain.kind == "value", answer
    assert np.array_equal(np.asarray(answer.value), np.asarray(plain.value), equal_nan=True)
    return answer.ops


@pytest.mark.parametrize(
    "text",
    [
        f"def f(x): {SOFTMAX}",
        f"def f(x): x = np.asarray(x, dtype=float); {SOFTMAX}",
        f"def f(x): x = np.array(x); {SOFTMAX}",
        f"from numpy import *\ndef f(x): x = asarray(x); {SOFTMAX}",
        f"def f(x):\n    import numpy as np\n    x = np.ascontiguousarray(x); {SOFTMAX}",
        "def f(x): e = np.exp(x - np.max(x, axis=1)[:, None]); return e / np.sum(e, axis=1)[:, None]",
        "def f(x):\n    out = np.zeros(x.shape)\n    for i in range(len(x)): out[i] = np.exp(x[i])\n    return out",
        "def f(x): return np.apply_along_axis(lambda r: np.exp(r) / 2, 1, x)",
        "def f(x): return np.array([[math.exp(v) for v in r] for r in x])",
        "from math import exp\ndef f(x): return [[exp(v) for v in r] for r in x.tolist()]",
        "def f(x, exp=math.exp): return [[exp(v) for v in r] for r in x.tolist()]",
        "def f(x): return [list(map(math.exp, r)) for r in x]",
        "def f(x): return np.array([[np.exp(v) for v in r] for r in x])",
        "from scipy.special import softmax\ndef f(x): return softmax(x, axis=1)",
        "def f(x):\n    assert type(x) is np.ndarray\n    return np.exp(x)",
        "def f(x): x = np.array(x); np.exp(x, out=x); return x",
    ],
)
def test_one_exponential_per_entry_is_counted_as_one(learner, text):
    assert count(learner, text).elements["exp"] == ROWS.size


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("def f(x): return np.exp(x) / np.exp(x).sum(-1, keepdims=True)", 2),
        ("def f(x): x = np.asarray(x); return np.exp(x) / np.exp(x).sum() + 0 * np.exp(x)", 3),
        ("def f(x): return [math.exp(v) / sum(math.exp(w) for w in x.ravel()) for v in x.ravel()]", 41),
        ("def f(x): v = x.ravel(); return 1 / np.exp(v[None] - v[:, None]).sum(1)", 40),
    ],
)
def test_repeated_exponentials(learner, text, times):
    assert count(learner, text).elements["exp"] == times * ROWS.size


def test_vectorize_tries_its_first_entry_twice(learner):
    ops = count(learner, "v = np.vectorize(math.exp)\ndef f(x): return v(x)")
    assert ops.elements["exp"] == ROWS.size + 1
    assert ops.python_calls >= ROWS.size


def test_reductions_passes_and_temporaries(learner):
    ops = count(learner, f"def f(x): {SOFTMAX}")
    assert ops.elements == {"maximum.reduce": 40, "subtract": 40, "exp": 40, "add.reduce": 40, "divide": 40}
    assert (ops.passes, ops.temporaries, ops.python_calls) == (5, 3, 0)
    in_place = count(
        learner,
        "def f(x):\n    x = np.array(x)\n    x -= x.max(-1, keepdims=True)\n    np.exp(x, out=x)\n"
        "    x /= x.sum(-1, keepdims=True)\n    return x",
    )
    assert in_place.elements["copy"] == 40
    assert in_place.temporaries == 1


def test_interpreted_loops_show(learner):
    loop = count(
        learner, "def f(x):\n    out = []\n    for v in x:\n        out.append(math.exp(v))\n    return out", VECTOR
    )
    whole = count(learner, f"def f(x): {SOFTMAX}")
    assert loop.line_events > 2 * VECTOR.size > 10 * whole.line_events
    assert loop.python_calls == VECTOR.size
    rows = count(learner, "def f(x):\n    return np.array([np.exp(r) / np.exp(r).sum() for r in x])")
    assert rows.python_calls >= 8


def test_peak_memory(learner):
    x = np.zeros((500, 200))
    quadratic = count(learner, "def f(x): return (x[:, None] - x[None]).sum((1, 2))[:, None] + x", x)
    linear = count(learner, "def f(x): return x + 1", x)
    assert linear.peak_bytes == pytest.approx(x.nbytes, rel=0.05)
    assert quadratic.peak_bytes > 100 * linear.peak_bytes


def test_counts_are_the_same_every_time(learner):
    f = learner(f"def f(x): x = np.asarray(x); {SOFTMAX}")
    first, second = (f.call(Call((ROWS,)), count=True).ops for _ in range(2))
    assert first.elements == second.elements
    assert (first.passes, first.line_events) == (second.passes, second.line_events)


def test_nothing_is_left_behind(learner):
    f = learner("E = np.exp\ndef f(x): return [type(np.exp) is np.ufunc, type(x) is np.ndarray, E is np.exp]")
    f.call(Call((ROWS,)), count=True)
    assert f.call(Call((ROWS,))).value == [True, True, True]


@pytest.mark.parametrize(
    "text",
    [
        "def f(x): return np.random.rand(3)",
        "def f(x):\n    if type(x) is not np.ndarray: os._exit(1)\n    return np.exp(x)",
        "def f(x):\n    if not isinstance(np.exp, np.ufunc): raise TypeError\n    return np.exp(x)",
        "calls = []\ndef f(x):\n    calls.append(1)\n    if len(calls) > 1: raise ValueError\n    return x",
        "calls = []\ndef f(x):\n    calls.append(1)\n    while len(calls) > 1: pass\n    return x",
        "def f(x): sys.settrace(None); return np.exp(x)",
        "def f(x): return 3",
        "def f(x): return None",
    ],
)
def test_counting_never_breaks_what_works_without(learner, text):
    answer = learner(text).call(Call((ROWS,)), count=True, timeout=0.5)
    assert answer.kind == "value", answer


def test_failing_calls_are_reported_as_they_are(learner):
    answer = learner("def f(x): return x + None").call(Call((ROWS,)), count=True)
    assert (answer.kind, answer.error_type, answer.ops) == ("raised", "TypeError", None)


def test_lists_can_be_counted(learner):
    f = learner("def f(x):\n    return [math.exp(v) for v in x]")
    assert f.call(Call(([1.0, 2.0],)), count=True).ops.elements["exp"] == 2
