"""A line in the order of x, right, in several styles."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure


def plot_line_objects(x, y, x_name, y_name):
    order = np.argsort(x)
    fig, ax = plt.subplots()
    ax.plot(x[order], y[order])
    ax.set_xlabel(x_name)
    ax.set_ylabel(y_name)
    return fig


def plot_line_set(x, y, x_name, y_name):
    _fig, ax = plt.subplots(figsize=(4, 3))
    pairs = sorted(zip(x, y, strict=False))
    ax.plot([a for a, _ in pairs], [b for _, b in pairs], "o-", color="tab:red", label="measured")
    ax.set(xlabel=x_name, ylabel=y_name, title="a line")
    ax.grid(True)
    ax.legend()
    return ax


def plot_line_pyplot(x, y, x_name, y_name):
    plt.figure()
    k = np.argsort(x)
    plt.plot(np.asarray(x)[k], np.asarray(y)[k], "--")
    plt.xlabel(x_name)
    plt.ylabel(y_name)


def plot_line_shown(x, y, x_name, y_name):
    plt.figure(figsize=(3, 2))
    table = np.column_stack([x, y])
    table = table[table[:, 0].argsort()]
    plt.plot(*table.T)
    plt.xlabel(x_name)
    plt.ylabel(y_name)
    plt.tight_layout()
    plt.show()


def plot_line_without_pyplot(x, y, x_name, y_name):
    fig = Figure()
    ax = fig.add_subplot()
    order = sorted(range(len(x)), key=lambda i: -x[i])
    ax.plot([x[i] for i in order], [y[i] for i in order])
    ax.axhline(0, color="grey", linewidth=0.5)
    ax.set_xlabel(x_name, fontsize=12)
    ax.set_ylabel(y_name, fontsize=12)
    return fig, ax


def plot_line_with_points(x, y, x_name, y_name):
    _fig, ax = plt.subplots(layout="constrained")
    order = np.argsort(x)
    lines = ax.plot(x[order], y[order])
    ax.scatter(x, y)
    ax.set_xlabel(x_name)
    ax.set_ylabel(y_name)
    return lines


def line_plot_pandas(x, y, x_name, y_name):
    _, ax = plt.subplots()
    rows = dict(sorted(dict(zip(x.tolist(), y.tolist(), strict=False)).items()))
    ax.plot(list(rows), list(rows.values()), drawstyle="default")
    plt.setp(ax, xlabel=x_name, ylabel=y_name)
    return plt


RIGHT = [name for name in dir() if name.startswith(("plot_line", "line_plot"))]
EXPECTED = {name: {"intent": None, "outcome": "right", "codes": [], "may": []} for name in RIGHT}
