"""Day 27: turn points of the plane by a matrix.

    workings check exercise.py

A rotation by an angle a, given in radians, takes the place (x, y) to

    (x cos a - y sin a, x sin a + y cos a)

To the left: a quarter turn, a = pi / 2, takes (1, 0) to (0, 1).
"""

import numpy as np


def rotate(points, angle):
    """Return the points, one in each row, (n, 2), turned around the origin. The given ones are not changed."""
    # Your turn: the matrix takes a point that stands upright, as a column. Here each point is a row.
    return np.zeros(np.shape(points))
