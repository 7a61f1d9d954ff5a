"""Cross-correlations that are wrong."""

import numpy as np
from scipy.signal import convolve2d


def _slide(image, kernel):
    return np.einsum("ijuv,uv->ij", np.lib.stride_tricks.sliding_window_view(image, kernel.shape), kernel)


def conv2d_scipys(image, kernel):
    return convolve2d(image, kernel, mode="valid")


def conv2d_mirrored(image, kernel):
    return _slide(image, np.fliplr(kernel))


def conv2d_same(image, kernel):
    u, v = kernel.shape
    return _slide(np.pad(image, (((u - 1) // 2, u // 2), ((v - 1) // 2, v // 2))), kernel)


def conv2d_padded_by_one(image, kernel):
    return _slide(np.pad(image, 1), kernel)


def conv2d_off_by_one(image, kernel):
    kh, kw = kernel.shape
    out = np.zeros((image.shape[0] - kh, image.shape[1] - kw))
    for i in range(out.shape[0]):
        for j in range(out.shape[1]):
            out[i, j] = (image[i : i + kh, j : j + kw] * kernel).sum()
    return out


def conv2d_average(image, kernel):
    return _slide(image, kernel) / kernel.size


def conv2d_no_kernel(image, kernel):
    return np.lib.stride_tricks.sliding_window_view(image, kernel.shape).sum(axis=(2, 3))


def conv2d_strides(image, kernel):
    return _slide(image, kernel)[::2, ::2]



CODES = {
    "conv2d_scipys": "flipped_kernel",
    "conv2d_mirrored": "flipped_kernel",
    "conv2d_same": "pads_the_image",
    "conv2d_padded_by_one": "pads_the_image",
    "conv2d_off_by_one": "one_window_too_few",
    "conv2d_average": "mean_of_window",
    "conv2d_no_kernel": "kernel_left_out",
    "conv2d_strides": "strides",
}
EXPECTED = {
    name: {
        "intent": None,
        "outcome": "fragile" if code in () else "wrong",
        "codes": [code],
        "may": [],
    }
    for name, code in CODES.items()
}
