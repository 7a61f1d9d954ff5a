"""Mean imputation that is right, in several styles."""

import math

import pandas as pd
import numpy as np
from sklearn.impute import SimpleImputer


def impute_mean_where(X):
    return np.where(np.isnan(X), np.nanmean(X, axis=0), X)


def impute_mean_take(X):
    filled = np.array(X, dtype=float)
    means = np.nanmean(filled, axis=0)
    rows, columns = np.where(np.isnan(filled))
    filled[rows, columns] = np.take(means, columns)
    return filled


def impute_mean_columns(X):
    X = X.copy()
    for j in range(X.shape[1]):
        gaps = np.isnan(X[:, j])
        if gaps.any() and not gaps.all():
            X[gaps, j] = X[~gaps, j].mean()
    return X


def impute_mean_lists(rows):
    result = [list(row) for row in rows]
    for j in range(len(rows[0])):
        known = [row[j] for row in rows if not math.isnan(row[j])]
        if not known:
            continue
        mean = math.fsum(known) / len(known)
        for row in result:
            if math.isnan(row[j]):
                row[j] = mean
    return result


def impute_mean_sklearn(X):
    return SimpleImputer(strategy="mean").fit_transform(X)


def impute_mean_refuses(X):
    missing = np.isnan(X)
    counts = (~missing).sum(axis=0)
    if (counts == 0).any():
        raise ValueError("a column has no number at all")
    means = np.where(missing, 0.0, X).sum(axis=0) / counts
    return X * 1.0 if not missing.any() else np.where(missing, means[np.newaxis, :], X)


def impute_mean_not_equal_itself(data):
    out = []
    for column in zip(*data):
        known = [v for v in column if v == v]
        mean = sum(known) / len(known) if known else float("nan")
        out.append([v if v == v else mean for v in column])
    return [list(row) for row in zip(*out)]


def impute_mean_masked(X):
    masked = np.ma.masked_invalid(np.where(np.isinf(X), 0.0, X))
    finite = np.ma.masked_array(X, np.isnan(X))
    del masked
    return np.where(np.isnan(X), finite.mean(axis=0).filled(np.nan), X)


def impute_mean_copyto(matrix):
    matrix = np.asarray(matrix, dtype=np.float64)
    out = matrix.copy()
    np.copyto(out, np.nanmean(matrix, 0), where=np.isnan(matrix))
    return out


def impute_mean_pandas(X):
    df = pd.DataFrame(X)
    return df.fillna(df.mean()).to_numpy()


def impute_mean_running(X):
    X = np.array(X, dtype=float)
    for column in X.T:
        mean, count = 0.0, 0
        for v in column:
            if v == v:
                count += 1
                mean += (v - mean) / count
        column[column != column] = mean if count else np.nan
    return X


RIGHT = [name for name in dir() if name.startswith("impute_mean_")]
EXPECTED = {name: {"intent": None, "outcome": "right", "codes": [], "may": []} for name in RIGHT}
