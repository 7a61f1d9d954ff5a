"""Log-softmax functions whose numbers are right, in many styles."""

import math

import numpy as np
import scipy.special


def log_softmax_plain(x):
    s = x - np.max(x)
    return s - np.log(np.sum(np.exp(s)))


def log_softmax_last(x):
    s = x - np.max(x, axis=-1, keepdims=True)
    return s - np.log(np.sum(np.exp(s), axis=-1, keepdims=True))


def log_softmax_axis(x, axis=-1):
    x = np.asarray(x)
    s = x - x.max(axis=axis, keepdims=True)
    return s - np.log(np.exp(s).sum(axis=axis, keepdims=True))


def log_softmax_dim0(x, dim=0):
    s = x - np.amax(x, axis=dim, keepdims=True)
    return np.subtract(s, np.log(np.add.reduce(np.exp(s), axis=dim, keepdims=True)))


def log_softmax_rows(X):
    if np.ndim(X) != 2:
        raise ValueError("expected (samples, classes)")
    S = X - X.max(axis=1)[:, None]
    return S - np.log(np.exp(S).sum(axis=1))[:, None]


def log_softmax_columns(X):
    k, n = X.shape
    S = X - X.max(axis=0)
    return S - np.log(np.exp(S).sum(axis=0))


def log_softmax_T(x):
    s = (x.T - x.max(axis=-1)).T
    return (s.T - np.log(np.exp(s).sum(axis=-1))).T


def log_softmax_scipy(x, axis=-1):
    return scipy.special.log_softmax(x, axis=axis)


def log_softmax_lse_shifted(x):
    s = np.asarray(x, dtype=float) - np.max(x, axis=-1, keepdims=True)
    return s - scipy.special.logsumexp(s, axis=-1, keepdims=True)


def log_softmax_logaddexp_shifted(v):
    s = np.asarray(v, dtype=float) - max(v)
    return s - np.logaddexp.reduce(s)


def log_softmax_list(xs):
    top = max(xs)
    log_total = math.log(math.fsum(math.exp(x - top) for x in xs))
    return [x - top - log_total for x in xs]


def log_softmax_log1p(v):
    """The maximum itself contributes exactly 1 to the sum: log1p keeps what the others add."""
    v = np.asarray(v, dtype=float)
    at = v.argmax()
    s = v - v[at]
    return s - np.log1p(np.delete(np.exp(s), at).sum())


def log_softmax_row_loop(X):
    P = np.empty(np.shape(X))
    for i, row in enumerate(X):
        s = np.asarray(row, dtype=float) - max(row)
        P[i, :] = s - np.log(np.exp(s).sum())
    return P


def log_softmax_copy(x):
    y = np.array(x, dtype=float)
    y -= y.max(axis=-1, keepdims=True)
    y -= np.log(np.exp(y).sum(axis=-1, keepdims=True))
    return y


def log_softmax_recursive(x):
    x = np.asarray(x, dtype=float)
    if x.ndim > 1:
        return np.array([log_softmax_recursive(part) for part in x])
    s = x - x.max()
    return s - math.log(np.exp(s).sum())


def log_softmax_base2(x):
    """In bits inside, in nats outside."""
    ln2 = math.log(2)
    s = np.asarray(x, dtype=float) - np.max(x, axis=-1, keepdims=True)
    return s - ln2 * np.log2(np.exp2(s / ln2).sum(axis=-1, keepdims=True))


def log_softmax_temperature(x, temperature=1.0):
    z = (x - np.max(x)) / temperature
    return z - np.log(np.exp(z).sum())


def log_softmax_minus_equals(x):
    x -= x.max()
    return x - np.log(np.exp(x).sum())


EXPECTED = {
    "log_softmax_plain": {"kind": "vector", "codes": [], "outcome": "right", "may": [], "intent": None},
    "log_softmax_last": {"kind": "last axis", "codes": [], "outcome": "right", "may": [], "intent": None},
    "log_softmax_axis": {"kind": "axis argument", "codes": [], "outcome": "right", "may": [], "intent": None},
    "log_softmax_dim0": {"kind": "axis argument", "codes": [], "outcome": "right", "may": [], "intent": None},
    "log_softmax_rows": {"kind": "rows", "codes": [], "outcome": "right", "may": [], "intent": None},
    "log_softmax_columns": {"kind": "columns", "codes": [], "outcome": "right", "may": [], "intent": None},
    "log_softmax_T": {"kind": "vector or rows", "codes": [], "outcome": "right", "may": [], "intent": None},
    "log_softmax_scipy": {"kind": "axis argument", "codes": [], "outcome": "right", "may": [], "intent": None},
    "log_softmax_lse_shifted": {"kind": "last axis", "codes": [], "outcome": "right", "may": [], "intent": None},
    "log_softmax_logaddexp_shifted": {
        "kind": "vector",
        "codes": [],
        "outcome": "right",
        "may": ["recomputes_exp"],
        "intent": None,
    },
    "log_softmax_list": {
        "kind": "vector",
        "codes": [],
        "outcome": "costly",
        "also_outcomes": ["right"],
        "may": ["python_loop_slow"],
        "intent": None,
    },
    "log_softmax_log1p": {"kind": "vector", "codes": [], "outcome": "right", "may": [], "intent": None},
    "log_softmax_row_loop": {
        "kind": "rows",
        "codes": ["python_loop_slow"],
        "outcome": "costly",
        "may": [],
        "intent": None,
    },
    "log_softmax_copy": {"kind": "last axis", "codes": [], "outcome": "right", "may": [], "intent": None},
    "log_softmax_recursive": {
        "kind": "last axis",
        "codes": [],
        "outcome": "costly",
        "also_outcomes": ["right"],
        "may": ["python_loop_slow"],
        "intent": None,
    },
    "log_softmax_base2": {"kind": "last axis", "codes": [], "outcome": "right", "may": [], "intent": None},
    "log_softmax_temperature": {"kind": "vector", "codes": [], "outcome": "right", "may": [], "intent": None},
    "log_softmax_minus_equals": {
        "kind": "vector",
        "codes": ["mutates_input"],
        "outcome": "contract",
        "may": [],
        "intent": None,
    },
}
