"""A map of heights, right, in several styles."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure


def contour_map_filled(x, y, Z, name):
    fig, ax = plt.subplots()
    drawn = ax.contourf(x, y, Z.T)
    fig.colorbar(drawn, label=name)
    return fig


def contour_map_lines(x, y, Z, name):
    fig, ax = plt.subplots()
    drawn = ax.contour(x, y, np.transpose(Z), levels=6, cmap="viridis")
    fig.colorbar(drawn, ax=ax).set_label(name)
    return ax


def contour_map_meshgrid(x, y, Z, name):
    X, Y = np.meshgrid(x, y, indexing="ij")
    plt.figure()
    plt.contourf(X, Y, Z, 12, extend="both")
    plt.colorbar(label=name)
    plt.xlabel("x")


def contour_map_colours(x, y, Z, name):
    fig, ax = plt.subplots(layout="constrained")
    mesh = ax.pcolormesh(x, y, Z.T, shading="nearest")
    bar = fig.colorbar(mesh)
    bar.set_label(name)
    return fig, ax


def contour_map_gouraud(x, y, Z, name):
    fig = Figure()
    ax = fig.subplots()
    mesh = ax.pcolormesh(x, y, Z.T, shading="gouraud")
    fig.colorbar(mesh, ax=ax, label=name)
    return fig


def contour_map_written(x, y, Z, name):
    _, ax = plt.subplots()
    lines = ax.contour(x, y, Z.T, colors="black")
    ax.clabel(lines)
    ax.set_title(name)
    return ax


def contour_map_both(x, y, Z, name):
    fig, ax = plt.subplots()
    drawn = ax.contourf(x, y, Z.T, levels=8)
    ax.contour(x, y, Z.T, levels=8, colors="white", linewidths=0.5)
    fig.colorbar(drawn, orientation="horizontal", label=name)
    return drawn


RIGHT = [name for name in dir() if name.startswith("contour_")]
EXPECTED = {name: {"intent": None, "outcome": "right", "codes": [], "may": []} for name in RIGHT}
