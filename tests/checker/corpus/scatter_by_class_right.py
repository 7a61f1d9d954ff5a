"""A scatter with a legend, right, in several styles."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.lines import Line2D


def scatter_by_class_loop(X, y, names):
    fig, ax = plt.subplots()
    for k, name in enumerate(names):
        ax.scatter(X[y == k, 0], X[y == k, 1], label=name)
    ax.legend()
    return fig


def scatter_by_class_markers(X, y, names):
    plt.figure()
    for k in np.unique(y):
        plt.plot(*X[y == k].T, "os^"[k], color=("red", "green", "blue")[k], label=names[k])
    plt.legend(title="species")


def scatter_by_class_elements(X, y, names):
    _fig, ax = plt.subplots()
    drawn = ax.scatter(X[:, 0], X[:, 1], c=y, cmap="viridis")
    handles, _ = drawn.legend_elements()
    ax.legend(handles, [names[k] for k in np.unique(y)])
    return ax


def scatter_by_class_shapes(X, y, names):
    _, ax = plt.subplots()
    for k, marker in zip(np.unique(y), "ovs", strict=False):
        ax.scatter(*X[y == k].T, marker=marker, color="black", label=names[k])
    return ax.legend()


def scatter_by_class_each_point(X, y, names):
    fig, ax = plt.subplots()
    colours = plt.get_cmap("tab10").colors
    for (a, b), k in zip(X, y, strict=True):
        ax.plot([a], [b], "o", color=colours[k])
    ax.legend(
        handles=[Line2D([], [], marker="o", linestyle="", color=colours[k], label=n) for k, n in enumerate(names)]
    )
    return fig, ax


def scatter_by_class_of_figure(X, y, names):
    fig, ax = plt.subplots(layout="constrained")
    order = np.argsort(-y, kind="stable")
    for k in dict.fromkeys(y[order].tolist()):
        own = [row for row, label in zip(X, y, strict=True) if label == k]
        ax.scatter([a for a, _ in own], [b for _, b in own], alpha=0.5, edgecolors="black", label=names[k])
    fig.legend(loc="outside right upper")
    return fig


RIGHT = [name for name in dir() if name.startswith("scatter_")]
EXPECTED = {name: {"intent": None, "outcome": "right", "codes": [], "may": []} for name in RIGHT}
