"""A scatter with a legend, wrong, or easily broken."""

import matplotlib.pyplot as plt
import numpy as np


def scatter_by_class_no_legend(X, y, names):
    fig, ax = plt.subplots()
    for k, name in enumerate(names):
        ax.scatter(X[y == k, 0], X[y == k, 1], label=name)
    return fig


def scatter_by_class_turned(X, y, names):
    _, ax = plt.subplots()
    for k, name in enumerate(names):
        ax.scatter(X[y == k, 1], X[y == k, 0], label=name)
    ax.legend()
    return ax


def scatter_by_class_as_they_come(X, y, names):
    _, ax = plt.subplots()
    for k, name in zip(dict.fromkeys(y.tolist()), names, strict=False):
        ax.scatter(*X[y == k].T, label=name)
    ax.legend()
    return ax


def scatter_by_class_from_one(X, y, names):
    _, ax = plt.subplots()
    for k in range(1, len(names)):
        ax.scatter(*X[y == k].T, label=names[k])
    ax.legend()
    return ax


def scatter_by_class_without_the_last(X, y, names):
    _, ax = plt.subplots()
    for k in range(max(y)):
        ax.scatter(*X[y == k].T, label=names[k])
    ax.legend()
    return ax


def scatter_by_class_in_black(X, y, names):
    _, ax = plt.subplots()
    for k, name in enumerate(names):
        ax.scatter(*X[y == k].T, color="black", label=name)
    ax.legend()
    return ax


def scatter_by_class_first_name_only(X, y, names):
    _, ax = plt.subplots()
    ax.scatter(X[:, 0], X[:, 1])
    ax.legend(names)
    return ax


def scatter_by_class_open_figure(X, y, names):
    for k in np.unique(y):
        plt.scatter(*X[y == k].T, label=names[k])
    plt.legend()


CODES = {
    "scatter_by_class_no_legend": "no_legend",
    "scatter_by_class_turned": "axes_swapped",
    "scatter_by_class_as_they_come": "names_in_another_order",
    "scatter_by_class_from_one": "first_class_missing",
    "scatter_by_class_without_the_last": "last_class_missing",
    "scatter_by_class_in_black": "one_colour_for_all",
    "scatter_by_class_first_name_only": "one_colour_for_all",
    "scatter_by_class_open_figure": "draws_on_the_last_figure",
}
OUTCOMES = {"scatter_by_class_open_figure": "fragile"}
EXPECTED = {
    name: {"intent": None, "outcome": OUTCOMES.get(name, "wrong"), "codes": [code], "may": []}
    for name, code in CODES.items()
}
