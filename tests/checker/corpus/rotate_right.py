"""Rotations of points that are right, in several styles."""

import cmath
import math

import numpy as np


def rotate_rows(points, angle):
    c, s = np.cos(angle), np.sin(angle)
    return points @ np.array([[c, -s], [s, c]]).T


def rotate_by_columns(points, angle):
    R = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    return (R @ points.T).T


def rotate_loop(points, angle):
    out = []
    for x, y in points:
        out.append([x * math.cos(angle) - y * math.sin(angle), x * math.sin(angle) + y * math.cos(angle)])
    return out


def rotate_complex(points, angle):
    z = (points[:, 0] + 1j * points[:, 1]) * cmath.exp(1j * angle)
    return np.column_stack([z.real, z.imag])


def rotate_polar(points, angle):
    r = np.hypot(points[:, 0], points[:, 1])
    phi = np.arctan2(points[:, 1], points[:, 0]) + angle
    return np.stack([r * np.cos(phi), r * np.sin(phi)], axis=1)


def rotate_degrees(points, degrees):
    a = np.deg2rad(degrees)
    c, s = np.cos(a), np.sin(a)
    return np.asarray(points) @ np.array([[c, s], [-s, c]])


def rotate_scipy(points, angle):
    from scipy.spatial.transform import Rotation

    turned = Rotation.from_euler("z", angle).apply(np.column_stack([points, np.zeros(len(points))]))
    return turned[:, :2]


def rotate_points_in_columns(points, angle):
    """A point in each column of points."""
    c, s = np.cos(angle), np.sin(angle)
    return np.array([[c, -s], [s, c]]) @ points


def rotate_einsum(xy, theta):
    R = np.array([[np.cos(theta), -np.sin(theta)], [np.sin(theta), np.cos(theta)]])
    return np.einsum("ij,nj->ni", R, xy)


def rotate_copied(points, angle):
    out = np.array(points, dtype=float)
    out[:, 0] = np.cos(angle) * points[:, 0] - np.sin(angle) * points[:, 1]
    out[:, 1] = np.sin(angle) * points[:, 0] + np.cos(angle) * points[:, 1]
    return out


EXPECTED = {
    name: {"intent": None, "outcome": "right", "codes": [], "may": []}
    for name in [n for n in dir() if n.startswith("rotate")]
}
