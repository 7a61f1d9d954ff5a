"""Day 52: draw a histogram as a density.

    workings check exercise.py

values is an array of numbers, edges the ends of the bins from left to right, which need not be equally wide. name is
what the values measure, with its unit. Each bar is as high as the share of the values in its bin divided by its width.
"""

import matplotlib.pyplot as plt


def histogram(values, edges, name):
    """Return a figure with the histogram; the areas of its bars add up to 1, and both axes are named."""
    fig, _ax = plt.subplots()
    # Your turn: whose edges, counts or a density, and what do the two axes measure?
    return fig
