"""Day 51: draw a line through measurements.

    workings check exercise.py

x and y are arrays of the same length; the rows come in any order. x_name and y_name are words with their units:
"time (s)". Draw one line, joined in the order of x, and name both axes.
"""

import matplotlib.pyplot as plt


def plot_line(x, y, x_name, y_name):
    """Return a figure with a line through the points (x, y), from the smallest x to the largest."""
    fig, _ax = plt.subplots()
    # Your turn: in what order does the line join the points? And what do the axes measure?
    return fig
