"""Windows of images as rows of a matrix, and back: what turns a convolution into a matrix product.

A row holds one window: its lines one after the other, each line its pixels, each pixel its channels. A line of a window
is contiguous in the image too, so it is copied whole; what lies outside of the image is 0.
"""

from __future__ import annotations

from workings.kernels._jit import kernel


@kernel
def gather(x, rows, height, width, stride_down, stride_across, top, left, down, across):
    """Write every window of the images x (sample, height, width, channel) as a row."""
    samples, image_height, image_width, channels = x.shape
    line = width * channels
    for n in range(samples):
        image = x[n].reshape(image_height, image_width * channels)
        for i in range(down):
            for j in range(across):
                row = rows[(n * down + i) * across + j]
                first = (j * stride_across - left) * channels
                skipped = max(0, -first)
                kept = min(line, image_width * channels - first)
                for u in range(height):
                    y = i * stride_down - top + u
                    part = row[u * line : (u + 1) * line]
                    if y < 0 or y >= image_height:
                        for c in range(line):
                            part[c] = 0
                        continue
                    source = image[y, first + skipped : first + kept]
                    for c in range(skipped):
                        part[c] = 0
                    inside = part[skipped:kept]
                    for c in range(inside.shape[0]):
                        inside[c] = source[c]
                    for c in range(kept, line):
                        part[c] = 0


@kernel
def scatter(rows, x, height, width, stride_down, stride_across, top, left, down, across):
    """Write into x the sum of the entries of all windows that hold a pixel."""
    samples, image_height, image_width, channels = x.shape
    line = width * channels
    for n in range(samples):
        image = x[n].reshape(image_height, image_width * channels)
        for y in range(image_height):
            for c in range(image_width * channels):
                image[y, c] = 0
        for i in range(down):
            for j in range(across):
                row = rows[(n * down + i) * across + j]
                first = (j * stride_across - left) * channels
                skipped = max(0, -first)
                kept = min(line, image_width * channels - first)
                for u in range(height):
                    y = i * stride_down - top + u
                    if y < 0 or y >= image_height:
                        continue
                    part = row[u * line + skipped : u * line + kept]
                    target = image[y, first + skipped : first + kept]
                    for c in range(part.shape[0]):
                        target[c] += part[c]


@kernel
def add_bias(rows, bias, rectify):
    """Add the bias to every row, and set what is negative to 0 if asked."""
    for r in range(rows.shape[0]):
        row = rows[r]
        if rectify:
            for c in range(row.shape[0]):
                z = row[c] + bias[c]
                row[c] = 0 if z < 0 else z
        else:
            for c in range(row.shape[0]):
                row[c] += bias[c]
