"""Power iterations that are wrong, or that break easily."""

import numpy as np


def _unit(v):
    return v / np.linalg.norm(v)


def power_iteration_late(A, v, n_steps):
    for _ in range(n_steps):
        v = A @ v
    v = _unit(v)
    return v @ A @ v, v


def power_iteration_power_of_matrix(A, v, n_steps):
    return _unit(np.linalg.matrix_power(np.asarray(A, dtype=float), n_steps) @ v)


def power_iteration_never(A, v, n_steps):
    for _ in range(n_steps):
        v = A @ v
    return (v @ A @ v) / (v @ v), v


def power_iteration_largest(A, v, n_steps):
    for _ in range(n_steps):
        v = A @ v
        v = v / np.max(np.abs(v))
    return v @ A @ v / (v @ v), v


def power_iteration_sum(A, v, n_steps):
    for _ in range(n_steps):
        v = A @ v
        v = v / np.sum(np.abs(v))
    return v


def power_iteration_length(A, v, n_steps):
    for _ in range(n_steps):
        v = _unit(A @ v)
    return np.linalg.norm(A @ v), v


def power_iteration_growth(A, v, n_steps):
    v = _unit(v)
    for _ in range(n_steps):
        w = A @ v
        value = np.linalg.norm(w)
        v = w / value
    return value, v


def power_iteration_signed_length(A, v, n_steps):
    for _ in range(n_steps):
        v = _unit(A @ v)
    return np.linalg.norm(A @ v) * np.sign(v @ A @ v), v


def power_iteration_absolute(A, v, n_steps):
    for _ in range(n_steps):
        v = _unit(A @ v)
    return abs(v @ A @ v), v


def power_iteration_behind(A, v, n_steps):
    v = _unit(v)
    for _ in range(n_steps):
        value = v @ A @ v
        v = _unit(A @ v)
    return value, v


def power_iteration_entries(A, v, n_steps):
    for _ in range(n_steps):
        v = _unit(A @ v)
    return (A @ v)[0] / v[0], v


def power_iteration_short(A, v, n_steps):
    for _ in range(n_steps - 1):
        v = _unit(A @ v)
    v = _unit(v)
    return v @ A @ v, v


def power_iteration_long(A, v, n_steps):
    for _ in range(n_steps + 1):
        v = _unit(A @ v)
    return v @ A @ v, v


def power_iteration_from_ones(A, v, n_steps):
    v = np.ones(len(A))
    for _ in range(n_steps):
        v = _unit(A @ v)
    return v @ A @ v, v


def power_iteration_rows(A, v, n_steps):
    for _ in range(n_steps):
        v = _unit(v @ A)
    return v @ A @ v, v


def power_iteration_once(A, v, n_steps):
    for _ in range(n_steps):
        w = _unit(A @ v)
    return w @ A @ w, w


def power_iteration_library(A, v, n_steps):
    values, vectors = np.linalg.eig(A)
    k = np.abs(values).argmax()
    return values[k].real, vectors[:, k].real


def power_iteration_entrywise(A, v, n_steps):
    w = _unit(np.asarray(A, dtype=float) ** n_steps @ v)
    return w @ A @ w, w


def power_iteration_impatient(A, v, n_steps):
    v = _unit(v)
    for _ in range(n_steps):
        w = _unit(A @ v)
        if abs(w @ v) < 1e-9:
            break
        v = w
    return v @ A @ v, v


def power_iteration_in_place(A, v, n_steps):
    for _ in range(n_steps):
        v[:] = A @ v
        v /= np.linalg.norm(v)
    return v @ A @ v, v.copy()


CODES = {
    "power_iteration_late": "overflow",
    "power_iteration_power_of_matrix": "overflow",
    "power_iteration_never": "not_length_one",
    "power_iteration_largest": "not_length_one",
    "power_iteration_sum": "not_length_one",
    "power_iteration_length": "sign_lost",
    "power_iteration_growth": "length_for_value",
    "power_iteration_signed_length": "length_for_value",
    "power_iteration_absolute": "sign_lost",
    "power_iteration_behind": "value_a_step_behind",
    "power_iteration_entries": "ratio_of_entries",
    "power_iteration_short": "one_step_too_few",
    "power_iteration_long": "one_step_too_many",
    "power_iteration_from_ones": "start_ignored",
    "power_iteration_rows": "rows_for_columns",
    "power_iteration_once": "one_step_only",
    "power_iteration_library": "runs_to_the_end",
    "power_iteration_entrywise": "entries_to_the_power",
    "power_iteration_impatient": "stops_early",
    "power_iteration_in_place": "mutates_input",
}
OUTCOMES = {"overflow": "fragile", "stops_early": "fragile", "mutates_input": "contract"}
EXPECTED = {
    name: {
        "intent": None,
        "outcome": OUTCOMES.get(code, "wrong"),
        "also_outcomes": ["fragile"] if code == "mutates_input" else [],
        "codes": [code],
        "may": ["fails_integer_input"] if code == "mutates_input" else ["overflow"] if code == "not_length_one" else [],
    }
    for name, code in CODES.items()
}
