"""Estimators on other libraries' arrays: the results of NumPy, on their device, of their type; and what they refuse."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.datasets import make_blobs, make_classification

from workings.cluster import KMeans, MiniBatchKMeans
from workings.linear_model import LinearRegression, LogisticRegression, Ridge
from workings.neighbors import KNeighborsClassifier, KNeighborsRegressor, NearestNeighbors
from workings.neural_network import MLPClassifier, MLPRegressor, Sequential, layers
from workings.preprocessing import StandardScaler

torch = pytest.importorskip("torch")
pytest.importorskip("array_api_compat")
jax = pytest.importorskip("jax")
torch.set_num_threads(1)  # the tensors are small


def of_torch(x):
    return torch.tensor(x)


def of_jax(x):
    return jax.numpy.asarray(x)


LIBRARIES = pytest.mark.parametrize(("put", "kind"), [(of_torch, torch.Tensor), (of_jax, jax.Array)])
# JAX has float32 only, unless it is told otherwise.
TOLERANCE = {of_torch: 1e-9, of_jax: 2e-4}


def data(n=300, p=5, classes=3, seed=0):
    X, y = make_classification(
        n, p, n_informative=p - 1, n_redundant=0, n_classes=classes, n_clusters_per_class=1, random_state=seed
    )
    return X, y


@LIBRARIES
@pytest.mark.parametrize("weighted", [False, True])
def test_standard_scaler(put, kind, weighted):
    X, _ = data()
    X = X * [1, 10, 100, 1, 1] + 50
    X[3, 1] = np.nan
    X[:, 4] = 7.0
    weights = np.random.default_rng(1).random(len(X)) if weighted else None
    ours = StandardScaler().fit(put(X), sample_weight=None if weights is None else put(weights))
    true = StandardScaler().fit(X, sample_weight=weights)
    for name in ("mean_", "var_", "scale_", "n_samples_seen_"):
        np.testing.assert_allclose(getattr(ours, name), getattr(true, name), rtol=TOLERANCE[put], atol=TOLERANCE[put])
    found = ours.transform(put(X))
    assert isinstance(found, kind)
    assert isinstance(ours.mean_, kind)
    np.testing.assert_allclose(found, true.transform(X), atol=100 * TOLERANCE[put])
    np.testing.assert_allclose(ours.inverse_transform(found), X, rtol=10 * TOLERANCE[put])
    np.testing.assert_allclose(StandardScaler().fit_transform(put(X)), StandardScaler().fit_transform(X), atol=0.02)


@LIBRARIES
@pytest.mark.parametrize("intercept", [True, False])
@pytest.mark.parametrize("targets", [1, 2])
@pytest.mark.parametrize("weighted", [False, True])
def test_linear_regression(put, kind, intercept, targets, weighted):
    X, _ = data()
    rng = np.random.default_rng(2)
    y = X @ rng.normal(size=(5, targets)) + 3 + rng.normal(size=(len(X), targets))
    y = y[:, 0] if targets == 1 else y
    weights = rng.random(len(X)) if weighted else None
    ours = LinearRegression(fit_intercept=intercept)
    assert ours.fit(put(X), put(y), None if weights is None else put(weights)) is ours
    true = LinearRegression(fit_intercept=intercept).fit(X, y, weights)
    assert isinstance(ours.coef_, kind)
    assert ours.coef_.shape == true.coef_.shape
    np.testing.assert_allclose(ours.coef_, true.coef_, atol=TOLERANCE[put])
    np.testing.assert_allclose(ours.intercept_, true.intercept_, atol=TOLERANCE[put])
    found = ours.predict(put(X))
    assert isinstance(found, kind)
    np.testing.assert_allclose(found, true.predict(X), atol=10 * TOLERANCE[put])
    assert ours.rank_ == true.rank_ == 5


def test_linear_regression_without_full_rank_is_the_shortest():
    rng = np.random.default_rng(3)
    for X in (rng.normal(size=(4, 9)), np.repeat(rng.normal(size=(30, 2)), 2, axis=1)):
        y = rng.normal(size=len(X))
        ours, true = LinearRegression().fit(of_torch(X), of_torch(y)), LinearRegression().fit(X, y)
        np.testing.assert_allclose(ours.coef_, true.coef_, atol=1e-10)
        assert ours.rank_ == true.rank_


@LIBRARIES
@pytest.mark.parametrize("classes", [2, 4])
@pytest.mark.parametrize("options", [{}, {"C": np.inf}, {"class_weight": "balanced", "fit_intercept": False}], ids=str)
def test_logistic_regression(put, kind, classes, options):
    X, y = data(400, 6, classes, seed=4)
    y = y * 3 - 1  # classes with gaps
    flipped = np.random.default_rng(5).random(len(y)) < 0.2
    y[flipped] = y[0]
    ours = LogisticRegression(**options).fit(put(X), put(y))
    true = LogisticRegression(tol=1e-10, max_iter=1000, **options).fit(X, y)
    tolerance = 1e-6 if put is of_torch else 2e-3
    assert isinstance(ours.coef_, kind)
    np.testing.assert_allclose(ours.coef_, true.coef_, atol=tolerance)
    np.testing.assert_allclose(ours.intercept_, true.intercept_, atol=tolerance)
    assert np.asarray(ours.classes_).tolist() == true.classes_.tolist()
    for method in ("decision_function", "predict_proba", "predict_log_proba"):
        found = getattr(ours, method)(put(X))
        assert isinstance(found, kind)
        np.testing.assert_allclose(found, getattr(true, method)(X), atol=10 * tolerance)
    labels = ours.predict(put(X))
    assert isinstance(labels, kind)
    assert np.mean(np.asarray(labels) == true.predict(X)) > 0.99


def test_logistic_regression_of_columns_of_other_sizes():
    X, y = data(400, 6, 3, seed=6)
    X = X * [1e-3, 1, 1e3, 1, 1, 1] + [0, 0, 5e3, 0, 100, 0]
    ours = LogisticRegression(C=10.0, tol=1e-6, max_iter=500).fit(of_torch(X), of_torch(y))
    true = LogisticRegression(C=10.0, tol=1e-10, max_iter=5000).fit(X, y)
    np.testing.assert_allclose(ours.predict_proba(of_torch(X)), true.predict_proba(X), atol=1e-5)


@LIBRARIES
def test_k_means_from_the_same_start(put, kind):
    X, _ = make_blobs(500, 4, centers=6, cluster_std=2.0, random_state=7)
    start = X[:6]
    ours = KMeans(6, init=put(start), tol=0).fit(put(X))
    true = KMeans(6, init=start, tol=0).fit(X)
    assert isinstance(ours.cluster_centers_, kind)
    np.testing.assert_allclose(ours.cluster_centers_, true.cluster_centers_, atol=TOLERANCE[put] * 10)
    assert np.array_equal(ours.labels_, true.labels_)
    assert ours.inertia_ == pytest.approx(true.inertia_, rel=1e-5)
    assert np.array_equal(ours.predict(put(X)), true.predict(X))
    np.testing.assert_allclose(ours.transform(put(X)), true.transform(X), atol=1e-3)
    assert ours.score(put(X)) == pytest.approx(true.score(X), rel=1e-5)
    assert np.array_equal(KMeans(6, init=put(start), tol=0).fit_predict(put(X)), true.labels_)


@LIBRARIES
@pytest.mark.parametrize("init", ["k-means++", "random"])
def test_k_means_finds_blobs(put, kind, init):
    X, truth = make_blobs(300, 3, centers=4, cluster_std=0.3, random_state=8)
    model = KMeans(4, init=init, n_init=10, random_state=0).fit(put(X), sample_weight=put(np.ones(300)))
    assert model.inertia_ == pytest.approx(KMeans(4, n_init=10, random_state=0).fit(X).inertia_, rel=1e-5)
    assert len({(int(a), int(b)) for a, b in zip(model.labels_, truth, strict=True)}) == 4


def test_k_means_fills_empty_clusters():
    X = np.array([[0.0], [0.1], [0.2], [10.0], [10.1], [20.0]])
    start = np.array([[0.0], [10.0], [1e6]])
    ours = KMeans(3, init=of_torch(start)).fit(of_torch(X))
    true = KMeans(3, init=start).fit(X)
    np.testing.assert_allclose(np.sort(ours.cluster_centers_.numpy(), 0), np.sort(true.cluster_centers_, 0))


@LIBRARIES
@pytest.mark.parametrize("weights", ["uniform", "distance"])
def test_neighbours(put, kind, weights):
    X, y = data(400, 4, 3, seed=9)
    X = X.astype(np.float32)
    X[10:20] = X[:10]  # ties
    queries = np.concatenate([X[:30], X[100:160] + np.float32(0.01)])
    options = {"n_neighbors": 7, "weights": weights, "algorithm": "brute"}
    ours, true = KNeighborsClassifier(**options).fit(put(X), put(y)), KNeighborsClassifier(**options).fit(X, y)
    dist, at = ours.kneighbors(put(queries))
    want_dist, want_at = true.kneighbors(queries)
    assert isinstance(dist, kind)
    np.testing.assert_allclose(dist, want_dist, rtol=1e-4, atol=1e-5)
    if put is of_torch:
        assert np.array_equal(at, want_at)
        assert np.array_equal(ours.predict(put(queries)), true.predict(queries))
        assert np.array_equal(ours.kneighbors()[1], true.kneighbors()[1])
        assert np.array_equal(ours.predict(None), true.predict(None))
    else:
        assert np.mean(np.asarray(ours.predict(put(queries))) == true.predict(queries)) > 0.97
    np.testing.assert_allclose(ours.predict_proba(put(queries)).sum(1), 1.0, rtol=1e-5)
    numbers = KNeighborsRegressor(**options).fit(put(X), put(X[:, 0])).predict(put(queries))
    assert isinstance(numbers, kind)
    true_numbers = KNeighborsRegressor(**options).fit(X, X[:, 0]).predict(queries)
    np.testing.assert_allclose(numbers, true_numbers, rtol=1e-3, atol=1e-4)


def test_neighbours_with_more_ties_than_are_looked_at_twice():
    grid = np.array([[i % 4, i // 4 % 3] for i in range(600)], dtype=np.float64) * 0.1 + 1e3
    ours = NearestNeighbors(n_neighbors=5, algorithm="brute").fit(of_torch(grid))
    true = NearestNeighbors(n_neighbors=5, algorithm="brute").fit(grid)
    found, want = ours.kneighbors(of_torch(grid)), true.kneighbors(grid)
    assert np.array_equal(found[1], want[1])
    assert np.array_equal(found[0], want[0])


def network():
    model = Sequential(
        [
            layers.Rescaling(0.5, input_shape=(4,)),
            layers.Dense(8, "gelu"),
            layers.BatchNormalization(),
            layers.Dense(8, "tanh"),
            layers.LayerNormalization(),
            layers.Dropout(0.5),
            layers.Dense(6, "leaky_relu"),
            layers.Dense(6, "relu"),
            layers.Dense(3, "softmax"),
        ],
        seed=0,
    )
    return model


@LIBRARIES
def test_networks_predict(put, kind):
    model, X = network(), np.random.default_rng(10).normal(size=(50, 4)).astype(np.float32)
    found = model.predict(put(X))
    assert isinstance(found, kind)
    np.testing.assert_allclose(found, model.predict(X), atol=2e-6)
    np.testing.assert_allclose(model.predict(put(X), batch_size=7), found, atol=2e-6)


@LIBRARIES
@pytest.mark.parametrize("activation", ["relu", "tanh", "logistic", "identity"])
@pytest.mark.parametrize("classes", [2, 3])
@pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
def test_perceptrons_predict(put, kind, activation, classes):
    X, y = data(200, 5, classes)
    model = MLPClassifier((8, 6), activation=activation, max_iter=20, random_state=0).fit(X, 2 * y + 1)
    for method in ("predict", "predict_proba", "predict_log_proba"):
        found = getattr(model, method)(put(X))
        assert isinstance(found, kind)
        np.testing.assert_allclose(found, getattr(model, method)(X), atol=1e-5)
    line = MLPRegressor(hidden_layer_sizes=(8,), activation=activation, max_iter=20, random_state=0).fit(X, y)
    np.testing.assert_allclose(line.predict(put(X)), line.predict(X), atol=1e-5)


def test_derivatives_flow_through_predictions():
    model, X = network(), torch.randn(3, 4, dtype=torch.float32, requires_grad=True)
    model.predict(X)[:, 0].sum().backward()
    step = 1e-2
    moved = X.detach().clone()
    moved[1, 2] += step
    back = X.detach().clone()
    back[1, 2] -= step
    slope = (model.predict(moved)[1, 0] - model.predict(back)[1, 0]) / (2 * step)
    assert float(X.grad[1, 2]) == pytest.approx(float(slope), abs=2e-3)
    data_x, data_y = data(100, 5, 3)
    fitted = LogisticRegression().fit(data_x, data_y)
    rows = torch.tensor(data_x[:4], requires_grad=True)
    assert torch.autograd.gradcheck(fitted.predict_proba, (rows,))
    line = LinearRegression().fit(data_x, data_y)
    assert torch.autograd.gradcheck(line.predict, (rows,))
    jitted = jax.jit(fitted.predict_proba)(jax.numpy.asarray(data_x[:4]))
    np.testing.assert_allclose(jitted, fitted.predict_proba(data_x[:4]), atol=1e-5)


@LIBRARIES
def test_fitted_on_one_used_on_another(put, kind):
    X, y = data()
    brute = KNeighborsClassifier(algorithm="brute")
    for model in (LinearRegression(), LogisticRegression(), KMeans(3, random_state=0), brute):
        want = model.fit(X, y).predict(X)
        found = model.predict(put(X))
        assert isinstance(found, kind)
        np.testing.assert_allclose(found, want, atol=1e-4)


def test_fitted_elsewhere_numpy_is_told_what_to_do():
    X, y = data()
    for model in (
        LinearRegression(),
        LogisticRegression(),
        KMeans(3, random_state=0),
        KNeighborsClassifier(),
        StandardScaler(),
    ):
        model.fit(of_torch(X), of_torch(y))
        use = model.transform if isinstance(model, StandardScaler) else model.predict
        with pytest.raises(TypeError, match=r"was fitted on arrays of torch.*torch\.as_tensor\(X\)"):
            use(X)
        model.fit(X, y)  # a new fit forgets the old one
        use(X)


def test_refusals():
    X, y = data()
    with pytest.raises(TypeError, match=r"Ridge.*array of torch.*LinearRegression.*detach\(\)\.cpu\(\)\.numpy\(\)"):
        Ridge().fit(of_torch(X), of_torch(y))
    with pytest.raises(TypeError, match=r"MiniBatchKMeans.*np\.asarray\(X\)"):
        MiniBatchKMeans().fit(of_jax(X))
    with pytest.raises(TypeError, match=r"StandardScaler\.partial_fit.*takes them for fit"):
        StandardScaler().partial_fit(of_torch(X))
    with pytest.raises(ValueError, match="positive=True is there for NumPy arrays only"):
        LinearRegression(positive=True).fit(of_torch(X), of_torch(y))
    with pytest.raises(ValueError, match="an l1 penalty"):
        LogisticRegression(l1_ratio=1.0, solver="saga").fit(of_torch(X), of_torch(y))
    with pytest.raises(ValueError, match="metric='manhattan'"):
        NearestNeighbors(metric="manhattan").fit(of_torch(X))
    with pytest.raises(ValueError, match="NaN or infinity"):
        LinearRegression().fit(of_torch(X * np.nan), of_torch(y))
    with pytest.raises(ValueError, match="X has 4 features, but LinearRegression is expecting 5"):
        LinearRegression().fit(of_torch(X), of_torch(y)).predict(of_torch(X[:, :4]))
    with pytest.raises(ValueError, match=r"X lies on cpu, and y on meta"):
        LinearRegression().fit(of_torch(X), torch.ones(len(X), device="meta"))
    with pytest.raises(TypeError, match="y one of jax"):
        LinearRegression().fit(of_torch(X), of_jax(y))
    with pytest.raises(ValueError, match="Expected 2D array"):
        LinearRegression().fit(of_torch(X[0]), of_torch(y))
    with pytest.raises(ValueError, match="inconsistent numbers of samples"):
        LinearRegression().fit(of_torch(X), of_torch(y[:5]))
    with pytest.raises(TypeError, match="takes real numbers"):
        LinearRegression().fit(of_torch(X).to(torch.complex64), of_torch(y))
    with pytest.raises(TypeError, match="classes are strings"):
        LogisticRegression().fit(X, np.array(["a", "b", "c"])[y]).predict(of_torch(X))
    images = Sequential([layers.Conv2D(2, 3, input_shape=(8, 8, 1)), layers.Flatten()])
    with pytest.raises(TypeError, match=r"Conv2D\) computes on NumPy arrays only"):
        images.predict(torch.ones(1, 8, 8, 1))


@LIBRARIES
def test_fits_leave_arguments_and_graphs_alone(put, kind):
    X, y = data()
    given = torch.tensor(X, requires_grad=True) if put is of_torch else put(X)
    for model in (StandardScaler(), LinearRegression(), LogisticRegression(), KMeans(3, random_state=0)):
        model.fit(given, put(y))
        for name, value in vars(model).items():
            if isinstance(value, torch.Tensor):
                assert not value.requires_grad, name
    assert np.array_equal(given.detach() if put is of_torch else given, put(X))
