"""A histogram as a density, right, in several styles."""

import matplotlib.pyplot as plt
import numpy as np


def named(ax, name):
    ax.set_xlabel(name)
    ax.set_ylabel("density")
    return ax


def histogram_hist(values, edges, name):
    fig, ax = plt.subplots()
    ax.hist(values, bins=edges, density=True)
    named(ax, name)
    return fig


def histogram_bars(values, edges, name):
    _, ax = plt.subplots()
    share = np.histogram(values, edges)[0] / len(values)
    ax.bar(edges[:-1], share / np.diff(edges), width=np.diff(edges), align="edge", edgecolor="white")
    return named(ax, name)


def histogram_centred(values, edges, name):
    _, ax = plt.subplots()
    widths = np.diff(edges)
    ax.bar((edges[1:] + edges[:-1]) / 2, np.histogram(values, edges, density=True)[0], widths)
    return named(ax, name)


def histogram_pyplot(values, edges, name):
    plt.figure()
    plt.hist(values, edges, density=1, color="tab:green", rwidth=1.0)
    plt.xlabel(name)
    plt.ylabel("share per unit")
    plt.title("how they are spread")
    plt.show()


def histogram_steps(values, edges, name):
    fig, ax = plt.subplots()
    ax.hist(values, bins=edges, density=True, histtype="step")
    named(ax, name)
    return fig, ax


def histogram_stairs(values, edges, name):
    _, ax = plt.subplots()
    heights, edges = np.histogram(values, bins=edges, density=True)
    ax.stairs(heights, edges, fill=True)
    return named(ax, name)


def histogram_weights(values, edges, name):
    _, ax = plt.subplots()
    k = np.clip(np.searchsorted(edges, values, side="right") - 1, 0, len(edges) - 2)
    ax.hist(values, bins=edges, weights=1 / (len(values) * np.diff(edges)[k]))
    return named(ax, name)


RIGHT = [name for name in dir() if name.startswith("histogram_")]
EXPECTED = {name: {"intent": None, "outcome": "right", "codes": [], "may": []} for name in RIGHT}
