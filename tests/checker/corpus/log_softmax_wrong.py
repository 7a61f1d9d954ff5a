"""Log-softmax functions that are wrong, or that break easily: as learners write them."""

import math

import numpy as np


def log_softmax_of_formula(x):
    return np.log(np.exp(x) / np.sum(np.exp(x)))


def log_softmax_of_softmax(x):
    """The stable softmax, and then its logarithm."""
    e = np.exp(x - np.max(x, axis=-1, keepdims=True))
    p = e / e.sum(axis=-1, keepdims=True)
    return np.log(p)


def log_softmax_list(xs):
    top = max(xs)
    exps = [math.exp(x - top) for x in xs]
    total = sum(exps)
    return [math.log(e / total) for e in exps]


def log_softmax_lse(x):
    return x - np.log(np.sum(np.exp(x), axis=-1, keepdims=True))


def log_softmax_far(x):
    m = np.max(x, axis=-1, keepdims=True)
    lse = m + np.log(np.sum(np.exp(x - m), axis=-1, keepdims=True))
    return x - lse


def log_softmax_logaddexp(x):
    return np.asarray(x, dtype=float) - np.logaddexp.reduce(x)


def log_softmax_eps(x):
    e = np.exp(x - x.max())
    return np.log(e / e.sum() + 1e-9)


def log_softmax_batch(X):
    """(batch, classes)"""
    if X.ndim != 2:
        raise ValueError("expected (batch, classes)")
    S = X - X.max()
    return S - np.log(np.exp(S).sum(axis=1, keepdims=True))


def log_softmax_rows_axis0(X):
    """One sample per row."""
    S = X - X.max(axis=0)
    return S - np.log(np.exp(S).sum(axis=0))


def log_softmax_square(X):
    S = X - X.max(axis=1, keepdims=True)
    return S - np.log(np.exp(S).sum(axis=1))


def log_softmax_minus(x):
    """Minus the log-probability, as the loss wants it."""
    s = x - np.max(x, axis=-1, keepdims=True)
    return np.log(np.exp(s).sum(axis=-1, keepdims=True)) - s


def log_softmax_bits(x):
    s = x - np.max(x)
    return (s - np.log(np.sum(np.exp(s)))) / np.log(2)


def log_softmax_log10(x):
    s = x - np.max(x)
    return s - np.log10(np.sum(np.exp(s)))


def log_softmax_not_logged(x, axis=-1):
    s = x - np.max(x, axis=axis, keepdims=True)
    return np.exp(s - np.log(np.exp(s).sum(axis=axis, keepdims=True)))


def log_softmax_rows_total(X):
    S = X - X.max(axis=1, keepdims=True)
    return S - np.log(np.exp(S).sum())


def log_softmax_mean(x):
    s = np.asarray(x) - max(x)
    return s - np.log(np.mean(np.exp(s)))


def log_softmax_clipped(x, axis=-1):
    e = np.exp(x - np.max(x, axis=axis, keepdims=True))
    return np.log(np.maximum(e / e.sum(axis=axis, keepdims=True), 1e-12))


def log_softmax_half(x):
    x = np.asarray(x, dtype=np.float32)
    s = x - x.max(axis=-1, keepdims=True)
    return s - np.log(np.exp(s).sum(axis=-1, keepdims=True))


def log_softmax_dim(x, dim=0):
    s = x - np.max(x, axis=-1, keepdims=True)
    return s - np.log(np.sum(np.exp(s), axis=-1, keepdims=True))


def log_softmax_axis_or(x, axis=None):
    axis = axis or -1
    s = x - np.max(x, axis=axis, keepdims=True)
    return s - np.log(np.sum(np.exp(s), axis=axis, keepdims=True))


def log_softmax_half_shifted(x):
    m = np.max(x)
    return x - np.log(np.sum(np.exp(x - m)))


def log_softmax_in_place(x):
    x -= x.max(axis=-1, keepdims=True)
    x -= np.log(np.exp(x).sum(axis=-1, keepdims=True))
    return x


def log_softmax_out_like(X):
    out = np.zeros_like(X)
    for i, row in enumerate(X):
        s = row - row.max()
        out[i] = s - np.log(np.exp(s).sum())
    return out


def log_softmax_no_inf(x):
    """log(0) is -inf, which I do not want."""
    e = np.exp(x - np.max(x))
    return np.nan_to_num(np.log(e / e.sum()), neginf=0.0)


