"""Log-sum-exp functions whose numbers are right, in many styles."""

import functools
import math

import numpy as np
import scipy.special


def logsumexp_plain(x):
    m = np.max(x)
    return m + np.log(np.sum(np.exp(x - m)))


def logsumexp_float(x):
    x = np.asarray(x, dtype=float)
    top = x.max()
    return float(top + math.log(np.exp(x - top).sum()))


def logsumexp_list(xs):
    top = max(xs)
    return top + math.log(sum(math.exp(x - top) for x in xs))


def logsumexp_fsum(xs):
    if len(xs) == 0:
        return -math.inf
    top = max(xs)
    return top + math.log(math.fsum([math.exp(x - top) for x in xs]))


def logsumexp_log1p(x):
    x = np.asarray(x, dtype=float)
    at = int(np.argmax(x))
    return x[at] + np.log1p(np.exp(np.delete(x, at) - x[at]).sum())


def logsumexp_reduce(x):
    return np.logaddexp.reduce(x)


def logsumexp_functools(xs):
    return functools.reduce(np.logaddexp, xs)


def logsumexp_pairs(xs):
    total = -math.inf
    for x in xs:
        high, low = (total, x) if total > x else (x, total)
        if low != -math.inf:
            high = high + math.log1p(math.exp(low - high))
        total = high
    return total


def logsumexp_online(xs):
    top, total = -math.inf, 0.0
    for x in xs:
        if x == -math.inf:
            continue
        if x > top:
            total = total * math.exp(top - x) + 1.0
            top = x
        else:
            total += math.exp(x - top)
    return top + math.log(total) if total else -math.inf


def logsumexp_axis(x, axis=None, keepdims=False):
    m = np.max(x, axis=axis, keepdims=True)
    out = m + np.log(np.sum(np.exp(x - m), axis=axis, keepdims=True))
    return out if keepdims else np.squeeze(out, axis=axis)


def logsumexp_last(x):
    m = np.max(x, axis=-1, keepdims=True)
    return np.log(np.exp(x - m).sum(axis=-1)) + m[..., 0]


def logsumexp_rows(X):
    if np.ndim(X) != 2:
        raise ValueError("expected a matrix")
    m = X.max(axis=1)
    return m + np.log(np.exp(X - m[:, None]).sum(axis=1))


def logsumexp_columns(X):
    k, n = X.shape
    m = X.max(axis=0)
    return m + np.log(np.exp(X - m).sum(axis=0))


def logsumexp_rows_list(X):
    out = []
    for row in X:
        top = max(row)
        out.append(top + math.log(sum(math.exp(v - top) for v in row)))
    return np.array(out)


def logsumexp_scipy(a, axis=None):
    return scipy.special.logsumexp(a, axis=axis)


def logsumexp_finite_max(x):
    m = np.max(x)
    if not np.isfinite(m):
        m = 0.0
    return m + np.log(np.sum(np.exp(x - m)))


def logsumexp_base2(x):
    ln2 = math.log(2)
    m = np.max(x)
    return m + ln2 * np.log2(np.exp2((x - m) / ln2).sum())


EXPECTED = {
    "logsumexp_plain": {"kind": "vector", "codes": [], "outcome": "right", "may": [], "intent": None},
    "logsumexp_float": {"kind": "vector", "codes": [], "outcome": "right", "may": [], "intent": None},
    "logsumexp_list": {
        "kind": "vector",
        "codes": [],
        "outcome": "costly",
        "also_outcomes": ["right"],
        "may": ["python_loop_slow"],
        "intent": None,
    },
    "logsumexp_fsum": {
        "kind": "vector",
        "codes": [],
        "outcome": "costly",
        "also_outcomes": ["right"],
        "may": ["python_loop_slow"],
        "intent": None,
        "why": "an empty sum gives -inf, which is its logarithm",
    },
    "logsumexp_log1p": {"kind": "vector", "codes": [], "outcome": "right", "may": [], "intent": None},
    "logsumexp_reduce": {
        "kind": "vector",
        "codes": [],
        "outcome": "right",
        "may": ["recomputes_exp"],
        "intent": "vector",
    },
    "logsumexp_functools": {
        "kind": "vector",
        "codes": [],
        "outcome": "costly",
        "also_outcomes": ["right"],
        "may": ["python_loop_slow"],
        "intent": "vector",
    },
    "logsumexp_pairs": {
        "kind": "vector",
        "codes": ["python_loop_slow"],
        "outcome": "costly",
        "may": [],
        "intent": None,
    },
    "logsumexp_online": {
        "kind": "vector",
        "codes": ["python_loop_slow"],
        "outcome": "costly",
        "also_outcomes": ["contract"],
        "may": ["hides_nan"],
        "intent": None,
    },
    "logsumexp_axis": {"kind": "axis argument", "codes": [], "outcome": "right", "may": [], "intent": None},
    "logsumexp_last": {"kind": "last axis", "codes": [], "outcome": "right", "may": [], "intent": None},
    "logsumexp_rows": {"kind": "rows", "codes": [], "outcome": "right", "may": [], "intent": None},
    "logsumexp_columns": {"kind": "columns", "codes": [], "outcome": "right", "may": [], "intent": None},
    "logsumexp_rows_list": {
        "kind": "rows",
        "codes": ["python_loop_slow"],
        "outcome": "costly",
        "may": [],
        "intent": None,
    },
    "logsumexp_scipy": {"kind": "axis argument", "codes": [], "outcome": "right", "may": [], "intent": None},
    "logsumexp_finite_max": {"kind": "vector", "codes": [], "outcome": "right", "may": [], "intent": None},
    "logsumexp_base2": {"kind": "vector", "codes": [], "outcome": "right", "may": [], "intent": None},
}
