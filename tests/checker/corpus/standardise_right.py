"""Standardisation that is right, in several styles."""

import math
import statistics

import pandas as pd
from numba import njit
import numpy as np
from sklearn.preprocessing import StandardScaler


def standardise_numpy(X_train, X_test):
    mean, sd = X_train.mean(axis=0), X_train.std(axis=0)
    sd = np.where(sd == 0, 1.0, sd)
    return (X_train - mean) / sd, (X_test - mean) / sd


def standardise_scaler(X_train, X_test):
    scaler = StandardScaler().fit(X_train)
    return scaler.transform(X_train), scaler.transform(X_test)


def standardise_columns(train, test):
    train, test = np.array(train, float), np.array(test, float)
    for j in range(train.shape[1]):
        m, s = np.mean(train[:, j]), np.std(train[:, j])
        if s == 0:
            s = 1
        train[:, j] = (train[:, j] - m) / s
        test[:, j] = (test[:, j] - m) / s
    return train, test


def standardise_lists(X_train, X_test):
    columns = list(zip(*X_train))
    means = [math.fsum(c) / len(c) for c in columns]
    sds = [math.sqrt(math.fsum((v - m) ** 2 for v in c) / len(c)) or 1.0 for c, m in zip(columns, means)]

    def scale(rows):
        return [[(v - m) / s for v, m, s in zip(row, means, sds)] for row in rows]

    return [scale(X_train), scale(X_test)]


def standardise_statistics(a, b):
    stats = [(statistics.fmean(c), statistics.pstdev(c) or 1.0) for c in np.asarray(a, dtype=float).T.tolist()]
    return tuple(np.array([[(v - m) / s for v, (m, s) in zip(row, stats)] for row in X]) for X in (a, b))


def standardise_divide(X_train, X_test):
    mu = np.mean(X_train, axis=0, keepdims=True)
    sigma = np.sqrt(np.mean((X_train - mu) ** 2, axis=0))
    known = sigma > 0

    def scale(X):
        return np.divide(X - mu, sigma, out=np.zeros(X.shape), where=known)

    return scale(X_train), scale(X_test)


def standardise_test_first(X_test, X_train):
    m = X_train.mean(0)
    s = X_train.std(0)
    s[s == 0.0] = 1.0
    return (X_train - m) / s, (X_test - m) / s


def standardise_dict(X_train, X_test):
    centred = X_train - X_train.mean(axis=0)
    spread = np.sqrt((centred**2).sum(axis=0) / len(X_train))
    spread = spread + (spread == 0)
    return {"train": centred / spread, "test": (X_test - X_train.mean(axis=0)) / spread}


def standardise_linalg(Xtr, Xte):
    mean = np.average(Xtr, axis=0)
    length = np.linalg.norm(Xtr - mean, axis=0) / np.sqrt(Xtr.shape[0])
    length = [v if v else 1.0 for v in length]
    return (Xtr - mean) / length, (Xte - mean) / length


def standardise_one_set(X):
    sd = X.std(axis=0)
    return (X - X.mean(axis=0)) / np.where(sd > 0, sd, 1.0)


@njit
def _stats(X):
    n, p = X.shape
    mean = np.zeros(p)
    sd = np.zeros(p)
    for j in range(p):
        mu = 0.0
        m2 = 0.0
        for i in range(n):
            d = X[i, j] - mu
            mu += d / (i + 1)
            m2 += d * (X[i, j] - mu)
        mean[j] = mu
        sd[j] = np.sqrt(m2 / n)
        if sd[j] == 0.0:
            sd[j] = 1.0
    return mean, sd


def standardise_welford(X_train, X_test):
    m, s = _stats(np.asarray(X_train, dtype=float))
    return (X_train - m) / s, (X_test - m) / s


def standardise_pandas(X_train, X_test):
    a, b = pd.DataFrame(X_train), pd.DataFrame(X_test)
    m, s = a.mean(), a.std(ddof=0).replace(0, 1)
    return ((a - m) / s).to_numpy(), ((b - m) / s).to_numpy()


RIGHT = [name for name in dir() if name.startswith("standardise_")]
EXPECTED = {name: {"intent": None, "outcome": "right", "codes": [], "may": []} for name in RIGHT}
