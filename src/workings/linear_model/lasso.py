"""The Lasso: linear regression that chooses its features."""

from __future__ import annotations

from typing import Any, ClassVar

from workings.linear_model.elastic_net import ElasticNet


class Lasso(ElasticNet):
    r"""Linear regression with an l1 penalty, by coordinate descent on working sets.

    The fit minimises, over coefficients :math:`w` and the intercept :math:`b`, with weights :math:`s_i` that sum to n,

    .. math:: \frac{1}{2n} \sum_i s_i (y_i - w x_i - b)^2 + \alpha \|w\|_1

    Parameters have scikit-learn's names, defaults and meaning, and the result is the same optimum.

    Parameters
    ----------
    alpha : float, default=1.0
        Strength of the penalty. From ``max(abs(X.T @ y)) / n`` on (of centred data) all coefficients are 0; 0 is least
        squares, for which LinearRegression is the better way, and warns.
    fit_intercept : bool, default=True
        Whether to add an intercept, which is not penalised.
    precompute : bool or array_like of shape (n_features, n_features), default=False
        True: begin with the Gram matrix of all columns. An array: that matrix, of the centred and weighted X. False:
        the quicker way is chosen, column by column. Sparse X ignores it.
    copy_X : bool, default=True
        Without effect: X is neither changed nor copied as a whole.
    max_iter : int, default=1000
        At most this many sweeps.
    tol : float, default=1e-4
        The fit has converged when no coefficient moves by more than tol times the largest, and the duality gap is at
        most tol times the mean square of the (centred) y. After a Newton step the gap alone decides.
    warm_start : bool, default=False
        Begin where the last fit ended.
    positive : bool, default=False
        Whether coefficients must not be negative.
    random_state : int, RandomState instance or None, default=None
        For ``selection='random'``.
    selection : {'cyclic', 'random'}, default='cyclic'
        Whether a sweep visits the coordinates in turn, or draws as many with replacement.

    Attributes
    ----------
    coef_ : ndarray of shape (n_features,) or (n_targets, n_features)
    sparse_coef_ : csr_array of shape (1, n_features) or (n_targets, n_features)
        The same without the zeros.
    intercept_ : float or ndarray of shape (n_targets,)
    n_iter_ : int or list of int
        Sweeps, of each target: over the working set or over all columns.
    dual_gap_ : float or ndarray of shape (n_targets,)
        By how much the objective can at most be above its minimum.
    n_features_in_ : int
    feature_names_in_ : ndarray of shape (n_features_in_,)
        Only if X has names of features.

    Notes
    -----
    R. Tibshirani, "Regression shrinkage and selection via the lasso", J. R. Stat. Soc. B 58 (1996). For how it is
    computed and what it costs, see `ElasticNet` and `workings.linear_model._working_set`.

    Examples
    --------
    >>> import numpy as np
    >>> X = np.array([[-2.0, 1.0], [-1.0, -1.0], [1.0, -1.0], [2.0, 1.0]])
    >>> model = Lasso(alpha=0.5).fit(X, [-4.0, -2.0, 2.0, 4.0])
    >>> model.coef_.round(4)
    array([1.8, 0. ])
    >>> bool(model.dual_gap_ < 1e-12)
    True
    """

    _parameter_constraints: ClassVar[dict[str, list[Any]]] = {
        name: allowed for name, allowed in ElasticNet._parameter_constraints.items() if name != "l1_ratio"
    }

    l1_ratio = 1.0

    def __init__(
        self,
        alpha: float = 1.0,
        *,
        fit_intercept: bool = True,
        precompute: Any = False,
        copy_X: bool = True,
        max_iter: int | None = 1000,
        tol: float = 1e-4,
        warm_start: bool = False,
        positive: bool = False,
        random_state: Any = None,
        selection: str = "cyclic",
    ) -> None:
        super().__init__(
            alpha,
            l1_ratio=1.0,
            fit_intercept=fit_intercept,
            precompute=precompute,
            max_iter=max_iter,
            copy_X=copy_X,
            tol=tol,
            warm_start=warm_start,
            positive=positive,
            random_state=random_state,
            selection=selection,
        )
