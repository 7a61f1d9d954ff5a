"""Means with their standard errors, wrong, or easily broken."""

import matplotlib.pyplot as plt
import numpy as np


def _drawn(x, y, e, x_name, y_name, **how):
    fig, ax = plt.subplots()
    ax.errorbar(x, y, yerr=e, **{"fmt": "o", **how})
    ax.set(xlabel=x_name, ylabel=y_name)
    return fig


def _standard_error(samples):
    return samples.std(axis=1, ddof=1) / np.sqrt(samples.shape[1])


def error_bars_deviation(x, samples, x_name, y_name):
    return _drawn(x, samples.mean(axis=1), samples.std(axis=1, ddof=1), x_name, y_name)


def error_bars_deviation_of_n(x, samples, x_name, y_name):
    return _drawn(x, samples.mean(axis=1), samples.std(axis=1), x_name, y_name, capsize=3)


def error_bars_of_n(x, samples, x_name, y_name):
    return _drawn(x, samples.mean(axis=1), samples.std(axis=1) / np.sqrt(samples.shape[1]), x_name, y_name)


def error_bars_places(x, samples, x_name, y_name):
    return _drawn(x, samples.mean(axis=1), samples.std(axis=1, ddof=1) / np.sqrt(len(samples)), x_name, y_name)


def error_bars_no_root(x, samples, x_name, y_name):
    return _drawn(x, samples.mean(axis=1), samples.std(axis=1, ddof=1) / samples.shape[1], x_name, y_name)


def error_bars_variance(x, samples, x_name, y_name):
    return _drawn(x, samples.mean(axis=1), samples.var(axis=1, ddof=1), x_name, y_name)


def error_bars_twice(x, samples, x_name, y_name):
    return _drawn(x, samples.mean(axis=1), 2 * _standard_error(samples), x_name, y_name)


def error_bars_one(x, samples, x_name, y_name):
    return _drawn(x, samples.mean(axis=1), samples.std(ddof=1) / np.sqrt(samples.size), x_name, y_name)


def error_bars_median(x, samples, x_name, y_name):
    return _drawn(x, np.median(samples, axis=1), _standard_error(samples), x_name, y_name)


def error_bars_to_and_fro(x, samples, x_name, y_name):
    return _drawn(x, samples.mean(axis=1), _standard_error(samples), x_name, y_name, fmt="-o")


def error_bars_x_sorted(x, samples, x_name, y_name):
    return _drawn(np.sort(x), samples.mean(axis=1), _standard_error(samples), x_name, y_name)


def error_bars_lying(x, samples, x_name, y_name):
    fig, ax = plt.subplots()
    ax.errorbar(x, samples.mean(axis=1), xerr=_standard_error(samples), fmt="o")
    ax.set(xlabel=x_name, ylabel=y_name)
    return fig


def error_bars_none(x, samples, x_name, y_name):
    fig, ax = plt.subplots()
    ax.plot(x, samples.mean(axis=1), "o")
    ax.set(xlabel=x_name, ylabel=y_name)
    return fig


def error_bars_unnamed(x, samples, x_name, y_name):
    return _drawn(x, samples.mean(axis=1), _standard_error(samples), "", "")


def error_bars_named_wrongly(x, samples, x_name, y_name):
    return _drawn(x, samples.mean(axis=1), _standard_error(samples), y_name, x_name)


def error_bars_cut(x, samples, x_name, y_name):
    mean, e = samples.mean(axis=1), _standard_error(samples)
    fig = _drawn(x, mean, e, x_name, y_name)
    fig.axes[0].set_ylim(mean.min(), mean.max())
    return fig


def error_bars_on_the_open_figure(x, samples, x_name, y_name):
    plt.errorbar(x, samples.mean(axis=1), yerr=_standard_error(samples), fmt="o")
    plt.xlabel(x_name)
    plt.ylabel(y_name)
    return plt.gcf()


CODES = {
    "error_bars_deviation": "standard_deviation",
    "error_bars_deviation_of_n": "standard_deviation",
    "error_bars_of_n": "divides_by_n",
    "error_bars_places": "counts_places",
    "error_bars_no_root": "no_root_of_n",
    "error_bars_variance": "variance",
    "error_bars_twice": "twice_as_long",
    "error_bars_one": "one_error_for_all",
    "error_bars_median": "medians",
    "error_bars_to_and_fro": "order_of_rows",
    "error_bars_x_sorted": "sorts_x_alone",
    "error_bars_lying": "no_bars",
    "error_bars_none": "no_bars",
    "error_bars_unnamed": "no_labels",
    "error_bars_named_wrongly": "labels_swapped",
    "error_bars_cut": "cuts_off_data",
    "error_bars_on_the_open_figure": "draws_on_the_last_figure",
}
OUTCOMES = {"error_bars_on_the_open_figure": "fragile"}
EXPECTED = {
    name: {
        "intent": None,
        "outcome": OUTCOMES.get(name, "wrong"),
        "codes": [code],
        "may": [],
    }
    for name, code in CODES.items()
}
