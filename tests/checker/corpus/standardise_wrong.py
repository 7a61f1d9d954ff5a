"""Standardisation that is wrong, or that breaks easily."""

import numpy as np
from sklearn.preprocessing import MinMaxScaler, StandardScaler


def standardise_together(X_train, X_test):
    both = np.vstack([X_train, X_test])
    mean, sd = both.mean(axis=0), both.std(axis=0)
    sd = np.where(sd == 0, 1, sd)
    return (X_train - mean) / sd, (X_test - mean) / sd


def standardise_fits_twice(X_train, X_test):
    scaler = StandardScaler()
    return scaler.fit_transform(X_train), scaler.fit_transform(X_test)


def standardise_sample_sd(X_train, X_test):
    mean, sd = X_train.mean(axis=0), X_train.std(axis=0, ddof=1)
    sd = np.where(sd == 0, 1, sd)
    return (X_train - mean) / sd, (X_test - mean) / sd


def standardise_zero(X_train, X_test):
    mean, sd = X_train.mean(axis=0), X_train.std(axis=0)
    return (X_train - mean) / sd, (X_test - mean) / sd


def standardise_whole(X_train, X_test):
    mean, sd = X_train.mean(), X_train.std()
    return (X_train - mean) / sd, (X_test - mean) / sd


def standardise_one_pass(X_train, X_test):
    mean = X_train.mean(axis=0)
    variance = (X_train**2).mean(axis=0) - mean**2
    sd = np.sqrt(np.where(variance == 0, 1.0, variance))
    return (X_train - mean) / sd, (X_test - mean) / sd


def standardise_in_place(X_train, X_test):
    mean, sd = X_train.mean(axis=0), X_train.std(axis=0)
    sd[sd == 0] = 1
    X_train -= mean
    X_train /= sd
    X_test -= mean
    X_test /= sd
    return X_train, X_test


def standardise_by_test(X_train, X_test):
    scaler = StandardScaler().fit(X_test)
    return scaler.transform(X_train), scaler.transform(X_test)


def standardise_epsilon(X_train, X_test):
    mean, sd = X_train.mean(axis=0), X_train.std(axis=0)
    return (X_train - mean) / (sd + 1e-8), (X_test - mean) / (sd + 1e-8)


def standardise_variance(X_train, X_test):
    mean, v = X_train.mean(axis=0), X_train.var(axis=0)
    v[v == 0] = 1
    return (X_train - mean) / v, (X_test - mean) / v


def standardise_train_only(X_train, X_test):
    mean, sd = X_train.mean(axis=0), X_train.std(axis=0)
    sd[sd == 0] = 1
    return (X_train - mean) / sd


def standardise_precedence(X_train, X_test):
    mean, sd = X_train.mean(axis=0), X_train.std(axis=0)
    sd[sd == 0] = 1
    return X_train - mean / sd, X_test - mean / sd


def standardise_to_range(X_train, X_test):
    scaler = MinMaxScaler().fit(X_train)
    return scaler.transform(X_train), scaler.transform(X_test)


def standardise_rows(X_train, X_test):
    def z(X):
        return (X - X.mean(axis=1, keepdims=True)) / X.std(axis=1, keepdims=True)

    return z(X_train), z(X_test)


def standardise_one_set_whole(X):
    return (X - X.mean()) / X.std()


CODES = {
    "standardise_one_set_whole": "statistics_of_everything",
    "standardise_together": "leaks_test_set",
    "standardise_fits_twice": "test_scaled_by_itself",
    "standardise_sample_sd": "divides_by_n_minus_1",
    "standardise_zero": "divides_by_zero",
    "standardise_whole": "statistics_of_everything",
    "standardise_one_pass": "cancellation",
    "standardise_in_place": "mutates_input",
    "standardise_by_test": "fitted_on_test_set",
    "standardise_epsilon": "constant_added",
    "standardise_variance": "divides_by_variance",
    "standardise_train_only": "returns_one_part",
    "standardise_precedence": "divides_before_subtracting",
    "standardise_to_range": "scales_to_range",
    "standardise_rows": "statistics_of_rows",
}
OUTCOMES = {"standardise_zero": "fragile", "standardise_in_place": "contract"}
MAY = {
    "standardise_in_place": ["fails_integer_input"],
    "standardise_one_pass": ["constant_column", "constant_added"],
    "standardise_zero": [],
}
EXPECTED = {
    name: {
        "intent": None,
        "outcome": OUTCOMES.get(name, "wrong"),
        "also_outcomes": ["fragile"] if name == "standardise_in_place" else [],
        "codes": [code],
        "may": MAY.get(name, ["divides_by_zero", "constant_column", "fails_single_column", "fails_one_row"]),
    }
    for name, code in CODES.items()
}
