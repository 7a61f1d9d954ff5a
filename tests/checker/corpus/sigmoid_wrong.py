"""Sigmoid functions that are wrong, or that break easily: as learners write them."""

import math

import numpy as np


def sigmoid_math(x):
    return 1 / (1 + math.exp(-x))


def sigmoid_exp_over(x):
    return np.exp(x) / (1 + np.exp(x))


def sigmoid_exp_over_math(x: float) -> float:
    z = math.exp(x)
    return z / (z + 1)


def sigmoid_sign(x):
    return 1 / (1 + np.exp(x))


def sigmoid_parentheses(x):
    return 1 / 1 + np.exp(-x)


def sigmoid_derivative(x):
    s = 1 / (1 + np.exp(-x))
    return s * (1 - s)


def sigmoid_tanh(x):
    """The sigmoid is a scaled tanh."""
    return (1 + np.tanh(x)) / 2


def sigmoid_just_tanh(x):
    return np.tanh(np.asarray(x, dtype=float) / 2)


def sigmoid_two(x):
    return 1.0 / (1.0 + 2.0 ** (-np.asarray(x, dtype=float)))


def sigmoid_clip(x):
    """Clip to keep exp calm."""
    x = np.clip(x, -20, 20)
    return 1 / (1 + np.exp(-x))


def sigmoid_eps(x):
    return 1 / (1 + np.exp(-x) + 1e-7)


def sigmoid_clip_output(x):
    s = 1 / (1 + np.exp(-np.asarray(x, dtype=float)))
    return np.clip(s, 1e-7, 1 - 1e-7)


def sigmoid_step(x):
    return np.where(np.asarray(x) > 0, 1.0, 0.0)


def sigmoid_hard(x):
    """Fast."""
    return np.clip(0.2 * np.asarray(x, dtype=float) + 0.5, 0, 1)


def sigmoid_softsign(x):
    x = np.asarray(x, dtype=float)
    return 0.5 * (1 + x / (1 + np.abs(x)))


def sigmoid_float32(x):
    return 1 / (1 + np.exp(-np.asarray(x).astype("float32")))


def sigmoid_shifted(x):
    """Subtract the maximum first, as for softmax."""
    x = x - np.max(x)
    return 1 / (1 + np.exp(-x))


def sigmoid_if(x):
    """Scalars and arrays."""
    if x >= 0:
        return 1 / (1 + np.exp(-x))
    return np.exp(x) / (1 + np.exp(x))


def sigmoid_zeros_like(x):
    out = np.zeros_like(x)
    pos = x >= 0
    out[pos] = 1 / (1 + np.exp(-x[pos]))
    e = np.exp(x[~pos])
    out[~pos] = e / (1 + e)
    return out


def sigmoid_in_place(x):
    np.negative(x, out=x)
    np.exp(x, out=x)
    x += 1
    np.reciprocal(x, out=x)
    return x


def sigmoid_rounded(x):
    return np.round(1 / (1 + np.exp(-x)), 5)


def sigmoid_branch_swapped(x):
    """Two cases, so that nothing overflows."""
    x = np.asarray(x, dtype=float)
    return np.where(x < 0, 1 / (1 + np.exp(-x)), np.exp(x) / (1 + np.exp(x)))


def sigmoid_abs(x):
    e = np.exp(-np.abs(x))
    return 1 / (1 + e)


