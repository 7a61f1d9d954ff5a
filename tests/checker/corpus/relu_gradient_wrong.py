"""Derivatives through relu that are wrong, or that break easily."""

import numpy as np


def relu_gradient_own(x, upstream):
    return (x > 0).astype(float)


def relu_gradient_forward(x, upstream):
    return np.maximum(x, 0)


def relu_gradient_times(x, upstream):
    return upstream * np.maximum(x, 0)


def relu_gradient_upstream(x, upstream):
    return upstream * (upstream > 0)


def relu_gradient_negative(x, upstream):
    return upstream * (x < 0)


def relu_gradient_leaky(x, upstream):
    return np.where(x > 0, upstream, 0.01 * upstream)


def relu_gradient_everything(x, upstream):
    return upstream.copy()


def relu_gradient_divides(x, upstream):
    return upstream * np.maximum(x, 0) / x


def relu_gradient_in_place(x, upstream):
    upstream[x <= 0] = 0
    return upstream


def relu_gradient_one(x, upstream):
    return upstream * (x > 1)


def relu_gradient_summed(x, upstream):
    return (upstream * (x > 0)).sum(axis=0)


CODES = {
    "relu_gradient_own": "upstream_ignored",
    "relu_gradient_forward": "forward_instead",
    "relu_gradient_times": "multiplies_by_x",
    "relu_gradient_upstream": "mask_of_upstream",
    "relu_gradient_negative": "wrong_side",
    "relu_gradient_leaky": "keeps_a_slope",
    "relu_gradient_everything": "let_through",
    "relu_gradient_divides": "divides_by_zero",
    "relu_gradient_in_place": "mutates_input",
    "relu_gradient_one": "threshold_of_one",
    "relu_gradient_summed": "adds_up",
}
FRAGILE = {"divides_by_zero"}
EXPECTED = {
    name: {
        "intent": None,
        "outcome": "contract" if code == "mutates_input" else "fragile" if code in FRAGILE else "wrong",
        "codes": [code],
        "may": ["fails_integer_input", "overflow"],
    }
    for name, code in CODES.items()
}
