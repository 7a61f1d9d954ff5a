"""Log-sum-exp functions that are wrong, or that break easily: as learners write them."""

import math

import numpy as np


def logsumexp_formula(x):
    return np.log(np.sum(np.exp(x)))


def logsumexp_math(xs):
    return math.log(sum(math.exp(x) for x in xs))


def logsumexp_forgot_max(x):
    m = np.max(x)
    return np.log(np.sum(np.exp(x - m)))


def logsumexp_max_twice(x):
    m = np.max(x)
    return 2 * m + np.log(np.sum(np.exp(x - m)))


def logsumexp_minus_max(x):
    m = np.max(x, axis=-1)
    return np.log(np.exp(x - m[..., None]).sum(axis=-1)) - m


def logsumexp_abs(x):
    m = np.max(np.abs(x))
    return m + np.log(np.sum(np.exp(x - m)))


def logsumexp_min(x):
    m = min(x)
    return m + math.log(sum(math.exp(v - m) for v in x))


def logsumexp_axis_global(x, axis=-1):
    m = np.max(x)
    return m + np.log(np.sum(np.exp(x - m), axis=axis))


def logsumexp_rows_axis0(X):
    """One number for each row."""
    m = X.max(axis=0)
    return m + np.log(np.exp(X - m).sum(axis=0))


def logsumexp_rows_square(X):
    m = np.max(X, axis=1)
    return m + np.log(np.sum(np.exp(X - m), axis=1))


def logsumexp_rows_kept(X):
    """One number for each row."""
    m = np.max(X, axis=1, keepdims=True)
    return (m + np.log(np.sum(np.exp(X - m), axis=1))).ravel()


def logsumexp_bits(x):
    m = np.max(x)
    return m + np.log2(np.sum(np.exp(x - m)))


def logsumexp_ten(x):
    m = np.max(x)
    return m + np.log10(np.sum(10.0 ** (x - m)))


def logsumexp_average(x):
    m = np.max(x)
    return m + np.log(np.mean(np.exp(x - m)))


def logsumexp_eps(x):
    return np.log(np.exp(x).sum() + 1e-10)


def logsumexp_eps_shifted(xs):
    m = max(xs)
    return m + math.log(sum(math.exp(x - m) for x in xs) + 1e-6)


def logsumexp_clip(x):
    return np.log(np.exp(np.clip(x, -300, 300)).sum())


def logsumexp_float32(x):
    x = np.asarray(x, dtype=np.float32)
    m = x.max()
    return float(m + np.log(np.exp(x - m).sum()))


def logsumexp_pairs(xs):
    total = xs[0]
    for x in xs[1:]:
        total = total + math.log1p(math.exp(x - total))
    return total


def logsumexp_of_logs(x):
    m = np.max(x)
    return m + np.sum(np.log(np.exp(x - m)))


def logsumexp_just_max(x):
    """For large numbers it is nearly the maximum."""
    if np.max(x) > 50:
        return float(np.max(x))
    return float(np.log(np.sum(np.exp(x))))


def logsumexp_axis_ignored(x, axis=None):
    m = np.max(x)
    return m + np.log(np.sum(np.exp(x - m)))


def logsumexp_in_place(x):
    m = x.max()
    x -= m
    np.exp(x, out=x)
    return m + np.log(x.sum())


def logsumexp_empty(xs):
    if len(xs) == 0:
        return 0.0
    m = max(xs)
    return m + math.log(math.fsum(math.exp(x - m) for x in xs))


