"""Day 53, one way to do it. Yours may look quite different: `workings check` compares what is drawn, not texts."""

import matplotlib.pyplot as plt


def contour_map(x, y, Z, name):
    """Return a figure with a map of the heights Z[i, j] at (x[i], y[j]), and a colour bar."""
    fig, ax = plt.subplots()
    # matplotlib takes rows for y and columns for x, as they stand on paper; here rows belong to x. On a square table
    # nothing would complain, and the map would be turned over.
    drawn = ax.contourf(x, y, Z.T)
    # Colours alone are no numbers.
    fig.colorbar(drawn, label=name)
    return fig
