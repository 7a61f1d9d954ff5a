"""Day 32: add up an area, and a series.

    workings check exercise.py

Points (x[i], y[i]), joined by straight lines, have between them and the axis the area

    sum of (x[i + 1] - x[i]) (y[i] + y[i + 1]) / 2.

The Taylor polynomial of exp about 0, of degree n, is

    1 + x + x**2 / 2! + x**3 / 3! + ... + x**n / n!,    k! = 1 * 2 * ... * k.
"""


def trapezoid(y, x):
    """Return the area under the points; the places x need not be evenly spaced."""
    # Your turn: each strip has its own width.
    return 0.0


def taylor_exp(x, n):
    """Return the polynomial of degree n at the number x; n may be some hundreds."""
    # Your turn: x**200 and 200! are both too large for a float in the end. Is the term?
    return 0.0
