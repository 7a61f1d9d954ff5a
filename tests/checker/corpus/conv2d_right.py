"""Cross-correlations that are right, in many styles."""

import numpy as np

from scipy.signal import convolve2d as flipping
from scipy.signal import correlate2d


def conv2d(image, kernel):
    kh, kw = kernel.shape
    out = np.zeros((image.shape[0] - kh + 1, image.shape[1] - kw + 1))
    for i in range(out.shape[0]):
        for j in range(out.shape[1]):
            out[i, j] = np.sum(image[i : i + kh, j : j + kw] * kernel)
    return out


def conv2d_shifts(x, w):
    h, v = x.shape[0] - w.shape[0] + 1, x.shape[1] - w.shape[1] + 1
    return sum(w[a, b] * x[a : a + h, b : b + v] for a in range(w.shape[0]) for b in range(w.shape[1]))


def conv2d_windows(image, kernel):
    return np.einsum("ijuv,uv->ij", np.lib.stride_tricks.sliding_window_view(image, kernel.shape), kernel)


def conv2d_as_matrix(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return windows.reshape(*windows.shape[:2], -1) @ kernel.ravel()


def convolve_lists(image, kernel):
    n, p, u, v = len(image), len(image[0]), len(kernel), len(kernel[0])
    return [
        [sum(image[i + a][j + b] * kernel[a][b] for a in range(u) for b in range(v)) for j in range(p - v + 1)]
        for i in range(n - u + 1)
    ]


def conv2d_scipy(img, k):
    return correlate2d(img, k, mode="valid")


def conv2d_turned_twice(img, k):
    return flipping(img, k[::-1, ::-1], mode="valid")


def cross_correlation(image, kernel):
    rows = []
    for top in range(image.shape[0] - kernel.shape[0] + 1):
        strip = image[top : top + kernel.shape[0]]
        rows.append([float((strip[:, c : c + kernel.shape[1]] * kernel).sum()) for c in range(strip.shape[1] - kernel.shape[1] + 1)])
    return np.array(rows)



EXPECTED = {
    name: {"intent": None, "outcome": "right", "codes": [], "may": []}
    for name in [n for n in dir() if n.startswith(('conv2d', 'convolve_', 'cross_'))]
}
