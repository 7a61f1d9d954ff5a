"""Day 2: fit a line.

    workings check exercise.py

x and y, shape (n,), hold two numbers for each of n samples. Wanted: the slope and the intercept of the line
y = slope * x + intercept for which the sum of the squared residuals is least. With the means mx and my:

    slope      sum of (x_i - mx) (y_i - my)  /  sum of (x_i - mx)^2
    intercept  my - slope * mx

If all x are equal, no single line is best: raise ValueError. And try x in seconds since 1970: about 1,700,000,000.
"""

import numpy as np


def fit_line(x, y):
    """Return (slope, intercept) of the least-squares line."""
    # Your turn: first the two means, then how far each sample lies from them.
    slope = 0.0 * np.sum(x)
    return slope, np.mean(y)
