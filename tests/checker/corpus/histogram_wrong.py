"""A histogram as a density, wrong, or easily broken."""

import matplotlib.pyplot as plt
import numpy as np


def named(ax, name):
    ax.set_xlabel(name)
    ax.set_ylabel("density")
    return ax


def histogram_counts(values, edges, name):
    _, ax = plt.subplots()
    ax.hist(values, bins=edges)
    return named(ax, name)


def histogram_shares(values, edges, name):
    _, ax = plt.subplots()
    ax.hist(values, bins=edges, weights=np.full(len(values), 1 / len(values)))
    return named(ax, name)


def histogram_number_of_bins(values, edges, name):
    _, ax = plt.subplots()
    ax.hist(values, bins=len(edges) - 1, density=True)
    return named(ax, name)


def histogram_ten_bins(values, edges, name):
    _, ax = plt.subplots()
    ax.hist(values, density=True)
    return named(ax, name)


def histogram_even(values, edges, name):
    _, ax = plt.subplots()
    ax.hist(values, bins=len(edges) - 1, range=(edges[0], edges[-1]), density=True)
    return named(ax, name)


def histogram_unnamed(values, edges, name):
    fig, ax = plt.subplots()
    ax.hist(values, bins=edges, density=True)
    return fig


def histogram_x_named(values, edges, name):
    plt.figure()
    plt.hist(values, bins=edges, density=True)
    plt.xlabel(name)


def histogram_truncated(values, edges, name):
    _, ax = plt.subplots()
    heights = ax.hist(values, bins=edges, density=True)[0]
    ax.set_ylim(heights.min() + 0.01, None)
    return named(ax, name)


def histogram_on_the_last(values, edges, name):
    plt.hist(values, bins=edges, density=True)
    return named(plt.gca(), name)


def histogram_half_open(values, edges, name):
    _, ax = plt.subplots()
    count = [np.sum((values >= a) & (values < b)) for a, b in zip(edges[:-1], edges[1:], strict=True)]
    ax.bar(edges[:-1], np.array(count) / len(values) / np.diff(edges), np.diff(edges), align="edge")
    return named(ax, name)


CODES = {
    "histogram_counts": "counts",
    "histogram_shares": "shares_not_density",
    "histogram_number_of_bins": "own_edges",
    "histogram_ten_bins": "own_edges",
    "histogram_even": "even_edges",
    "histogram_unnamed": "no_labels",
    "histogram_x_named": "no_labels",
    "histogram_truncated": "truncated_axis",
    "histogram_on_the_last": "draws_on_the_last_figure",
    "histogram_half_open": "last_edge_lost",
}
OUTCOMES = {"histogram_on_the_last": "fragile"}
EXPECTED = {
    name: {"intent": None, "outcome": OUTCOMES.get(name, "wrong"), "codes": [code], "may": []}
    for name, code in CODES.items()
}
