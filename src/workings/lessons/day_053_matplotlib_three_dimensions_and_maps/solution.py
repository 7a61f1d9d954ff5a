"""Day 53, one way to do it. Yours may look quite different: `workings check` compares what is drawn, not texts."""

import matplotlib.pyplot as plt


def scatter_3d(x, y, z, x_name, y_name, z_name):
    """Return a figure with three axes, each named, and a point at each (x[i], y[i], z[i])."""
    # The projection makes the axes; on flat ones a third array would be taken for the sizes of the points.
    fig, ax = plt.subplots(subplot_kw={"projection": "3d"})
    ax.scatter(x, y, z)
    # Each axis tells what it measures, the third one too.
    ax.set(xlabel=x_name, ylabel=y_name, zlabel=z_name)
    return fig


def contour_map(x, y, Z, name):
    """Return a figure with a map of the heights Z[i, j] at (x[i], y[j]), and a colour bar."""
    fig, ax = plt.subplots()
    # matplotlib takes rows for y and columns for x, as they stand on paper; here rows belong to x. On a square table
    # nothing would complain, and the map would be turned over.
    drawn = ax.contourf(x, y, Z.T)
    # Colours alone are no numbers.
    fig.colorbar(drawn, label=name)
    return fig
