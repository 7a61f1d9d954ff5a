"""Day 27, one way to do it. Yours may look quite different: `workings check` compares answers, not texts."""

import numpy as np


def rotate(points, angle):
    """Return the points, one in each row, (n, 2), turned around the origin. The given ones are not changed."""
    c, s = np.cos(angle), np.sin(angle)
    # The columns are where (1, 0) and (0, 1) arrive.
    R = np.array([[c, -s], [s, c]])
    # R takes columns, R @ p. With points in rows everything is transposed: p.T @ R.T, and all at once points @ R.T.
    return np.asarray(points) @ R.T
