"""Mean imputation that is wrong, or that breaks easily."""

import math

import numpy as np


def impute_mean_rows(X):
    return np.where(np.isnan(X), np.nanmean(X, axis=1)[:, None], X)


def impute_mean_plain_mean(X):
    X = X.copy()
    for j in range(X.shape[1]):
        X[np.isnan(X[:, j]), j] = X[:, j].mean()
    return X


def impute_mean_equals_nan(X):
    return np.where(X == np.nan, np.nanmean(X, axis=0), X)


def impute_mean_all(X):
    return np.where(np.isnan(X), np.nanmean(X), X)


def impute_mean_in_place(X):
    means = np.nanmean(X, axis=0)
    rows, columns = np.where(np.isnan(X))
    X[rows, columns] = means[columns]
    return X


def impute_mean_counts_gaps(X):
    return np.where(np.isnan(X), np.nan_to_num(X).mean(axis=0), X)


def impute_mean_median(X):
    return np.where(np.isnan(X), np.nanmedian(X, axis=0), X)


def impute_mean_zero_is_missing(X):
    out = np.where(X == 0, np.nan, X)
    return np.where(np.isnan(out), np.nanmean(out, axis=0), out)


def impute_mean_truthy(rows):
    out = [list(row) for row in rows]
    for j in range(len(rows[0])):
        known = [row[j] for row in rows if row[j] and not math.isnan(row[j])]
        mean = sum(known) / len(known) if known else math.nan
        for row in out:
            if math.isnan(row[j]):
                row[j] = mean
    return out


def impute_mean_empty_is_zero(X):
    missing = np.isnan(X)
    total = np.where(missing, 0, X).sum(axis=0)
    return np.where(missing, total / np.maximum((~missing).sum(axis=0), 1), X)


def impute_mean_complete_rows(X):
    full = X[~np.isnan(X).any(axis=1)]
    return np.where(np.isnan(X), full.mean(axis=0), X)


def impute_mean_forgets_return(X):
    X = np.where(np.isnan(X), np.nanmean(X, axis=0), X)


def impute_mean_nan_to_num(X):
    return np.nan_to_num(X, nan=0.0)


CODES = {
    "impute_mean_rows": "mean_of_rows",
    "impute_mean_plain_mean": "nan_left",
    "impute_mean_equals_nan": "nan_left",
    "impute_mean_all": "mean_of_everything",
    "impute_mean_in_place": "mutates_input",
    "impute_mean_counts_gaps": "divides_by_all_rows",
    "impute_mean_median": "takes_median",
    "impute_mean_zero_is_missing": "treats_zero_as_missing",
    "impute_mean_truthy": "treats_zero_as_missing",
    "impute_mean_empty_is_zero": "invents_values",
    "impute_mean_complete_rows": "complete_rows_only",
    "impute_mean_forgets_return": "returns_none",
    "impute_mean_nan_to_num": "fills_zero",
}
OUTCOMES = {
    "impute_mean_in_place": "contract",
    "impute_mean_empty_is_zero": "fragile",
    "impute_mean_forgets_return": "wrong",
}
EXPECTED = {
    name: {
        "intent": None,
        "outcome": OUTCOMES.get(name, "wrong"),
        "codes": [code],
        "may": ["treats_inf_as_missing", "invents_values"] if name not in OUTCOMES else [],
    }
    for name, code in CODES.items()
}
