"""Power iterations that are right, in several styles."""

from math import hypot, sqrt

import numpy as np
import scipy.linalg


def power_iteration_pair(A, v, n_steps):
    w = np.array(v, dtype=float)
    for _ in range(n_steps):
        w = A @ w
        w /= np.linalg.norm(w)
    return w @ A @ w, w


def power_iteration_first(A, v, n_steps):
    """Bring to length 1 before each step, and once more at the end."""
    for _ in range(n_steps):
        v = np.dot(A, v / np.sqrt(np.sum(v**2)))
    v = v / np.sqrt(np.sum(v**2))
    return float(np.dot(v, np.dot(A, v))), v


def power_method_lists(A, v, n_steps):
    w = [float(a) for a in v]
    for _ in range(n_steps):
        w = [sum(a * b for a, b in zip(row, w)) for row in A]  # noqa: B905
        length = sqrt(sum(a * a for a in w))
        w = [a / length for a in w]
    moved = [sum(a * b for a, b in zip(row, w)) for row in A]  # noqa: B905
    return sum(a * b for a, b in zip(w, moved)), w  # noqa: B905


def power_iteration_by_largest(A, v, n_steps):
    """Divide by the largest entry on the way, by the length at the end."""
    x = np.asarray(v, dtype=float)
    for _ in range(n_steps):
        x = A @ x
        x = x / np.abs(x).max()
    x = x / scipy.linalg.norm(x)
    return x.T @ (A @ x), x


def power_iteration_column(matrix, start, steps):
    b = np.reshape(start, (-1, 1)).astype(float)
    for _ in range(steps):
        b = matrix @ b
        b = b / np.linalg.norm(b)
    return (b.T @ matrix @ b).item(), b


def power_iteration_positive(A, v, n_steps):
    """Turn the vector so that its largest entry is positive."""
    v = np.asarray(v, dtype=float)
    for _ in range(n_steps):
        v = A @ v
        v = v / np.linalg.norm(v) * np.sign(v[np.argmax(np.abs(v))])
    return np.vdot(v, A @ v), v


def power_iteration_rayleigh(A, v, n_steps):
    k = 0
    v = v / np.linalg.norm(v)
    while k < n_steps:
        v = A.dot(v)
        v = v / np.linalg.norm(v, 2)
        k += 1
    value = v.dot(A).dot(v) / v.dot(v)
    return {"value": value, "vector": v}


def dominant_eigenvector(A, v, n_steps):
    for _ in range(n_steps):
        v = A @ v
        v = v / np.linalg.norm(v)
    return v


def power_iteration_recursive(A, v, n_steps):
    if n_steps == 0:
        return v / np.linalg.norm(v)
    v = A @ v
    return power_iteration_recursive(A, v / hypot(*v), n_steps - 1)


def power_iteration_einsum(A, v, n_steps):
    for _ in range(n_steps):
        v = np.einsum("ij,j->i", A, v)
        v = v / np.einsum("i,i", v, v) ** 0.5
    return v, np.einsum("i,ij,j", v, A, v)


EXPECTED = {
    name: {"intent": None, "outcome": "right", "codes": [], "may": []}
    for name in [n for n in dir() if n.startswith(("power", "dominant"))]
}
