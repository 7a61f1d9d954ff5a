"""Points in three dimensions, right, in several styles."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure


def scatter_3d_subplots(x, y, z, x_name, y_name, z_name):
    fig, ax = plt.subplots(subplot_kw={"projection": "3d"})
    ax.scatter(x, y, z)
    ax.set(xlabel=x_name, ylabel=y_name, zlabel=z_name)
    return fig


def scatter_3d_add_subplot(x, y, z, x_name, y_name, z_name):
    fig = plt.figure()
    ax = fig.add_subplot(projection="3d")
    ax.scatter(x, y, zs=z, c=z, cmap="viridis", depthshade=False)
    ax.set_xlabel(x_name)
    ax.set_ylabel(y_name)
    ax.set_zlabel(z_name)
    return ax


def scatter_3d_markers(x, y, z, x_name, y_name, z_name):
    fig = plt.figure()
    ax = plt.axes(projection="3d")
    ax.plot(x, y, z, "o")
    ax.set(xlabel=x_name, ylabel=y_name, zlabel=z_name)


def scatter_3d_one_by_one(x, y, z, x_name, y_name, z_name):
    fig = Figure()
    ax = fig.add_subplot(111, projection="3d")
    for i in range(len(x)):
        ax.scatter(x[i], y[i], z[i], marker="^")
    ax.set(xlabel=x_name, ylabel=y_name, zlabel=z_name)
    return fig


def scatter_3d_turned(x, y, z, x_name, y_name, z_name):
    fig, ax = plt.subplots(subplot_kw=dict(projection="3d"))
    points = ax.scatter(x, y, z, s=40, alpha=0.5)
    ax.view_init(elev=10, azim=120)
    ax.set(xlabel=x_name, ylabel=y_name, zlabel=z_name, title="turned")
    return points


def scatter_3d_stems(x, y, z, x_name, y_name, z_name):
    fig, ax = plt.subplots(subplot_kw={"projection": "3d"})
    for a, b, c in zip(x, y, z):
        ax.plot([a, a], [b, b], [0, c], color="grey")
    ax.scatter(x, y, z)
    ax.set(xlabel=x_name, ylabel=y_name, zlabel=z_name)
    return fig


def scatter_3d_sorted(x, y, z, x_name, y_name, z_name):
    order = np.argsort(z)
    fig, ax = plt.subplots(subplot_kw={"projection": "3d"})
    ax.scatter3D(x[order], y[order], z[order])
    ax.invert_zaxis()
    ax.set(xlabel=x_name, ylabel=y_name, zlabel=z_name)
    return fig, ax


RIGHT = [name for name in dir() if name.startswith("scatter_3d")]
EXPECTED = {name: {"intent": None, "outcome": "right", "codes": [], "may": []} for name in RIGHT}
