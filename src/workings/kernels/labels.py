"""Class labels that are integers: their range, how often each occurs, and their numbers among the classes.

Counts are kept in several tables that take turns, for two equal labels in a row would otherwise wait for each other.
"""

from __future__ import annotations

from workings.kernels._jit import kernel

TABLES = 4


@kernel
def label_range(y):
    """Return the smallest and the largest of some integers, of which there is one at least."""
    low, high = y[0], y[0]
    for i in range(y.shape[0]):
        low = min(low, y[i])
        high = max(high, y[i])
    return low, high


@kernel
def count_labels(y, low, counts):
    """Add to ``counts[t, y[i] - low]``; the tables (TABLES, range) are to be added up."""
    for i in range(y.shape[0]):
        counts[i % TABLES, y[i] - low] += 1


@kernel
def number_labels(y, low, numbers, out):
    """Write ``numbers[y[i] - low]`` to ``out[i]``."""
    for i in range(y.shape[0]):
        out[i] = numbers[y[i] - low]


@kernel
def weigh_labels(labels, weights, counts, totals):
    """Add up, in tables (TABLES, classes), how many samples of each class there are and what they weigh."""
    for i in range(labels.shape[0]):
        counts[i % TABLES, labels[i]] += 1
        totals[i % TABLES, labels[i]] += weights[i]
