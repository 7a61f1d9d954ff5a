"""The topics: what the checker can judge, one file each."""

from __future__ import annotations

import difflib
import importlib
import re
from functools import cache

from workings.checker.model import Topic

# The order matters where a name speaks of several: a "softmax_cross_entropy" is a loss, a "softmax_by_logsumexp" and a
# "logsumexp_softmax" are softmax.
TOPICS = (
    "plot_line",
    "error_bars",
    "scatter_3d",
    "histogram",
    "contour_map",
    "scatter_by_class",
    "fill_by_group",
    "align_and_add",
    "left_join",
    "mean_by_group",
    "daily_totals",
    "table_prices",
    "read_amounts",
    "window_means",
    "row_normalise",
    "top_k",
    "clip_outliers",
    "forward_pass",
    "momentum_step",
    "adam_step",
    "two_layer_gradients",
    "relu_gradient",
    "dense_backward",
    "determinant",
    "power_iteration",
    "polynomial_derivative",
    "central_differences",
    "bell_slope",
    "trapezoid",
    "taylor_exp",
    "coordinates",
    "rotate",
    "conv2d",
    "max_pool_backward",
    "max_pool",
    "dropout",
    "batch_norm_in_use",
    "batch_norm",
    "smooth",
    "gradient_descent",
    "newton_step",
    "neuron_gradients",
    "perceptron",
    "gaussian_log_likelihood",
    "hinge_subgradient",
    "hinge_loss",
    "rbf_kernel",
    "smo_step",
    "plus_plus_probabilities",
    "update_centres",
    "assign",
    "k_means",
    "hoeffding_bound",
    "erm",
    "lance_williams",
    "cut_dendrogram",
    "out_of_bag",
    "majority_vote",
    "knn_predict",
    "distances",
    "out_of_fold_means",
    "multinomial_nb",
    "cross_entropy_gradient",
    "cross_entropy",
    "best_split",
    "grow_tree",
    "entropy",
    "gini",
    "logistic_loss_gradient",
    "logistic_loss",
    "log_softmax",
    "softmax",
    "logsumexp",
    "sigmoid",
    "impute_mean",
    "one_hot",
    "standardise",
    "fit_line",
    "normal_equations",
)


@cache
def get_topic(name: str) -> Topic:
    """Return the topic of that name.

    Raises
    ------
    ValueError
        If there is none, with the nearest name.
    """
    tidy = str(name).strip().lower().replace("-", "_").replace(" ", "_")
    if tidy not in TOPICS:
        near = difflib.get_close_matches(tidy, TOPICS, n=1, cutoff=0.4)
        hint = f" Did you mean {near[0]!r}?" if near else ""
        raise ValueError(f"check(topic={name!r}): the topics are {', '.join(map(repr, TOPICS))}.{hint}")
    topic: Topic = importlib.import_module(f"workings.checker.topics.{tidy}").TOPIC
    return topic


# What has such a word in its name is about the thing, and not the thing itself.
_ABOUT = (
    r"grad|deriv|prime|backw|jacob|vjp|regress|classif|train|plot|layer|predict|accura|"
    r"(^|_)(test|demo|check|d|fit|draw)_"
)

_LOSSES = ("cross_entropy", "logistic_loss")


def topic_of(function_name: str) -> str | None:
    """Return the topic that a function's name speaks of, or None.

    >>> topic_of("my_stable_softmax2")
    'softmax'
    >>> topic_of("softmax_by_logsumexp")
    'softmax'
    >>> topic_of("multinomial_nb_smoothed")
    'multinomial_nb'
    >>> topic_of("softmax_derivative") is None
    True
    """
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", function_name).lower()
    about = re.search(_ABOUT, words) is not None
    # What the name begins with says more than what stands behind it: multinomial_nb_unsmoothed.
    for name in sorted(TOPICS, key=lambda name: -len(name) if words.startswith(name) else 0):
        outright = name.endswith("_gradient") or get_topic(name).outright
        if (outright or not about) and re.search(get_topic(name).names, words):
            is_loss = words.endswith("_loss") and "entropy" not in words
            return None if is_loss and name not in _LOSSES and not get_topic(name).outright else name
    return None
