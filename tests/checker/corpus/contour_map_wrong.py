"""A map of heights, wrong, or easily broken."""

import matplotlib.pyplot as plt
import numpy as np


def contour_map_turned(x, y, Z, name):
    fig, ax = plt.subplots()
    fig.colorbar(ax.contourf(x, y, Z), label=name)
    return fig


def contour_map_turned_lines(x, y, Z, name):
    fig, ax = plt.subplots()
    fig.colorbar(ax.contour(x, y, Z), label=name)
    return ax


def contour_map_turned_colours(x, y, Z, name):
    fig, ax = plt.subplots()
    fig.colorbar(ax.pcolormesh(x, y, Z), label=name)
    return ax


def contour_map_without_bar(x, y, Z, name):
    fig, ax = plt.subplots()
    ax.contourf(x, y, Z.T)
    return fig


def contour_map_bar_unnamed(x, y, Z, name):
    plt.figure()
    plt.contourf(x, y, Z.T)
    plt.colorbar()


def contour_map_upside_down(x, y, Z, name):
    fig, ax = plt.subplots()
    fig.colorbar(ax.contourf(x, y, Z.T[::-1]), label=name)
    return fig


def contour_map_reshaped(x, y, Z, name):
    fig, ax = plt.subplots()
    fig.colorbar(ax.contourf(x, y, Z.reshape(len(y), len(x))), label=name)
    return fig


def contour_map_empty(x, y, Z, name):
    return plt.subplots()


def contour_map_on_the_last(x, y, Z, name):
    plt.contourf(x, y, np.transpose(Z))
    plt.colorbar(label=name)
    return plt.gcf()


CODES = {
    "contour_map_turned": "rows_for_y",
    "contour_map_turned_lines": "rows_for_y",
    "contour_map_turned_colours": "rows_for_y",
    "contour_map_without_bar": "no_colour_bar",
    "contour_map_bar_unnamed": "bar_without_a_name",
    "contour_map_upside_down": "table_turned",
    "contour_map_reshaped": "table_turned",
    "contour_map_empty": "nothing_drawn",
    "contour_map_on_the_last": "draws_on_the_last_figure",
}
OUTCOMES = {"contour_map_on_the_last": "fragile"}
EXPECTED = {
    name: {"intent": None, "outcome": OUTCOMES.get(name, "wrong"), "codes": [code], "may": []}
    for name, code in CODES.items()
}