EXPECTED = {
    "sigmoid_math": {
        "kind": "number",
        "codes": ["overflow"],
        "outcome": "wrong",
        "may": [],
        "intent": None,
        "why": "OverflowError below -709",
    },
    "sigmoid_exp_over": {
        "kind": "array",
        "codes": ["overflow"],
        "outcome": "wrong",
        "may": ["recomputes_exp"],
        "intent": None,
        "why": "inf / inf above 709",
    },
    "sigmoid_exp_over_math": {
        "kind": "number",
        "codes": ["overflow"],
        "outcome": "wrong",
        "may": [],
        "intent": None,
        "why": "OverflowError above 709",
    },
    "sigmoid_sign": {
        "kind": "array",
        "codes": ["sign_flipped"],
        "outcome": "wrong",
        "may": [],
        "intent": None,
        "why": "the sign in the exponent is missing",
    },
    "sigmoid_parentheses": {
        "kind": "array",
        "codes": ["missing_parentheses"],
        "outcome": "wrong",
        "may": ["overflow"],
        "intent": None,
        "why": "1/1 + exp(-x)",
    },
    "sigmoid_derivative": {
        "kind": "array",
        "codes": ["returns_derivative"],
        "outcome": "wrong",
        "may": [],
        "intent": None,
        "why": "s (1 - s) is the slope",
    },
    "sigmoid_tanh": {
        "kind": "array",
        "codes": ["temperature_baked_in"],
        "outcome": "wrong",
        "may": ["loses_small_values"],
        "intent": None,
        "why": "tanh(x) for tanh(x / 2): sigmoid of 2x",
    },
    "sigmoid_just_tanh": {
        "kind": "array",
        "codes": ["returns_tanh"],
        "outcome": "wrong",
        "may": [],
        "intent": None,
        "why": "from -1 to 1, not from 0 to 1",
    },
    "sigmoid_two": {
        "kind": "array",
        "codes": ["wrong_base"],
        "outcome": "wrong",
        "may": ["temperature_baked_in"],
        "intent": None,
        "why": "powers of 2",
    },
    "sigmoid_clip": {
        "kind": "array",
        "codes": ["clips_logits"],
        "outcome": "wrong",
        "may": ["clips_output"],
        "intent": None,
        "why": "all beyond 20 are equal",
    },
    "sigmoid_eps": {
        "kind": "array",
        "codes": ["eps_bias"],
        "outcome": "wrong",
        "may": [],
        "intent": None,
        "why": "never reaches 1",
    },
    "sigmoid_clip_output": {
        "kind": "array",
        "codes": ["clips_output"],
        "outcome": "wrong",
        "may": ["clips_logits"],
        "intent": None,
        "why": "nothing below 1e-7",
    },
    "sigmoid_step": {
        "kind": "array",
        "codes": ["hard_max"],
        "outcome": "wrong",
        "may": ["hides_nan"],
        "intent": None,
        "why": "a step",
    },
    "sigmoid_hard": {
        "kind": "array",
        "codes": ["no_exp"],
        "outcome": "wrong",
        "may": [],
        "intent": None,
        "why": "three straight lines",
    },
    "sigmoid_softsign": {
        "kind": "array",
        "codes": ["no_exp"],
        "outcome": "wrong",
        "may": [],
        "intent": None,
        "why": "another S-shaped curve",
    },
    "sigmoid_float32": {
        "kind": "array",
        "codes": ["loses_float64_precision"],
        "outcome": "wrong",
        "may": [],
        "intent": None,
        "why": "computed in float32",
    },
    "sigmoid_shifted": {
        "kind": "array",
        "codes": ["mismatched_shift"],
        "outcome": "wrong",
        "may": [],
        "intent": None,
        "why": "the sigmoid is not invariant under a shift",
    },
    "sigmoid_if": {
        "kind": "array",
        "codes": ["fails_1d"],
        "outcome": "wrong",
        "may": ["recomputes_exp"],
        "intent": "array",
        "why": "an array has no single truth value",
    },
    "sigmoid_zeros_like": {
        "kind": "array",
        "codes": ["fails_integer_input"],
        "outcome": "fragile",
        "may": [],
        "intent": None,
        "why": "the output takes the dtype of the input",
    },
    "sigmoid_in_place": {
        "kind": "array",
        "codes": ["fails_integer_input", "mutates_input"],
        "outcome": "fragile",
        "may": [],
        "intent": None,
        "why": "works in the caller's array",
    },
    "sigmoid_rounded": {
        "kind": "array",
        "codes": ["rounds_output"],
        "outcome": "wrong",
        "may": [],
        "intent": None,
        "why": "5 decimals",
    },
    "sigmoid_branch_swapped": {
        "kind": "array",
        "codes": ["overflow"],
        "outcome": "wrong",
        "may": ["recomputes_exp"],
        "intent": None,
        "why": "each case has the formula of the other: nan above 709",
    },
    "sigmoid_abs": {
        "kind": "array",
        "codes": ["ignores_sign"],
        "outcome": "wrong",
        "may": ["sign_flipped"],
        "intent": None,
        "why": "right for positive x only",
    },
}
