"""Points in three dimensions, wrong, or easily broken."""

import matplotlib.pyplot as plt
import numpy as np


def _axes(x_name, y_name, z_name):
    fig, ax = plt.subplots(subplot_kw={"projection": "3d"})
    ax.set(xlabel=x_name, ylabel=y_name, zlabel=z_name)
    return fig, ax


def scatter_3d_flat(x, y, z, x_name, y_name, z_name):
    fig, ax = plt.subplots()
    drawn = ax.scatter(x, y, c=z)
    fig.colorbar(drawn, label=z_name)
    ax.set(xlabel=x_name, ylabel=y_name)
    return fig


def scatter_3d_sizes(x, y, z, x_name, y_name, z_name):
    fig, ax = plt.subplots()
    ax.scatter(x, y, np.abs(z))
    ax.set(xlabel=x_name, ylabel=y_name)
    return fig


def scatter_3d_z_unnamed(x, y, z, x_name, y_name, z_name):
    fig, ax = _axes(x_name, y_name, "")
    ax.scatter(x, y, z)
    return fig


def scatter_3d_unnamed(x, y, z, x_name, y_name, z_name):
    fig, ax = _axes("", "", "")
    ax.scatter(x, y, z)
    return fig


def scatter_3d_swapped(x, y, z, x_name, y_name, z_name):
    fig, ax = _axes(x_name, y_name, z_name)
    ax.scatter(x, z, y)
    return fig


def scatter_3d_swapped_with_names(x, y, z, x_name, y_name, z_name):
    fig, ax = _axes(z_name, y_name, x_name)
    ax.scatter(z, y, x)
    return fig


def scatter_3d_names_swapped(x, y, z, x_name, y_name, z_name):
    fig, ax = _axes(y_name, x_name, z_name)
    ax.scatter(x, y, z)
    return fig


def scatter_3d_joined(x, y, z, x_name, y_name, z_name):
    fig, ax = _axes(x_name, y_name, z_name)
    ax.plot(x, y, z, marker="o")
    return fig


def scatter_3d_line_only(x, y, z, x_name, y_name, z_name):
    fig, ax = _axes(x_name, y_name, z_name)
    ax.plot(x, y, z)
    return fig


def scatter_3d_on_the_floor(x, y, z, x_name, y_name, z_name):
    fig, ax = _axes(x_name, y_name, z_name)
    ax.scatter(x, y, c=z)
    return fig


def scatter_3d_each_sorted(x, y, z, x_name, y_name, z_name):
    fig, ax = _axes(x_name, y_name, z_name)
    ax.scatter(np.sort(x), np.sort(y), np.sort(z))
    return fig


def scatter_3d_cut(x, y, z, x_name, y_name, z_name):
    fig, ax = _axes(x_name, y_name, z_name)
    ax.scatter(x, y, z)
    ax.set_zlim(z.min(), z.mean())
    return fig


def scatter_3d_empty(x, y, z, x_name, y_name, z_name):
    fig, ax = _axes(x_name, y_name, z_name)
    return fig


CODES = {
    "scatter_3d_flat": "no_third_axis",
    "scatter_3d_sizes": "no_third_axis",
    "scatter_3d_z_unnamed": "third_axis_unnamed",
    "scatter_3d_unnamed": "no_labels",
    "scatter_3d_swapped": "axes_swapped",
    "scatter_3d_swapped_with_names": "axes_swapped",
    "scatter_3d_names_swapped": "labels_swapped",
    "scatter_3d_joined": "points_joined",
    "scatter_3d_line_only": "points_joined",
    "scatter_3d_on_the_floor": "lies_on_the_floor",
    "scatter_3d_each_sorted": "sorts_each_alone",
    "scatter_3d_cut": "cuts_off_data",
    "scatter_3d_empty": "nothing_drawn",
}
EXPECTED = {name: {"intent": None, "outcome": "wrong", "codes": [code], "may": []} for name, code in CODES.items()}
