"""Day 53: draw points in three dimensions, and a map of heights.

    workings check exercise.py

For the points, x, y and z are arrays of the same length, and the names are words with their units: "east (km)".

For the map, x has n numbers and y has p, both rising; Z is an array of n rows and p columns: Z[i, j] is the height at
(x[i], y[j]). Draw contours (lines or filled) or colours, with a colour bar that is labelled with name: "height (m)".
"""

import matplotlib.pyplot as plt


def scatter_3d(x, y, z, x_name, y_name, z_name):
    """Return a figure with three axes, each named, and a point at each (x[i], y[i], z[i])."""
    fig, _ax = plt.subplots()
    # Your turn: these axes have two dimensions. What makes three of them?
    return fig


def contour_map(x, y, Z, name):
    """Return a figure with a map of the heights Z[i, j] at (x[i], y[j]), and a colour bar."""
    fig, _ax = plt.subplots()
    # Your turn: which of the two directions does matplotlib take the rows of a table for?
    return fig
