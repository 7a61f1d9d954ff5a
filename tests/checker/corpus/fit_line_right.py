"""Line fits that are right, in several styles."""

import math
import statistics

import pandas as pd
import numpy as np
from scipy import stats
from sklearn.linear_model import LinearRegression


def fit_line_deviations(x, y):
    dx = x - x.mean()
    if not dx.any():
        raise ValueError("all x are equal")
    slope = (dx * (y - y.mean())).sum() / (dx * dx).sum()
    return slope, y.mean() - slope * x.mean()


def fit_line_loops(x, y):
    n = len(x)
    mx, my = math.fsum(x) / n, math.fsum(y) / n
    top = bottom = 0.0
    for a, b in zip(x, y):
        top += (a - mx) * (b - my)
        bottom += (a - mx) ** 2
    if bottom == 0:
        return float("nan"), float("nan")
    m = top / bottom
    return m, my - m * mx


def fit_line_sklearn(x, y):
    model = LinearRegression().fit(np.reshape(x, (-1, 1)), y)
    return model.coef_[0], model.intercept_


def fit_line_cov(x, y):
    covariance = np.cov(x, y)
    slope = covariance[0, 1] / covariance[0, 0]
    return [slope, np.mean(y) - slope * np.mean(x)]


def fit_line_ddof0(x, y):
    m = np.cov(x, y, ddof=0)[0, 1] / np.var(x)
    b = np.mean(y) - m * np.mean(x)
    return np.array([m, b])


def fit_line_stats(xs, ys):
    slope, intercept = statistics.linear_regression(list(map(float, xs)), list(map(float, ys)))
    return slope, intercept


def fit_line_scipy(x, y):
    found = stats.linregress(x, y)
    return found.slope, found.intercept


def fit_line_centred_lstsq(x, y):
    x0, y0 = np.mean(x), np.mean(y)
    slope = np.linalg.lstsq((x - x0)[:, None], y - y0, rcond=None)[0][0]
    return {"slope": slope, "intercept": y0 - slope * x0}


def fit_line_flat_when_vertical(x, y):
    u = np.asarray(x, dtype=float) - np.mean(x)
    s = u @ u
    slope = u @ np.asarray(y, dtype=float) / s if s > 0 else 0.0
    return float(slope), float(np.mean(y) - slope * np.mean(x))


def fit_line_y_first(y, x):
    r = np.corrcoef(x, y)[0, 1]
    if np.std(y) == 0:
        r = 0.0
    slope = r * np.std(y) / np.std(x)
    return slope, np.mean(y) - slope * np.mean(x)


def fit_line_dict(x, y):
    xc = x - x.mean(); yc = y - y.mean()
    slope = float(np.einsum("i,i->", xc, yc) / np.einsum("i,i->", xc, xc)) if np.any(xc) else (_ for _ in ()).throw(ValueError("vertical"))
    return {"slope": slope, "intercept": float(y.mean() - slope * x.mean())}


def fit_line_pandas(x, y):
    d = pd.DataFrame({"x": x, "y": y}).astype(float)
    v = d["x"].var()
    if not v > 0:
        raise ValueError("vertical")
    m = d["x"].cov(d["y"]) / v
    return m, d["y"].mean() - m * d["x"].mean()


RIGHT = [name for name in dir() if name.startswith("fit_line_")]
EXPECTED = {name: {"intent": None, "outcome": "right", "codes": [], "may": []} for name in RIGHT}
