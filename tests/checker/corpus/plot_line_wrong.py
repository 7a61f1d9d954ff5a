"""A line in the order of x, wrong, or easily broken."""

import matplotlib.pyplot as plt
import numpy as np


def named(ax, x_name, y_name):
    ax.set_xlabel(x_name)
    ax.set_ylabel(y_name)
    return ax


def plot_line_unsorted(x, y, x_name, y_name):
    _fig, ax = plt.subplots()
    ax.plot(x, y)
    return named(ax, x_name, y_name)


def plot_line_sorts_x(x, y, x_name, y_name):
    _fig, ax = plt.subplots()
    ax.plot(np.sort(x), y)
    return named(ax, x_name, y_name)


def plot_line_sorts_both(x, y, x_name, y_name):
    _fig, ax = plt.subplots()
    ax.plot(np.sort(x), np.sort(y))
    return named(ax, x_name, y_name)


def plot_line_unnamed(x, y, x_name, y_name):
    fig, ax = plt.subplots()
    order = np.argsort(x)
    ax.plot(x[order], y[order])
    return fig


def plot_line_half_named(x, y, x_name, y_name):
    plt.figure()
    order = np.argsort(x)
    plt.plot(x[order], y[order])
    plt.xlabel(x_name)


def plot_line_turned(x, y, x_name, y_name):
    _fig, ax = plt.subplots()
    order = np.argsort(x)
    ax.plot(y[order], x[order])
    return named(ax, x_name, y_name)


def plot_line_names_turned(x, y, x_name, y_name):
    _fig, ax = plt.subplots()
    order = np.argsort(x)
    ax.plot(x[order], y[order])
    return named(ax, y_name, x_name)


def plot_line_scatter(x, y, x_name, y_name):
    _fig, ax = plt.subplots()
    ax.scatter(x, y)
    return named(ax, x_name, y_name)


def plot_line_global(x, y, x_name, y_name):
    order = np.argsort(x)
    plt.plot(x[order], y[order])
    plt.xlabel(x_name)
    plt.ylabel(y_name)


def plot_line_of_y(x, y, x_name, y_name):
    _fig, ax = plt.subplots()
    ax.plot(y)
    return named(ax, x_name, y_name)


def plot_line_cut(x, y, x_name, y_name):
    _fig, ax = plt.subplots()
    order = np.argsort(x)
    ax.plot(x[order], y[order])
    ax.set_ylim(bottom=float(np.mean(y)))
    return named(ax, x_name, y_name)


def plot_line_numbers(x, y, x_name, y_name):
    order = np.argsort(x)
    return x[order], y[order]


def plot_line_empty(x, y, x_name, y_name):
    fig, _ax = plt.subplots()
    return fig


CODES = {
    "plot_line_unsorted": "order_of_rows",
    "plot_line_sorts_x": "sorts_x_alone",
    "plot_line_sorts_both": "sorts_each_alone",
    "plot_line_unnamed": "no_labels",
    "plot_line_half_named": "no_labels",
    "plot_line_turned": "axes_swapped",
    "plot_line_names_turned": "labels_swapped",
    "plot_line_scatter": "points_not_joined",
    "plot_line_global": "draws_on_the_last_figure",
    "plot_line_of_y": "index_for_x",
    "plot_line_cut": "cuts_off_data",
    "plot_line_numbers": "returns_wrong_shape",
    "plot_line_empty": "nothing_drawn",
}
OUTCOMES = {"plot_line_global": "fragile"}
EXPECTED = {
    name: {"intent": None, "outcome": OUTCOMES.get(name, "wrong"), "codes": [code], "may": []}
    for name, code in CODES.items()
}
