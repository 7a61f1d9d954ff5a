"""Max pooling that is wrong, or that breaks easily."""

import numpy as np


def _cut(x, k):
    h, w = x.shape[0] // k, x.shape[1] // k
    return x[: h * k, : w * k].reshape(h, k, w, k)


def max_pool_mean(image, size):
    return _cut(image, size).mean(axis=(1, 3))


def max_pool_min(image, size):
    return _cut(image, size).min(axis=(1, 3))


def max_pool_begins_at_0(image, size):
    best = np.zeros((image.shape[0] // size, image.shape[1] // size))
    for i in range(best.shape[0]):
        for j in range(best.shape[1]):
            for a in range(size):
                for b in range(size):
                    best[i, j] = max(best[i, j], image[i * size + a, j * size + b])
    return best


def max_pool_stride_1(image, size):
    return np.lib.stride_tricks.sliding_window_view(image, (size, size)).max(axis=(2, 3))


def max_pool_reshaped_wrongly(image, size):
    return image.reshape(image.shape[0] // size, image.shape[1] // size, size * size).max(axis=2)


def max_pool_absolute(image, size):
    return np.abs(_cut(image, size)).max(axis=(1, 3))


def max_pool_subsampled(image, size):
    return image[::size, ::size][: image.shape[0] // size, : image.shape[1] // size]


def max_pool_must_divide(image, size):
    return image.reshape(image.shape[0] // size, size, image.shape[1] // size, size).max(axis=(1, 3))



CODES = {
    "max_pool_mean": "mean_of_window",
    "max_pool_min": "smallest_of_window",
    "max_pool_begins_at_0": "below_zero_lost",
    "max_pool_stride_1": "moves_by_one",
    "max_pool_reshaped_wrongly": "windows_mixed_up",
    "max_pool_absolute": "largest_size",
    "max_pool_subsampled": "takes_a_corner",
    "max_pool_must_divide": "fails_left_over",
}
EXPECTED = {
    name: {
        "intent": None,
        "outcome": "fragile" if code in ('fails_left_over',) else "wrong",
        "codes": [code],
        "may": ['fails_left_over', 'fails_single_window'],
    }
    for name, code in CODES.items()
}
