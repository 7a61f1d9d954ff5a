"""Scenes of decision trees: the questions as a diagram, and what each feature gave."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap
from typing import Any, Literal

import numpy as np
from sklearn.utils.validation import check_is_fitted

from workings.show.scene import Area, Axis, Bars, Edges, Mark, Scene, Text, numbers

_WIDE, _HIGH = 0.86, 0.74  # a node, in units of a leaf's room and of the way to the next level
_STRIP = 0.12  # the height of the strip of shares
_WORD = 14  # letters of a feature's name in a line
_ROOM = 20  # features at most in a chart of importances


def tree_diagram(
    model: Any,
    *,
    depth: int = 3,
    names: Sequence[str] | None = None,
    feature_names: Sequence[str] | None = None,
    title: str = "The questions of the tree",
) -> Scene:
    """Return the tree from the root down: the question of each node, its samples, and the shares of the classes.

    Parameters
    ----------
    model : fitted decision tree
        With one output; scikit-learn's are drawn, too.
    depth : int, default 3
        So many levels below the root; what is cut off below a node is counted there.
    names : sequence of str, optional
        Names of the classes, in the order of ``classes_``.
    feature_names : sequence of str, optional
        By default ``feature_names_in_``, or numbers.
    title : str

    Returns
    -------
    Scene
        Who answers yes goes left.

    Raises
    ------
    TypeError
        The model is no tree.
    ValueError
        The tree has several outputs.

    Examples
    --------
    >>> from sklearn.datasets import load_iris
    >>> from workings.tree import DecisionTreeClassifier
    >>> tree_diagram(DecisionTreeClassifier(max_depth=2).fit(*load_iris(return_X_y=True))).say
    '2 questions one after the other at most, 3 leaves. The first: feature 2 ≤ 2.45?'
    """
    tree, features = fitted_tree(model, "tree"), _feature_names(model, feature_names)
    names = class_names(model, names)
    places = _places(tree, depth)
    marks: list[Mark] = _branches(tree, places)
    labelled: set[int] = set()
    for at, (x, level) in places.items():
        marks += _strip(tree, at, x, -level, names, labelled)
        cut = tree.children_left[at] >= 0 and tree.children_left[at] not in places
        marks.append(Text(x, -level + _STRIP / 2, _words(tree, at, features, names, cut), quiet=len(places) > 1))
    width, height = max(x for x, _ in places.values()), max(level for _, level in places.values())
    first = f" The first: {_question(tree, 0, features)}?" if tree.node_count > 1 else ""
    return Scene(
        title,
        Axis("", low=-0.5, high=width + 0.5, shown=False),
        Axis("", low=-height - _HIGH / 2, high=_HIGH / 2, shown=False),
        tuple(marks),
        say=f"{tree.max_depth} questions one after the other at most, {tree.n_leaves} leaves.{first}",
    )


def fitted_tree(model: Any, kind: str) -> Any:
    """Return the nodes of a fitted tree of one output, or say why there is nothing to draw."""
    if not hasattr(type(model), "decision_path") or not hasattr(type(model), "get_n_leaves"):
        raise TypeError(f"draw(kind={kind!r}) is for decision trees, not for {type(model).__name__}.")
    check_is_fitted(model)
    if model.tree_.n_outputs > 1:
        raise ValueError(f"draw(kind={kind!r}): the tree has {model.tree_.n_outputs} outputs. Try one of them.")
    return model.tree_


def _feature_names(model: Any, given: Sequence[str] | None) -> list[str]:
    if given is None:
        given = getattr(model, "feature_names_in_", [f"feature {f}" for f in range(model.n_features_in_)])
    if len(given) != model.n_features_in_:
        raise ValueError(f"feature_names: {len(given)} names for {model.n_features_in_} features.")
    return [str(one) for one in given]


def class_names(model: Any, given: Sequence[str] | None) -> list[str]:
    """Return the names of the classes; none for a tree of numbers."""
    if not hasattr(model, "classes_"):
        return []
    return [str(one) for one in (model.classes_ if given is None else given)]


def _places(tree: Any, depth: int) -> dict[int, tuple[float, int]]:
    """Return x and level of every node that is drawn: leaves side by side, the others half-way over their children."""
    places: dict[int, tuple[float, int]] = {}
    todo, level, ends = [0], {0: 0}, 0
    while todo:
        at = todo.pop()
        left, right = int(tree.children_left[at]), int(tree.children_right[at])
        if left < 0 or level[at] == depth:
            places[at] = (float(ends), level[at])
            ends += 1
        elif right in places:
            places[at] = ((places[left][0] + places[right][0]) / 2, level[at])
        else:
            level[left] = level[right] = level[at] + 1
            todo += [at, right, left]
    return dict(sorted(places.items()))


def _branches(tree: Any, places: dict[int, tuple[float, int]]) -> list[Mark]:
    """Return the lines from each node to its children, and what leads down the first two."""
    ends, words = [], []
    for at, (x, level) in places.items():
        for child, answer in ((tree.children_left[at], "yes"), (tree.children_right[at], "no")):
            if child in places:
                to = places[child][0]
                ends.append((x, -level - _HIGH / 2, to, -level - 1 + _HIGH / 2))
                if at == 0:
                    at_left = answer == "yes"
                    side: Literal["left", "right"] = "right" if at_left else "left"
                    words.append(
                        Text((x + to) / 2, -0.45, f"{answer}  " if at_left else f"  {answer}", side, quiet=True)
                    )
    return [pieces(ends), *words]


def pieces(ends: list[tuple[float, float, float, float]]) -> Edges:
    """Return pieces from (x0, y0) to (x1, y1)."""
    x0, y0, x1, y1 = np.array(ends, dtype=float).reshape((-1, 4)).T
    return Edges(numbers(x0), numbers(y0), numbers(x1), numbers(y1))


def _strip(tree: Any, at: int, x: float, y: float, names: list[str], labelled: set[int]) -> list[Mark]:
    """Return the shares of the classes as a strip at the foot of the node, and the node in its class's colour."""
    left, right, foot, head = x - _WIDE / 2, x + _WIDE / 2, y - _HIGH / 2, y + _HIGH / 2
    if not names:  # how far the prediction lies between the lowest leaf's and the highest one's
        values = tree.value[:, 0, 0]
        share = (values[at] - values.min()) / (float(np.ptp(values)) or 1.0)
        label = "" if labelled else "prediction, from the lowest to the highest"
        labelled.add(0)
        gauge = [rectangle(left, left + share * _WIDE, foot, foot + _STRIP, 0, words) for words in (label, "", "")]
        return [rectangle(left, right, foot, head, 0), *gauge]
    shares = tree.value[at, 0] / tree.value[at, 0].sum()
    marks: list[Mark] = [rectangle(left, right, foot, head, int(shares.argmax()))]
    edge = left
    for k, share in enumerate(shares):
        if share > 0:
            label = "" if k in labelled else names[k]
            labelled.add(k)
            for label_here in (label, "", ""):  # thrice, so that it stands out from the box
                marks.append(rectangle(edge, edge + share * _WIDE, foot, foot + _STRIP, k, label_here))
            edge += share * _WIDE
    return marks


