"""Day 51, one way to do it. Yours may look quite different: `workings check` compares what is drawn, not texts."""

import matplotlib.pyplot as plt
import numpy as np


def plot_line(x, y, x_name, y_name):
    """Return a figure with a line through the points (x, y), from the smallest x to the largest."""
    # A line joins its points in the order of the rows. argsort gives the order of x, in which y must follow.
    order = np.argsort(x)
    # A figure of its own: plt.plot alone would draw on whatever figure is open.
    fig, ax = plt.subplots()
    ax.plot(np.asarray(x)[order], np.asarray(y)[order])
    ax.set_xlabel(x_name)
    ax.set_ylabel(y_name)
    return fig


def error_bars(x, samples, x_name, y_name):
    """Return a figure with the mean of each row of samples at its x, and its standard error as a bar."""
    samples = np.asarray(samples, dtype=float)
    # ddof=1 divides by m - 1. The mean is better known than a single measurement, by the root of their number.
    error = samples.std(axis=1, ddof=1) / np.sqrt(samples.shape[1])
    fig, ax = plt.subplots()
    # yerr is the length on each side. fmt="o" leaves the line away, which would join the rows in their order.
    ax.errorbar(x, samples.mean(axis=1), yerr=error, fmt="o", capsize=3)
    ax.set_xlabel(x_name)
    ax.set_ylabel(y_name)
    return fig