EXPECTED = {
    "log_softmax_of_formula": {
        "kind": "vector",
        "codes": ["overflow"],
        "outcome": "wrong",
        "may": ["underflow", "recomputes_exp"],
        "intent": None,
        "why": "exp of a large score overflows",
    },
    "log_softmax_of_softmax": {
        "kind": "last axis",
        "codes": ["underflow"],
        "outcome": "wrong",
        "may": [],
        "intent": None,
        "why": "a probability of 0 has the logarithm -inf: 745 below the maximum all is lost",
    },
    "log_softmax_list": {
        "kind": "vector",
        "codes": ["underflow"],
        "outcome": "wrong",
        "may": ["nan_on_neg_inf_mask", "python_loop_slow"],
        "intent": None,
        "why": "math.log(0.0) raises",
    },
    "log_softmax_lse": {
        "kind": "last axis",
        "codes": ["overflow"],
        "outcome": "wrong",
        "may": ["underflow"],
        "intent": None,
        "why": "no shift",
    },
    "log_softmax_far": {
        "kind": "last axis",
        "codes": ["lse_cancellation"],
        "outcome": "wrong",
        "may": [],
        "intent": None,
        "why": "a large maximum swallows the logarithm of the sum",
    },
    "log_softmax_logaddexp": {
        "kind": "vector",
        "codes": ["lse_cancellation"],
        "outcome": "wrong",
        "may": ["recomputes_exp"],
        "intent": "vector",
        "why": "the same, in one call",
    },
    "log_softmax_eps": {
        "kind": "vector",
        "codes": ["eps_bias"],
        "outcome": "wrong",
        "may": ["underflow", "clips_output"],
        "intent": None,
        "why": "no result lies below log(1e-9)",
    },
    "log_softmax_batch": {
        "kind": "rows",
        "codes": ["underflow_global_max"],
        "outcome": "wrong",
        "may": [],
        "intent": None,
        "why": "one maximum for the whole batch",
    },
    "log_softmax_rows_axis0": {
        "kind": "rows",
        "codes": ["wrong_axis"],
        "outcome": "wrong",
        "may": [],
        "intent": "rows",
        "why": "along the columns",
    },
    "log_softmax_square": {
        "kind": "rows",
        "codes": ["missing_keepdims"],
        "outcome": "wrong",
        "may": [],
        "intent": None,
        "why": "the sum loses its axis",
    },
    "log_softmax_minus": {
        "kind": "last axis",
        "codes": ["sign_flipped"],
        "outcome": "wrong",
        "may": [],
        "intent": None,
        "why": "the negative of the result",
    },
    "log_softmax_bits": {
        "kind": "vector",
        "codes": ["wrong_base"],
        "outcome": "wrong",
        "may": [],
        "intent": None,
        "why": "logarithms to base 2",
    },
    "log_softmax_log10": {
        "kind": "vector",
        "codes": ["wrong_base"],
        "outcome": "wrong",
        "may": [],
        "intent": None,
        "why": "log10 for log",
    },
    "log_softmax_not_logged": {
        "kind": "axis argument",
        "codes": ["returns_probabilities"],
        "outcome": "wrong",
        "may": ["recomputes_exp"],
        "intent": None,
        "why": "softmax, not its logarithm",
    },
    "log_softmax_rows_total": {
        "kind": "rows",
        "codes": ["sums_whole_array"],
        "outcome": "wrong",
        "may": [],
        "intent": None,
        "why": "the sum is over the whole array",
    },
    "log_softmax_mean": {
        "kind": "vector",
        "codes": ["mean_instead_of_sum"],
        "outcome": "wrong",
        "may": [],
        "intent": None,
        "why": "mean for sum",
    },
    "log_softmax_clipped": {
        "kind": "axis argument",
        "codes": ["clips_output"],
        "outcome": "wrong",
        "may": ["underflow"],
        "intent": None,
        "why": "no result lies below log(1e-12)",
    },
    "log_softmax_half": {
        "kind": "last axis",
        "codes": ["loses_float64_precision"],
        "outcome": "wrong",
        "may": [],
        "intent": None,
        "why": "computed in float32",
    },
    "log_softmax_dim": {
        "kind": "axis argument",
        "codes": ["axis_ignored"],
        "outcome": "wrong",
        "may": [],
        "intent": None,
        "why": "always along the last axis",
    },
    "log_softmax_axis_or": {
        "kind": "axis argument",
        "codes": ["axis_zero_ignored"],
        "outcome": "wrong",
        "may": [],
        "intent": None,
        "why": "0 is falsy",
    },
    "log_softmax_half_shifted": {
        "kind": "vector",
        "codes": ["mismatched_shift"],
        "outcome": "wrong",
        "may": [],
        "intent": None,
        "why": "shifted inside the logarithm only",
    },
    "log_softmax_in_place": {
        "kind": "last axis",
        "codes": ["fails_integer_input", "mutates_input"],
        "outcome": "fragile",
        "may": [],
        "intent": None,
        "why": "works in the caller's array",
    },
    "log_softmax_out_like": {
        "kind": "rows",
        "codes": ["fails_integer_input"],
        "outcome": "fragile",
        "may": ["python_loop_slow"],
        "intent": None,
        "why": "the output takes the dtype of the input",
    },
    "log_softmax_no_inf": {
        "kind": "vector",
        "codes": ["underflow"],
        "outcome": "wrong",
        "may": ["clips_output", "hides_nan", "hides_overflow", "nan_on_neg_inf_mask"],
        "intent": None,
        "why": "log-probability 0, the largest there is, where it should be very low",
    },
}
