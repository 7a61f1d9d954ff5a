"""Windows that slide over images: their number, the padding, and their entries as rows of a matrix.

Images have the axes (sample, height, width, channel). The window at output place (i, j) begins at row i * stride - top
and column j * stride - left; what lies outside of the image counts as 0 (for a maximum: as -inf).
"""

from __future__ import annotations

import sys
from dataclasses import dataclass

import numpy as np

from workings._validation import Array

# Entries above which a compiled loop pays for its compilation; where Numba is loaded anyway, it pays much sooner.
_WORTH, _WORTH_LOADED = 200_000, 500


def kernels_pay(entries: int) -> bool:
    """Whether to use the compiled loop, whose results are the same, for so many entries; loads it if they are many."""
    loaded = "workings.kernels.conv_pooling" in sys.modules
    if entries > _WORTH and not loaded:
        import workings.kernels.conv_pooling  # noqa: F401
    return entries > (_WORTH_LOADED if loaded else _WORTH)


@dataclass(frozen=True)
class Windows:
    """Windows of one size over images of one size.

    Attributes
    ----------
    size, strides : tuple of two int
    image : tuple of two int
        Height and width of the images.
    count : tuple of two int
        How many windows there are, down and across.
    before, after : tuple of two int
        The padding above and left, below and right.
    """

    size: tuple[int, int]
    strides: tuple[int, int]
    image: tuple[int, int]
    count: tuple[int, int]
    before: tuple[int, int]
    after: tuple[int, int]

    @classmethod
    def over(
        cls, who: str, image: tuple[int, int], size: tuple[int, int], strides: tuple[int, int], padding: str
    ) -> Windows:
        """Return the windows that lie inside of the image ("valid"), or one for every stride-th place ("same")."""
        if padding == "valid":
            if size[0] > image[0] or size[1] > image[1]:
                raise ValueError(
                    f"{who}: a window of {size[0]} x {size[1]} does not fit into images of {image[0]} x {image[1]}. "
                    "Take smaller windows, fewer layers that shrink, or padding='same'."
                )
            count = tuple((n - k) // s + 1 for n, k, s in zip(image, size, strides, strict=True))
            total: tuple[int, ...] = (0, 0)
        elif padding == "same":
            count = tuple(-(-n // s) for n, s in zip(image, strides, strict=True))
            total = tuple(max((c - 1) * s + k - n, 0) for n, k, s, c in zip(image, size, strides, count, strict=True))
        else:
            raise ValueError(f"{who}: padding={padding!r} is none of 'valid', 'same'.")
        before = (total[0] // 2, total[1] // 2)
        return cls(size, strides, image, (count[0], count[1]), before, (total[0] - before[0], total[1] - before[1]))

    @property
    def geometry(self) -> tuple[int, ...]:
        """Return what the kernels of `workings.kernels.conv_windows` want to know."""
        return (*self.size, *self.strides, *self.before, *self.count)

    @property
    def is_padded(self) -> bool:
        """Whether any window reaches beyond the image."""
        return self.before + self.after != (0, 0, 0, 0)

    def padded(self, x: Array, value: float = 0.0) -> Array:
        """Return the images with their margins."""
        if not self.is_padded:
            return x
        (top, left), (bottom, right) = self.before, self.after
        return np.pad(x, ((0, 0), (top, bottom), (left, right), (0, 0)), constant_values=value)

    def places(self, padded: Array, i: int, j: int) -> Array:
        """Return, as a view, entry (i, j) of every window: an array of (sample, down, across, channel)."""
        (down, across), (s, t) = self.count, self.strides
        return padded[:, i : i + s * (down - 1) + 1 : s, j : j + t * (across - 1) + 1 : t]

    def inner(self, padded: Array) -> Array:
        """Return the images without their margins, as a view."""
        (top, left), (height, width) = self.before, self.image
        return padded[:, top : top + height, left : left + width]

    def gather(self, x: Array, rows: Array) -> None:
        """Write the entries of each window as one row: shape (samples * count, size * channels)."""
        padded = self.padded(x)
        shaped = rows.reshape(len(x), *self.count, *self.size, x.shape[3])
        for i in range(self.size[0]):
            for j in range(self.size[1]):
                shaped[:, :, :, i, j] = self.places(padded, i, j)

    def scatter(self, rows: Array, x: Array) -> None:
        """Write into x, for each entry of an image, the sum over the windows that hold it: the way back of `gather`."""
        shaped = rows.reshape(len(x), *self.count, *self.size, x.shape[3])
        padded = self.padded(np.zeros_like(x))
        for i in range(self.size[0]):
            for j in range(self.size[1]):
                self.places(padded, i, j)[...] += shaped[:, :, :, i, j]
        x[...] = self.inner(padded)
