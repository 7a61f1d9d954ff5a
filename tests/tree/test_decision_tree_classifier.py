"""DecisionTreeClassifier: each split against all splits, and the whole against scikit-learn."""

import importlib.util
from pathlib import Path

import numpy as np
import pytest
from sklearn.datasets import load_iris, make_classification
from sklearn.tree import DecisionTreeClassifier as Theirs

from workings.tree import DecisionTreeClassifier

_spec = importlib.util.spec_from_file_location("best_splits", Path(__file__).with_name("best_splits.py"))
oracle = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(oracle)


def data(n=60, p=4, classes=3, seed=0, ties=False, gaps=0.0):
    rng = np.random.default_rng(seed)
    X = rng.integers(0, 5, (n, p)).astype(float) if ties else rng.normal(size=(n, p))
    y = rng.integers(0, classes, n)
    X[rng.random(X.shape) < gaps] = np.nan
    return X, y


@pytest.mark.parametrize("criterion", ["gini", "entropy"])
@pytest.mark.parametrize("ties", [False, True])
@pytest.mark.parametrize("gaps", [0.0, 0.2])
def test_every_split_is_the_best(criterion, ties, gaps):
    X, y = data(ties=ties, gaps=gaps)
    model = DecisionTreeClassifier(criterion=criterion).fit(X, y)
    oracle.assert_splits_are_best(model, X, y, criterion=criterion)


@pytest.mark.parametrize("criterion", ["gini", "entropy"])
def test_every_split_is_the_best_with_weights(criterion):
    X, y = data(gaps=0.1)
    w = np.random.default_rng(1).exponential(size=len(y))
    w[::7] = 0.0
    model = DecisionTreeClassifier(criterion=criterion).fit(X, y, sample_weight=w)
    oracle.assert_splits_are_best(model, X, y, w, criterion=criterion)


@pytest.mark.parametrize("criterion", ["gini", "entropy"])
def test_every_split_is_the_best_with_two_outputs(criterion):
    X, y = data()
    Y = np.column_stack([y, data(seed=3, classes=2)[1]])
    model = DecisionTreeClassifier(criterion=criterion).fit(X, Y)
    oracle.assert_splits_are_best(model, X, Y, criterion=criterion)


@pytest.mark.parametrize("least", [1, 4, 0.1])
def test_leaves_are_as_large_as_asked(least):
    X, y = data(ties=True, gaps=0.1)
    model = DecisionTreeClassifier(min_samples_leaf=least).fit(X, y)
    oracle.assert_splits_are_best(model, X, y, min_leaf=least if least >= 1 else 6)


def test_iris_is_scikit_learns_tree():
    X, y = load_iris(return_X_y=True)
    ours, theirs = (
        DecisionTreeClassifier(max_depth=2).fit(X, y).tree_,
        Theirs(max_depth=2, random_state=0).fit(X, y).tree_,
    )
    for name in ("children_left", "children_right", "n_node_samples", "weighted_n_node_samples", "impurity", "value"):
        np.testing.assert_allclose(getattr(ours, name), getattr(theirs, name), err_msg=name)


def test_large_data_grow_the_same_tree_on_any_number_of_threads():
    from workings.kernels._threads import set_num_threads

    X, y = make_classification(4000, 8, n_informative=5, n_classes=4, random_state=0)
    trees = []
    for threads in (1, None):
        set_num_threads(threads)
        trees.append(DecisionTreeClassifier().fit(X, y).tree_.__getstate__())
    set_num_threads(None)
    assert trees[0]["nodes"].tobytes() == trees[1]["nodes"].tobytes()
    assert trees[0]["values"].tobytes() == trees[1]["values"].tobytes()


@pytest.mark.parametrize("options", [{"max_leaf_nodes": 9}, {"max_depth": 4}, {"min_impurity_decrease": 0.01}])
def test_impurities_are_scikit_learns(options):
    X, y = make_classification(1000, 8, n_informative=5, n_classes=3, random_state=1)
    ours, theirs = DecisionTreeClassifier(**options).fit(X, y).tree_, Theirs(random_state=0, **options).fit(X, y).tree_
    for name in ("children_left", "children_right", "feature", "threshold", "impurity", "n_node_samples", "value"):
        np.testing.assert_allclose(getattr(ours, name), getattr(theirs, name), rtol=1e-12, atol=1e-12, err_msg=name)


def test_pruning_is_scikit_learns():
    X, y = make_classification(300, 6, random_state=2, flip_y=0.2)
    ours, theirs = DecisionTreeClassifier(), Theirs(random_state=0)
    a, b = ours.cost_complexity_pruning_path(X, y), theirs.cost_complexity_pruning_path(X, y)
    np.testing.assert_allclose(a.ccp_alphas[-5:], b.ccp_alphas[-5:])
    np.testing.assert_allclose(a.impurities[-5:], b.impurities[-5:])
    cut = ours.set_params(ccp_alpha=float(a.ccp_alphas[-4])).fit(X, y)
    assert cut.get_n_leaves() == theirs.set_params(ccp_alpha=float(a.ccp_alphas[-4])).fit(X, y).get_n_leaves()


def test_thresholds_never_move_a_sample():
    """Neighbouring float32 values, whose midpoint float32 cannot hold."""
    low = np.float32(3.0)
    X = np.array([[low], [np.nextafter(low, np.float32(4))]] * 3000)
    y = np.array([0, 1] * 3000)
    model = DecisionTreeClassifier().fit(X, y)
    assert model.predict(X).tolist() == y.tolist()
    assert model.get_depth() == 1


def test_leaves_of_many_samples_are_scikit_learns():
    X, y = data(5000, 5, gaps=0.1)
    model = DecisionTreeClassifier(max_depth=8).fit(X, y)
    np.testing.assert_array_equal(model.apply(X), model.tree_.apply(X.astype(np.float32)))
    full = np.nan_to_num(X)
    np.testing.assert_array_equal(model.apply(full), model.tree_.apply(full.astype(np.float32)))


def test_negative_weights_are_refused():
    X, y = data()
    with pytest.raises(ValueError, match=r"[Nn]egative"):
        DecisionTreeClassifier().fit(X, y, sample_weight=-np.ones(len(y)))


def test_infinity_is_refused():
    X, y = data()
    X[3, 2] = np.inf
    with pytest.raises(ValueError, match="infinity"):
        DecisionTreeClassifier().fit(X, y)
