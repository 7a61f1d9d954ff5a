"""Day 52, one way to do it. Yours may look quite different: `workings check` compares what is drawn, not texts."""

import matplotlib.pyplot as plt


def histogram(values, edges, name):
    """Return a figure with the histogram; the areas of its bars add up to 1, and both axes are named."""
    fig, ax = plt.subplots()
    # bins takes the edges themselves; a number of bins would be spread evenly over the data instead.
    # density=True divides each count by the number of values and by the width of its bin.
    ax.hist(values, bins=edges, density=True)
    ax.set_xlabel(name)
    # Upright stands a share per unit of x. The axis begins at 0, as it must for bars: leave it so.
    ax.set_ylabel("density")
    return fig
