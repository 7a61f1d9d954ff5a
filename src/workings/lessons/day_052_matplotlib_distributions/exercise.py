"""Day 52: draw a histogram as a density, and a scatter whose legend tells the classes.

    workings check exercise.py

values is an array of numbers, edges the ends of the bins from left to right, which need not be equally wide. name is
what the values measure, with its unit. Each bar is as high as the share of the values in its bin divided by its width.

X has two columns, y holds the classes 0, 1, 2 ..., and names[k] is what class k is called.
"""

import matplotlib.pyplot as plt


def histogram(values, edges, name):
    """Return a figure with the histogram; the areas of its bars add up to 1, and both axes are named."""
    fig, _ax = plt.subplots()
    # Your turn: whose edges, counts or a density, and what do the two axes measure?
    return fig


def scatter_by_class(X, y, names):
    """Return a figure with a point for each row of X, each class in a colour of its own, named by a legend."""
    fig, _ax = plt.subplots()
    # Your turn: one group of points for each class, and what does a legend take its names from?
    return fig
