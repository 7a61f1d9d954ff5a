"""One-hot encodings that are right, in several styles."""

import pandas as pd
import numpy as np
from sklearn.preprocessing import OneHotEncoder


def one_hot_compare(labels):
    return (np.asarray(labels)[:, None] == np.unique(labels)).astype(int)


def one_hot_inverse(labels):
    distinct, places = np.unique(labels, return_inverse=True)
    return np.eye(len(distinct))[places]


def one_hot_loops(labels):
    columns = sorted(set(labels))
    return [[1 if label == column else 0 for column in columns] for label in labels]


def one_hot_dict(values):
    place = {value: j for j, value in enumerate(sorted(set(values)))}
    rows = np.zeros((len(values), len(place)))
    for i, value in enumerate(values):
        rows[i, place[value]] = 1.0
    return rows


def one_hot_encoder(labels):
    return OneHotEncoder().fit_transform(np.asarray(labels).reshape(-1, 1))


def one_hot_bool(labels):
    return np.equal.outer(labels, np.unique(labels))


def one_hot_searchsorted(labels):
    labels = np.asarray(labels)
    distinct = np.unique(labels)
    out = np.zeros((labels.size, distinct.size), dtype=np.int8)
    out[np.arange(labels.size), np.searchsorted(distinct, labels)] = 1
    return out


def one_hot_index(labels):
    categories = sorted(set(np.asarray(labels).tolist()))
    result = []
    for label in np.asarray(labels).tolist():
        row = [0.0] * len(categories)
        row[categories.index(label)] = 1.0
        result.append(row)
    return np.array(result)


def one_hot_eye(y):
    """y holds class numbers 0 .. k-1."""
    return np.eye(y.max() + 1)[y]


def one_hot_class_numbers(y):
    m = np.zeros((len(y), int(max(y)) + 1))
    m[np.arange(len(y)), y] = 1
    return m


def one_hot_counted(y, n_classes):
    return np.eye(n_classes)[y]


def one_hot_counted_loops(labels, k=None):
    k = k if k is not None else int(max(labels)) + 1
    return [[float(j == label) for j in range(k)] for label in labels]


def one_hot_counted_compare(y, num_classes):
    return (np.arange(num_classes) == np.asarray(y)[:, np.newaxis]).astype(np.float32)


def one_hot_stack(labels):
    return np.stack([np.where(np.asarray(labels) == c, 1, 0) for c in np.unique(labels)], axis=1)


def one_hot_transposed_back(labels):
    return np.vstack([np.asarray(labels) == c for c in sorted(set(labels))]).T * 1


def one_hot_pandas(labels):
    return pd.get_dummies(pd.Series(labels)).to_numpy().astype(int)


def one_hot_put(labels):
    u, inv = np.unique(labels, return_inverse=True)
    out = np.zeros((len(labels), len(u)), dtype=np.int8)
    np.put_along_axis(out, inv[:, None], 1, axis=1)
    return out


RIGHT = [name for name in dir() if name.startswith("one_hot_")]
EXPECTED = {name: {"intent": None, "outcome": "right", "codes": [], "may": []} for name in RIGHT}
