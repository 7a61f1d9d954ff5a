"""Paths: the coefficients of Lasso and elastic net for a row of alphas, each fit begun where the last one ended."""

from __future__ import annotations

import warnings
from numbers import Integral
from typing import Any, cast

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.utils import check_array, check_consistent_length

from workings._blas import one_blas_thread
from workings._step import Step
from workings.linear_model._coordinate_descent import along, begin, centred, control_of, visits, warn_of_gap
from workings.linear_model._penalised_problem import Solution, State

Array = NDArray[Any]


def lasso_path(
    X: ArrayLike,
    y: ArrayLike,
    *,
    eps: float = 1e-3,
    n_alphas: Any = "deprecated",
    alphas: Any = "warn",
    precompute: Any = "auto",
    Xy: ArrayLike | None = None,
    copy_X: bool = True,
    coef_init: ArrayLike | None = None,
    verbose: bool | int = False,
    return_n_iter: bool = False,
    positive: bool = False,
    **params: Any,
) -> tuple[Any, ...]:
    """Return the Lasso's coefficients for a row of alphas: `enet_path` with ``l1_ratio=1``, which see.

    Parameters
    ----------
    X, y, eps, n_alphas, alphas, precompute, Xy, copy_X, coef_init, verbose, return_n_iter, positive, **params
        As for `enet_path`.

    Returns
    -------
    alphas, coefs, dual_gaps, n_iters
        As from `enet_path`.

    Examples
    --------
    >>> import numpy as np
    >>> X = np.array([[-2.0, 1.0], [-1.0, -1.0], [1.0, -1.0], [2.0, 1.0]])
    >>> alphas, coefs, _ = lasso_path(X, np.array([-4.0, -2.0, 2.0, 4.0]), alphas=[5.0, 2.5, 0.5])
    >>> coefs.round(4)
    array([[0. , 1. , 1.8],
           [0. , 0. , 0. ]])
    """
    return enet_path(
        X,
        y,
        l1_ratio=1.0,
        eps=eps,
        n_alphas=n_alphas,
        alphas=alphas,
        precompute=precompute,
        Xy=Xy,
        copy_X=copy_X,
        coef_init=coef_init,
        verbose=verbose,
        return_n_iter=return_n_iter,
        positive=positive,
        **params,
    )


