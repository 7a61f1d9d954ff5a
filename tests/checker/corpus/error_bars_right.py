"""Means with their standard errors, right, in several styles."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure


def _standard_error(samples):
    return np.std(samples, axis=1, ddof=1) / np.sqrt(np.shape(samples)[1])


def error_bars_points(x, samples, x_name, y_name):
    fig, ax = plt.subplots()
    ax.errorbar(x, samples.mean(axis=1), yerr=_standard_error(samples), fmt="o")
    ax.set(xlabel=x_name, ylabel=y_name)
    return fig


def error_bars_capped(x, samples, x_name, y_name):
    fig, ax = plt.subplots()
    ax.errorbar(x, samples.mean(axis=1), yerr=_standard_error(samples), fmt="s", capsize=4, color="k")
    ax.set_xlabel(x_name)
    ax.set_ylabel(y_name)
    return ax


def error_bars_sorted_line(x, samples, x_name, y_name):
    order = np.argsort(x)
    fig, ax = plt.subplots()
    ax.errorbar(x[order], samples[order].mean(axis=1), _standard_error(samples[order]), capsize=2)
    ax.set(xlabel=x_name, ylabel=y_name)
    return fig


def error_bars_pyplot(x, samples, x_name, y_name):
    plt.figure()
    plt.errorbar(x, samples.mean(1), yerr=_standard_error(samples), linestyle="none", marker="d")
    plt.xlabel(x_name)
    plt.ylabel(y_name)


def error_bars_vlines(x, samples, x_name, y_name):
    mean, e = samples.mean(axis=1), _standard_error(samples)
    fig, ax = plt.subplots()
    ax.vlines(x, mean - e, mean + e)
    ax.scatter(x, mean)
    ax.set(xlabel=x_name, ylabel=y_name)
    return fig


def error_bars_by_hand(x, samples, x_name, y_name):
    fig, ax = plt.subplots()
    for at, row in zip(x, samples):
        e = np.sqrt(np.sum((row - row.mean()) ** 2) / (len(row) - 1) / len(row))
        ax.plot([at, at], [row.mean() - e, row.mean() + e], color="grey")
    ax.plot(x, samples.mean(axis=1), "o")
    ax.set(xlabel=x_name, ylabel=y_name)
    return fig


def error_bars_two_sides(x, samples, x_name, y_name):
    e = _standard_error(samples)
    figure = Figure()
    ax = figure.add_subplot()
    ax.errorbar(x, samples.mean(axis=1), yerr=np.array([e, e]), fmt=".", elinewidth=2, barsabove=True)
    ax.set(xlabel=x_name, ylabel=y_name, title="means")
    return figure


def error_bars_container(x, samples, x_name, y_name):
    fig, ax = plt.subplots()
    drawn = ax.errorbar(x, samples.mean(axis=1), yerr=_standard_error(samples), fmt="o", label="mean")
    ax.set(xlabel=x_name, ylabel=y_name)
    ax.legend()
    return drawn


RIGHT = [name for name in dir() if name.startswith("error_bars")]
EXPECTED = {name: {"intent": None, "outcome": "right", "codes": [], "may": []} for name in RIGHT}
