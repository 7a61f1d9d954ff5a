"""Day 51: draw a line through measurements, and means with their standard errors.

    workings check exercise.py

x and y are arrays of the same length; the rows come in any order. x_name and y_name are words with their units:
"time (s)". Draw one line, joined in the order of x, and name both axes.

samples has a row of m measurements for each x. Draw the mean of each row as a point, with a bar of one standard error
up and one down.
"""

import matplotlib.pyplot as plt


def plot_line(x, y, x_name, y_name):
    """Return a figure with a line through the points (x, y), from the smallest x to the largest."""
    fig, _ax = plt.subplots()
    # Your turn: in what order does the line join the points? And what do the axes measure?
    return fig


def error_bars(x, samples, x_name, y_name):
    """Return a figure with the mean of each row of samples at its x, and its standard error as a bar."""
    fig, _ax = plt.subplots()
    # Your turn: s divides by m - 1, as the mean comes from the same measurements. And how long is a bar then?
    return fig