def enet_path(
    X: ArrayLike,
    y: ArrayLike,
    *,
    l1_ratio: float = 0.5,
    eps: float = 1e-3,
    n_alphas: Any = "deprecated",
    alphas: Any = "warn",
    precompute: Any = "auto",
    Xy: ArrayLike | None = None,
    copy_X: bool = True,
    coef_init: ArrayLike | None = None,
    verbose: bool | int = False,
    return_n_iter: bool = False,
    positive: bool = False,
    check_input: bool = True,
    **params: Any,
) -> tuple[Any, ...]:
    """Return the elastic net's coefficients for a row of alphas.

    There is no intercept: centre X and y before, as in scikit-learn.

    Parameters
    ----------
    X : {array_like, sparse array} of shape (n_samples, n_features)
    y : array_like of shape (n_samples,)
        One target. (scikit-learn's path for several targets couples them, which is MultiTaskLasso, not the Lasso.)
    l1_ratio : float, default=0.5
        Share of the l1 penalty.
    eps : float, default=1e-3
        The smallest alpha of the grid, as a share of the largest.
    n_alphas : int
        Deprecated, as in scikit-learn: use `alphas`.
    alphas : int or array_like, default=100
        How many alphas, in a geometric row from the smallest for which all coefficients are 0; or the alphas.
    precompute : 'auto', bool or array_like of shape (n_features, n_features), default='auto'
        True: compute the Gram matrix of all columns at once. An array: that matrix. Otherwise it grows as columns come
        into play.
    Xy : array_like of shape (n_features,), optional
        ``X.T @ y``, if it is known.
    copy_X : bool, default=True
        Without effect: X is never changed.
    coef_init : array_like of shape (n_features,), optional
        Where to begin.
    verbose : bool or int, default=False
        Print a line for each alpha.
    return_n_iter : bool, default=False
        Whether to return the number of sweeps as well.
    positive : bool, default=False
        Whether coefficients must not be negative.
    check_input : bool, default=True
        False: X and y are arrays of floats that need no check.
    **params
        ``tol`` (1e-4), ``max_iter`` (1000), ``selection`` ('cyclic'), ``random_state``, ``sample_weight``, with the
        meaning that they have in `ElasticNet`.

    Returns
    -------
    alphas : ndarray of shape (n_alphas,)
        From large to small.
    coefs : ndarray of shape (n_features, n_alphas)
    dual_gaps : ndarray of shape (n_alphas,)
        By how much each objective can at most be above its minimum.
    n_iters : list of int
        Only with `return_n_iter`.

    Raises
    ------
    ValueError
        y has several columns, a parameter is unknown, or X holds NaN or infinity.

    Examples
    --------
    >>> import numpy as np
    >>> X = np.array([[-2.0, 1.0], [-1.0, -1.0], [1.0, -1.0], [2.0, 1.0]])
    >>> alphas, coefs, gaps = enet_path(X, np.array([-4.0, -2.0, 2.0, 4.0]), alphas=3)
    >>> alphas.round(4)
    array([10.    ,  0.3162,  0.01  ])
    >>> coefs.round(3)
    array([[0.   , 1.822, 1.994],
           [0.   , 0.   , 0.   ]])
    """
    name = "enet_path"
    wanted = _wanted_alphas(alphas, n_alphas)
    tol, max_iter = params.pop("tol", 1e-4), params.pop("max_iter", 1000)
    rng = visits(params.pop("selection", "cyclic"), params.pop("random_state", None))
    weights = params.pop("sample_weight", None)
    params.pop("do_screening", None)
    if params:
        raise ValueError(f"{name}: Unexpected parameters in params: {sorted(params)}.")
    if check_input:
        X, y = _checked(X, y)
    given, target = cast("Any", X), np.asarray(y)
    if target.ndim != 1:
        extra = " positive=True is not allowed for multi-output either." if positive else ""
        raise ValueError(
            f"{name}: y has shape {target.shape}, and a path is for one target.{extra} Call it for each column, or use "
            "sklearn.linear_model.MultiTaskElasticNet for targets that share their features."
        )
    with one_blas_thread():
        data, targets, _ = centred(given, target, weights, False)
        (problem,), products, workspace = begin(name, data, targets, precompute)
        product = products[:, 0] if Xy is None else np.asarray(Xy, dtype=np.float64).ravel()
        grid = _grid(wanted, product, problem.total, l1_ratio, eps, positive)
        w = np.zeros(data.shape[1]) if coef_init is None else np.array(coef_init, dtype=np.float64)
        state = State.at(problem, w) if w.any() else State(w, product, problem.squares)
        # Many fits to the same data are worth a Gram matrix of all columns, unless they are many.
        n, p = data.shape
        gram = precompute is True or len(workspace.columns) > 0 or (p <= min(n, 4000) and len(grid) > 2)
        control = control_of(tol, max_iter, rng, gram and precompute is not False)
        control.trust = control.gram
        solutions = _to_the_end(along(problem, state, grid, l1_ratio, positive, control, workspace))
    for i, (alpha, solution) in enumerate(zip(grid, solutions, strict=True), start=1):
        warn_of_gap(name, solution, alpha * l1_ratio, stacklevel=3)
        if verbose:
            print(f"alpha {i} of {len(grid)}: {alpha:.6g}, duality gap {solution.gap / problem.total:.3g}")
    coefs = np.array([solution.state.w for solution in solutions]).T.astype(given.dtype)
    gaps = np.array([max(solution.gap, 0.0) for solution in solutions]) / problem.total
    path = grid, coefs, gaps
    return (*path, [solution.n_iter for solution in solutions]) if return_n_iter else path


def _to_the_end(steps: Any) -> list[Solution]:
    step: Step
    while True:
        try:
            step = next(steps)  # noqa: F841
        except StopIteration as stop:
            solutions: list[Solution] = stop.value
            return solutions


def _checked(X: Any, y: Any) -> tuple[Any, Array]:
    X = check_array(X, accept_sparse="csc", dtype=[np.float64, np.float32])
    y = check_array(y, dtype=X.dtype.type, ensure_2d=False)
    check_consistent_length(X, y)
    return X, y


def _wanted_alphas(alphas: Any, n_alphas: Any) -> Any:
    """Return the number of alphas or the alphas themselves, and warn where scikit-learn does."""
    wanted: Any = 100
    if not (isinstance(n_alphas, str) and n_alphas == "deprecated"):
        warnings.warn(
            "'n_alphas' was deprecated in 1.9 and will be removed in 1.11: pass the number as alphas.",
            FutureWarning,
            stacklevel=3,
        )
        wanted = n_alphas
    if alphas is None:
        warnings.warn(
            "'alphas=None' is deprecated and will be removed in 1.11: use alphas=100.", FutureWarning, stacklevel=3
        )
    elif not isinstance(alphas, str):
        wanted = alphas
    return wanted


def _grid(wanted: Any, product: Array, total: float, l1_ratio: float, eps: float, positive: bool) -> Array:
    """Return the alphas from large to small."""
    if not isinstance(wanted, Integral):
        return np.sort(np.asarray(wanted, dtype=np.float64))[::-1]
    if l1_ratio == 0:
        raise ValueError(
            "Automatic alpha grid generation is not supported for l1_ratio=0: no alpha makes all coefficients 0. Give "
            "the alphas."
        )
    steepest = max(0.0, float(product.max() if positive else np.abs(product).max()))
    largest = steepest / (total * l1_ratio)
    least = np.finfo(np.float64).resolution
    if largest <= least:
        return np.full(int(wanted), least)
    return np.geomspace(largest, largest * eps, num=int(wanted))
