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


def scatter_by_class(X, y, names):
    """Return a figure with a point for each row of X, each class in a colour of its own, named by a legend."""
    fig, ax = plt.subplots()
    # By number, not by the order in which classes come in y: class k is names[k].
    for k, name in enumerate(names):
        own = X[y == k]
        # Each call takes the next colour. A legend asks the artists for their labels.
        ax.scatter(own[:, 0], own[:, 1], label=name)
    ax.legend()
    return fig
