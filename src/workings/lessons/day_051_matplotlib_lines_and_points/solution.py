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
