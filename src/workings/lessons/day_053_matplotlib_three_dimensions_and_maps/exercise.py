"""Day 53: draw a map of heights.

    workings check exercise.py

x has n numbers and y has p, both rising; Z is an array of n rows and p columns: Z[i, j] is the height at (x[i], y[j]).
Draw contours (lines or filled) or colours, with a colour bar that is labelled with name: "height (m)".
"""

import matplotlib.pyplot as plt


def contour_map(x, y, Z, name):
    """Return a figure with a map of the heights Z[i, j] at (x[i], y[j]), and a colour bar."""
    fig, _ax = plt.subplots()
    # Your turn: which of the two directions does matplotlib take the rows of a table for?
    return fig
