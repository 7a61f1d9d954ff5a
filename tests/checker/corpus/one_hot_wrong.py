"""One-hot encodings that are wrong, or that break easily."""

import numpy as np


def one_hot_appearance(labels):
    columns = list(dict.fromkeys(labels))
    return [[int(label == column) for column in columns] for label in labels]


def one_hot_gaps(labels):
    """Labels may be strings or numbers; one column for each distinct one."""
    out = np.zeros((len(labels), int(max(labels)) + 1))
    out[np.arange(len(labels)), labels] = 1
    return out


def one_hot_columns(labels):
    return (np.unique(labels)[:, None] == np.asarray(labels)).astype(float)


def one_hot_drop_first(labels):
    return (np.asarray(labels)[:, None] == np.unique(labels)[1:]).astype(float)


def one_hot_codes(labels):
    return np.unique(labels, return_inverse=True)[1]


def one_hot_too_few(y):
    out = np.zeros((len(y), max(y)))
    out[np.arange(len(y)), y] = 1
    return out


def one_hot_from_one(y, n_classes):
    return np.eye(n_classes)[np.asarray(y) - 1]


def one_hot_ignores_count(y, n_classes):
    return (np.asarray(y)[:, None] == np.unique(y)).astype(float)


def one_hot_too_many(y, n_classes):
    return np.eye(n_classes + 1)[y]


def one_hot_swapped(labels):
    return [[int(label != column) for column in sorted(set(labels))] for label in labels]


def one_hot_to_int(labels):
    labels = np.asarray(labels, dtype=float)
    return (labels[:, None] == np.unique(labels)).astype(int)


def one_hot_descending(labels):
    columns = sorted(set(labels), reverse=True)
    return np.array([[1.0 if label == c else 0.0 for c in columns] for label in labels])


def one_hot_signs(labels):
    return np.where(np.asarray(labels)[:, None] == np.unique(labels), 1, -1)


def one_hot_times_label(labels):
    labels = np.asarray(labels)
    return (labels[:, None] == np.unique(labels)) * labels[:, None]


CODES = {
    "one_hot_appearance": "order_of_appearance",
    "one_hot_gaps": "columns_for_gaps",
    "one_hot_columns": "transposed",
    "one_hot_drop_first": "drops_a_column",
    "one_hot_codes": "returns_codes",
    "one_hot_too_few": "one_column_too_few",
    "one_hot_from_one": "counts_from_one",
    "one_hot_ignores_count": "n_classes_ignored",
    "one_hot_too_many": "one_column_too_many",
    "one_hot_swapped": "ones_and_zeros_swapped",
    "one_hot_to_int": "fails_on_words",
    "one_hot_descending": "descending_order",
    "one_hot_signs": "minus_one_for_zero",
    "one_hot_times_label": "keeps_the_label",
}
MAY = ["fails_on_words", "fails_below_zero", "fails_on_floats", "fails_single_label"]
EXPECTED = {
    name: {
        "intent": None,
        "outcome": "fragile" if name == "one_hot_to_int" else "wrong",
        "codes": [code],
        "may": MAY,
    }
    for name, code in CODES.items()
}
