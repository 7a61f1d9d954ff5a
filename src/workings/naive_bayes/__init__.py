"""Naive Bayes: scikit-learn's names, parameters and attributes."""

import sklearn  # noqa: F401 -- before its parts, for the sake of threads: see kernels/_numba.py

from workings.naive_bayes.bernoulli_nb import BernoulliNB
from workings.naive_bayes.categorical_nb import CategoricalNB
from workings.naive_bayes.complement_nb import ComplementNB
from workings.naive_bayes.gaussian_nb import GaussianNB
from workings.naive_bayes.multinomial_nb import MultinomialNB

__all__ = ["BernoulliNB", "CategoricalNB", "ComplementNB", "GaussianNB", "MultinomialNB"]
