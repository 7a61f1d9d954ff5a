"""Multinomial naive Bayes that is right, in many styles."""

import math

import pandas as pd
import numpy as np
from sklearn.naive_bayes import MultinomialNB


def multinomial_nb(X, y, alpha):
    classes, sizes = np.unique(y, return_counts=True)
    counts = np.array([X[y == c].sum(axis=0) for c in classes]) + alpha
    return np.log(sizes / len(y)), np.log(counts / counts.sum(axis=1, keepdims=True))


def multinomial_nb_loops(X, y, alpha):
    priors, words = [], []
    for c in sorted(set(y.tolist())):
        rows = [row for row, label in zip(X.tolist(), y.tolist()) if label == c]
        priors.append(math.log(len(rows) / len(y)))
        counts = [sum(column) + alpha for column in zip(*rows)]
        total = sum(counts)
        words.append([math.log(n / total) for n in counts])
    return priors, words


def multinomial_nb_one_hot(X, y, alpha):
    classes, index = np.unique(y, return_inverse=True)
    member = np.eye(len(classes))[index]
    counts = member.T @ X
    smoothed = np.log(counts + alpha) - np.log(counts.sum(axis=1) + alpha * X.shape[1])[:, None]
    return np.log(member.mean(axis=0)), smoothed


def multinomial_nb_sklearn(X, y, alpha):
    model = MultinomialNB(alpha=alpha).fit(X, y)
    return model.class_log_prior_, model.feature_log_prob_


def multinomial_nb_dict(X, y, alpha):
    groups = {}
    for row, label in zip(X, y):
        groups.setdefault(label, []).append(row)
    prior, likelihood = [], []
    for label in sorted(groups):
        stacked = np.vstack(groups[label])
        n = stacked.sum(axis=0) + alpha
        prior.append(np.log(len(stacked)) - np.log(len(X)))
        likelihood.append(np.log(n) - np.log(n.sum()))
    return np.array(prior), np.array(likelihood)


def train_naive_bayes(counts, labels, alpha=1.0):
    classes = np.unique(labels)
    n_words = counts.shape[1]
    log_prior = np.empty(len(classes))
    log_likelihood = np.empty((len(classes), n_words))
    for k, c in enumerate(classes):
        inside = counts[labels == c]
        log_prior[k] = np.log(inside.shape[0] / counts.shape[0])
        for j in range(n_words):
            log_likelihood[k, j] = np.log((inside[:, j].sum() + alpha) / (inside.sum() + alpha * n_words))
    return log_prior, log_likelihood


def multinomial_nb_bincount(X, y, alpha):
    classes, index, sizes = np.unique(y, return_inverse=True, return_counts=True)
    table = np.full((len(classes), X.shape[1]), float(alpha))
    np.add.at(table, index, X)
    return np.log(sizes) - np.log(sizes.sum()), np.log(table) - np.log(table.sum(1))[:, np.newaxis]


def fit_naive_bayes(X, y, alpha):
    result = {"priors": [], "words": []}
    for c in np.unique(y):
        mask = y == c
        result["priors"].append(np.log(mask.mean()))
        smooth = X[mask].sum(0) + alpha
        result["words"].append(np.log(smooth / np.sum(smooth)))
    return np.array(result["priors"]), np.array(result["words"])


def multinomial_nb_pandas(X, y, alpha):
    df = pd.DataFrame(X)
    g = df.groupby(np.asarray(y))
    N = g.sum() + alpha
    return np.log(g.size() / len(df)).to_numpy(), np.log(N.div(N.sum(axis=1), axis=0)).to_numpy()


def multinomial_nb_logsumexp(X, y, alpha):
    from scipy.special import logsumexp
    c = np.unique(y)
    L = np.log(np.stack([X[y == k].sum(axis=0) for k in c]) + alpha)
    n = np.log([np.count_nonzero(y == k) for k in c])
    return n - logsumexp(n), L - logsumexp(L, axis=1, keepdims=True)


EXPECTED = {
    name: {"intent": None, "outcome": "right", "codes": [], "may": []}
    for name in [one for one in dir() if one.startswith("multinomial_nb") or one.endswith("_naive_bayes")]
}