EXPECTED = {
    "logsumexp_formula": {
        "kind": "vector",
        "codes": ["overflow"],
        "outcome": "wrong",
        "may": ["underflow"],
        "intent": None,
        "why": "no shift",
    },
    "logsumexp_math": {
        "kind": "vector",
        "codes": ["overflow"],
        "outcome": "wrong",
        "may": ["underflow", "python_loop_slow"],
        "intent": None,
        "why": "OverflowError from 710",
    },
    "logsumexp_forgot_max": {
        "kind": "vector",
        "codes": ["mismatched_shift"],
        "outcome": "wrong",
        "may": [],
        "intent": None,
        "why": "the maximum is not added back",
    },
    "logsumexp_max_twice": {
        "kind": "vector",
        "codes": ["mismatched_shift"],
        "outcome": "wrong",
        "may": [],
        "intent": None,
        "why": "the maximum is added twice",
    },
    "logsumexp_minus_max": {
        "kind": "last axis",
        "codes": ["mismatched_shift"],
        "outcome": "wrong",
        "may": ["sign_flipped"],
        "intent": None,
        "why": "the maximum is taken off instead of added back",
    },
    "logsumexp_abs": {
        "kind": "vector",
        "codes": ["underflow"],
        "outcome": "wrong",
        "may": ["nan_on_neg_inf_mask", "lse_cancellation"],
        "intent": None,
        "why": "all far below 0: log(0)",
    },
    "logsumexp_min": {
        "kind": "vector",
        "codes": ["overflow"],
        "outcome": "wrong",
        "may": ["nan_on_neg_inf_mask", "python_loop_slow"],
        "intent": None,
        "why": "shifted by the minimum",
    },
    "logsumexp_axis_global": {
        "kind": "axis argument",
        "codes": ["underflow_global_max"],
        "outcome": "wrong",
        "may": [],
        "intent": None,
        "why": "one maximum for all groups",
    },
    "logsumexp_rows_axis0": {
        "kind": "rows",
        "codes": ["wrong_axis"],
        "outcome": "wrong",
        "may": ["returns_wrong_shape"],
        "intent": "rows",
        "why": "a number for each column",
    },
    "logsumexp_rows_square": {
        "kind": "rows",
        "codes": ["missing_keepdims"],
        "outcome": "wrong",
        "may": ["shift_not_constant_in_group"],
        "intent": None,
        "why": "the maximum lost its axis",
    },
    "logsumexp_rows_kept": {
        "kind": "rows",
        "codes": ["returns_wrong_shape"],
        "outcome": "wrong",
        "may": ["missing_keepdims"],
        "intent": None,
        "why": "(n, 1) and (n,) broadcast to (n, n)",
    },
    "logsumexp_bits": {
        "kind": "vector",
        "codes": ["wrong_base"],
        "outcome": "wrong",
        "may": [],
        "intent": None,
        "why": "log2 of a sum of powers of e",
    },
    "logsumexp_ten": {
        "kind": "vector",
        "codes": ["wrong_base"],
        "outcome": "wrong",
        "may": [],
        "intent": None,
        "why": "all in base 10",
    },
    "logsumexp_average": {
        "kind": "vector",
        "codes": ["mean_instead_of_sum"],
        "outcome": "wrong",
        "may": [],
        "intent": None,
        "why": "log of the mean",
    },
    "logsumexp_eps": {
        "kind": "vector",
        "codes": ["overflow", "eps_bias"],
        "outcome": "wrong",
        "may": ["underflow"],
        "intent": None,
        "why": "no result below log(1e-10), and no shift",
    },
    "logsumexp_eps_shifted": {
        "kind": "vector",
        "codes": ["eps_bias"],
        "outcome": "wrong",
        "may": ["python_loop_slow"],
        "intent": None,
        "why": "1e-6 too much in the sum",
    },
    "logsumexp_clip": {
        "kind": "vector",
        "codes": ["clips_logits"],
        "outcome": "wrong",
        "may": [],
        "intent": None,
        "why": "no result beyond 300",
    },
    "logsumexp_float32": {
        "kind": "vector",
        "codes": ["loses_float64_precision"],
        "outcome": "wrong",
        "may": ["overflow"],
        "intent": None,
        "why": "computed in float32",
    },
    "logsumexp_pairs": {
        "kind": "vector",
        "codes": ["overflow"],
        "outcome": "wrong",
        "may": ["python_loop_slow", "nan_on_neg_inf_mask"],
        "intent": None,
        "why": "the larger of each pair is not put first",
    },
    "logsumexp_of_logs": {
        "kind": "vector",
        "codes": ["sum_of_logs"],
        "outcome": "wrong",
        "may": ["underflow", "nan_on_neg_inf_mask", "mismatched_shift", "overflow"],
        "intent": None,
        "why": "the sum of the logarithms, not the logarithm of the sum",
    },
    "logsumexp_just_max": {
        "kind": "vector",
        "codes": ["returns_max"],
        "outcome": "wrong",
        "may": ["underflow", "hides_overflow", "hard_max", "clips_logits", "hides_nan"],
        "intent": None,
        "why": "from 50 up the logarithm of the rest is dropped; far below 0 it is log(0)",
    },
    "logsumexp_axis_ignored": {
        "kind": "axis argument",
        "codes": ["axis_ignored"],
        "outcome": "wrong",
        "may": ["sums_whole_array", "returns_wrong_shape"],
        "intent": None,
        "why": "always the whole array",
    },
    "logsumexp_in_place": {
        "kind": "vector",
        "codes": ["fails_integer_input", "mutates_input"],
        "outcome": "fragile",
        "may": [],
        "intent": None,
        "why": "works in the caller's array",
    },
    "logsumexp_empty": {
        "kind": "vector",
        "codes": ["accepts_empty_wrongly"],
        "outcome": "fragile",
        "may": ["python_loop_slow"],
        "intent": None,
        "why": "the logarithm of an empty sum is -inf, not 0",
    },
}
