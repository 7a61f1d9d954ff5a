"""The largest entry of each window of an image, and where it was. Channels are the innermost loop: they are many."""

from __future__ import annotations

from workings.kernels._jit import kernel


@kernel
def pool_max(x, y, chosen, height, width, stride_down, stride_across, top, left):
    """Write the maxima and the number of the entry that was first to reach them; nan is larger than anything."""
    samples, down, across, channels = y.shape
    for n in range(samples):
        for i in range(down):
            for j in range(across):
                best, at = y[n, i, j], chosen[n, i, j]
                first = True
                for u in range(height):
                    for v in range(width):
                        r, s = i * stride_down - top + u, j * stride_across - left + v
                        if r < 0 or r >= x.shape[1] or s < 0 or s >= x.shape[2]:
                            continue
                        pixel, k = x[n, r, s], chosen.dtype.type(u * width + v)
                        if first:
                            for c in range(channels):
                                best[c] = pixel[c]
                                at[c] = k
                            first = False
                            continue
                        for c in range(channels):
                            take = (pixel[c] > best[c]) | (pixel[c] != pixel[c])
                            best[c] = pixel[c] if take else best[c]
                            at[c] = k if take else at[c]


@kernel
def unpool_max(upstream, chosen, dx, height, width, stride_down, stride_across, top, left):
    """Write into dx, for each entry, the sum of the gradients of the windows whose maximum it was."""
    samples, down, across, channels = upstream.shape
    zero = dx.dtype.type(0)
    for n in range(samples):
        dx[n] = zero
        for i in range(down):
            for j in range(across):
                given, at = upstream[n, i, j], chosen[n, i, j]
                for u in range(height):
                    for v in range(width):
                        r, s = i * stride_down - top + u, j * stride_across - left + v
                        if r < 0 or r >= dx.shape[1] or s < 0 or s >= dx.shape[2]:
                            continue
                        pixel, k = dx[n, r, s], chosen.dtype.type(u * width + v)
                        for c in range(channels):
                            pixel[c] += given[c] if at[c] == k else zero