def rectangle(left: float, right: float, foot: float, head: float, group: int, label: str = "") -> Area:
    """Return an upright rectangle."""
    return Area(numbers([left, right, right, left]), numbers([foot, foot, head, head]), group, label)


def _question(tree: Any, at: int, features: list[str]) -> str:
    return f"{features[tree.feature[at]]} ≤ {short(tree.threshold[at])}"


def short(value: float) -> str:
    """Return a number in four digits."""
    return f"{value:.4g}".replace("-", "−")  # as matplotlib writes it


def _words(tree: Any, at: int, features: list[str], names: list[str], cut: bool) -> str:
    """Return what stands in a node: its question, or what it predicts, and its samples."""
    n = f"n = {tree.n_node_samples[at]:,}"
    if tree.children_left[at] >= 0 and not cut:
        return "\n".join([*wrap(features[tree.feature[at]], _WORD)[:2], f"≤ {short(tree.threshold[at])}", n])
    value = tree.value[at, 0]
    says = "\n".join(wrap(names[int(value.argmax())], _WORD)) if names else short(value[0])
    return f"{says}\n{n}" + ("\n(more below)" if cut else "")


def importances(
    model: Any, *, feature_names: Sequence[str] | None = None, title: str = "What each feature gave"
) -> Scene:
    """Return the importance of each feature as a bar, the largest on top.

    Parameters
    ----------
    model : fitted estimator with ``feature_importances_``
        A tree, or a forest.
    feature_names : sequence of str, optional
        By default ``feature_names_in_``, or numbers.
    title : str

    Returns
    -------
    Scene
        Of the features that gave anything, the 20 most important ones at most.

    Examples
    --------
    >>> from sklearn.datasets import load_iris
    >>> from workings.tree import DecisionTreeClassifier
    >>> importances(DecisionTreeClassifier(max_depth=2).fit(*load_iris(return_X_y=True))).say
    'Feature 2 took 56 % of the impurity that all splits took, feature 3 44 %.'
    """
    if not hasattr(type(model), "feature_importances_"):
        raise TypeError(f"draw(kind='importances') is for trees and forests, not for {type(model).__name__}.")
    shares = np.asarray(model.feature_importances_)
    names = _feature_names(model, feature_names)
    order = np.argsort(-shares, kind="stable")[:_ROOM]
    if shares.any():
        order = order[shares[order] > 0]
    places = np.arange(len(order))
    say = "No split was made." if not shares.any() else f"{names[order[0]]} took {_percent(shares[order[0]])}"
    if shares.any():
        say = say[0].upper() + say[1:] + " of the impurity that all splits took"
        say += f", {names[order[1]]} {_percent(shares[order[1]])}." if len(order) > 1 else "."
    written = [Text(float(shares[f]), float(i), f" {_percent(shares[f])}", "left") for i, f in enumerate(order)]
    return Scene(
        title,
        Axis("share of what all splits took off the impurity", low=0.0, high=1.12 * float(shares.max()) or 1.0),
        Axis("", low=len(order) - 0.4, high=-0.6, ticks=tuple((float(i), names[f]) for i, f in enumerate(order))),
        (Bars(numbers(places), numbers(shares[order]), lying=True), *written),
        say=say,
    )


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"
