"""Steps of Adam that are wrong."""

import numpy as np


def adam_step_uncorrected(w, m, v, t, gradient, learning_rate, beta1, beta2, epsilon):
    m = beta1 * m + (1 - beta1) * gradient
    v = beta2 * v + (1 - beta2) * gradient**2
    return w - learning_rate * m / (np.sqrt(v) + epsilon), m, v


def adam_step_from_zero(w, m, v, t, gradient, learning_rate, beta1, beta2, epsilon):
    m = beta1 * m + (1 - beta1) * gradient
    v = beta2 * v + (1 - beta2) * gradient**2
    t = t + 1
    return w - learning_rate * (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + epsilon), m, v


def adam_step_before(w, m, v, t, gradient, learning_rate, beta1, beta2, epsilon):
    m = beta1 * m + (1 - beta1) * gradient
    v = beta2 * v + (1 - beta2) * gradient**2
    k = t - 1
    return w - learning_rate * (m / (1 - beta1**k)) / (np.sqrt(v / (1 - beta2**k)) + epsilon), m, v


def adam_step_inside(w, m, v, t, gradient, learning_rate, beta1, beta2, epsilon):
    m = beta1 * m + (1 - beta1) * gradient
    v = beta2 * v + (1 - beta2) * gradient**2
    return w - learning_rate * (m / (1 - beta1**t)) / np.sqrt(v / (1 - beta2**t) + epsilon), m, v


def adam_step_no_square(w, m, v, t, gradient, learning_rate, beta1, beta2, epsilon):
    m = beta1 * m + (1 - beta1) * gradient
    v = beta2 * v + (1 - beta2) * gradient
    return w - learning_rate * (m / (1 - beta1**t)) / (np.sqrt(np.abs(v / (1 - beta2**t))) + epsilon), m, v


def adam_step_no_root(w, m, v, t, gradient, learning_rate, beta1, beta2, epsilon):
    m = beta1 * m + (1 - beta1) * gradient
    v = beta2 * v + (1 - beta2) * gradient**2
    return w - learning_rate * (m / (1 - beta1**t)) / (v / (1 - beta2**t) + epsilon), m, v


def adam_step_returns_hats(w, m, v, t, gradient, learning_rate, beta1, beta2, epsilon):
    m = beta1 * m + (1 - beta1) * gradient
    v = beta2 * v + (1 - beta2) * gradient**2
    m, v = m / (1 - beta1**t), v / (1 - beta2**t)
    return w - learning_rate * m / (np.sqrt(v) + epsilon), m, v


def adam_step_up(w, m, v, t, gradient, learning_rate, beta1, beta2, epsilon):
    m = beta1 * m + (1 - beta1) * gradient
    v = beta2 * v + (1 - beta2) * gradient**2
    return w + learning_rate * (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + epsilon), m, v


def adam_step_one_corrected(w, m, v, t, gradient, learning_rate, beta1, beta2, epsilon):
    m = beta1 * m + (1 - beta1) * gradient
    v = beta2 * v + (1 - beta2) * gradient**2
    return w - learning_rate * (m / (1 - beta1**t)) / (np.sqrt(v) + epsilon), m, v


def adam_step_in_place(w, m, v, t, gradient, learning_rate, beta1, beta2, epsilon):
    m *= beta1
    m += (1 - beta1) * gradient
    v *= beta2
    v += (1 - beta2) * gradient**2
    w -= learning_rate * (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + epsilon)
    return w, m, v


CODES = {
    "adam_step_uncorrected": "no_bias_correction",
    "adam_step_from_zero": "counts_from_zero",
    "adam_step_before": "counts_from_zero",
    "adam_step_inside": "epsilon_inside_the_root",
    "adam_step_no_square": "square_missing",
    "adam_step_no_root": "no_root",
    "adam_step_returns_hats": "returns_corrected",
    "adam_step_up": "climbs",
    "adam_step_one_corrected": "corrects_one_only",
    "adam_step_in_place": "mutates_input",
}
OUTCOMES = {"mutates_input": "contract"}
EXPECTED = {
    name: {
        "intent": None,
        "outcome": OUTCOMES.get(code, "wrong"),
        "also_outcomes": ["fragile"] if code == "mutates_input" else [],
        "codes": [code],
        "may": ["fails_integer_input", "divides_by_zero"],
    }
    for name, code in CODES.items()
}
