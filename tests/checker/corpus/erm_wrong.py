"""Empirical risk minimisation, wrong, or easily broken."""

import numpy as np


def erm_sums(losses):
    totals = losses.sum(axis=1)
    return int(totals.argmin()), totals.min()


def erm_axis(losses):
    risks = losses.mean(axis=0)
    return int(risks.argmin()), risks.min()


def erm_worst(losses):
    risks = losses.mean(axis=1)
    return int(risks.argmax()), risks.max()


def erm_lucky(losses):
    k = int(losses.min(axis=1).argmin())
    return k, losses[k].mean()


def erm_careful(losses):
    k = int(losses.max(axis=1).argmin())
    return k, losses[k].max()


def erm_median(losses):
    risks = np.median(losses, axis=1)
    return int(risks.argmin()), risks.min()


def erm_from_one(losses):
    risks = losses.mean(axis=1)
    return int(risks.argmin()) + 1, risks.min()


def erm_starts_at_100(losses):
    best, least = 0, 100.0
    for k, row in enumerate(losses):
        if row.mean() < least:
            best, least = k, row.mean()
    return best, least


def erm_only_index(losses):
    return int(losses.mean(axis=1).argmin())


CODES = {
    "erm_sums": "sums_instead_of_mean",
    "erm_axis": "wrong_axis",
    "erm_worst": "takes_the_worst",
    "erm_lucky": "least_single_loss",
    "erm_careful": "least_maximum",
    "erm_median": "median",
    "erm_from_one": "counts_from_one",
    "erm_starts_at_100": "starts_from_a_number",
    "erm_only_index": "returns_one_part",
}
EXPECTED = {
    name: {
        "intent": None,
        "outcome": "fragile" if code == "starts_from_a_number" else "wrong",
        "codes": [code],
        "may": [],
    }
    for name, code in CODES.items()
}
