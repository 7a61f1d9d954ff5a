"""Least-squares solutions that are wrong, or that break easily."""

import numpy as np


def normal_equations_inverse(X, y):
    return np.linalg.inv(X.T @ X) @ X.T @ y


def normal_equations_inverse_dot(X, y):
    return np.linalg.inv(X.T.dot(X)).dot(X.T).dot(y)


def normal_equations_no_transpose(X, y):
    return np.linalg.solve(X @ X.T, X.T @ y)


def normal_equations_right_side(X, y):
    return X.T @ y


def normal_equations_ridge(X, y):
    return np.linalg.solve(X.T @ X + 1e-3 * np.eye(X.shape[1]), X.T @ y)


def normal_equations_diagonal(X, y):
    return (X.T @ y) / (X**2).sum(axis=0)


def normal_equations_minus(X, y):
    return -np.linalg.lstsq(X, y, rcond=None)[0]


def normal_equations_predictions(X, y):
    return X @ np.linalg.lstsq(X, y, rcond=None)[0]


def normal_equations_centred(X, y):
    return np.linalg.lstsq(X - X.mean(axis=0), y - y.mean(), rcond=None)[0]


def normal_equations_half_mean(X, y):
    return np.linalg.lstsq(X.T @ X / len(y), X.T @ y, rcond=None)[0]


def normal_equations_no_y(X, y):
    return np.linalg.inv(X.T @ X) @ X.T


def normal_equations_changes(X, y):
    y -= 0.0
    X *= 2.0
    return 2.0 * np.linalg.lstsq(X, y, rcond=None)[0]


def normal_equations_forgets_intercept(X, y, fit_intercept=True):
    return np.linalg.lstsq(X, y, rcond=None)[0]


CODES = {
    "normal_equations_inverse": "explicit_inverse",
    "normal_equations_inverse_dot": "explicit_inverse",
    "normal_equations_no_transpose": "missing_transpose",
    "normal_equations_right_side": "not_solved",
    "normal_equations_ridge": "penalty_added",
    "normal_equations_diagonal": "divides_by_entries",
    "normal_equations_minus": "sign_flipped",
    "normal_equations_predictions": "returns_predictions",
    "normal_equations_centred": "intercept_added",
    "normal_equations_half_mean": "mixes_means_and_sums",
    "normal_equations_no_y": "forgets_y",
    "normal_equations_changes": "mutates_input",
    "normal_equations_forgets_intercept": "forgets_intercept",
}
OUTCOMES = {"explicit_inverse": "fragile", "mutates_input": "contract"}
EXPECTED = {
    name: {
        "intent": None,
        "outcome": OUTCOMES.get(code, "wrong"),
        "also_outcomes": ["fragile"] if code == "mutates_input" else [],
        "codes": [code],
        "may": ["accepts_singular", "fails_integer_input"],
    }
    for name, code in CODES.items()
}
