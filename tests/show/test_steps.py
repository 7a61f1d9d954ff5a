import numpy as np
import pytest
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression as Theirs

from workings.linear_model import LogisticRegression
from workings.show import steps

X, y = load_iris(return_X_y=True)


def test_the_steps_are_the_fit():
    looked, plain = LogisticRegression(), LogisticRegression().fit(X, y)
    seen = list(steps(looked, X, y))
    np.testing.assert_array_equal(looked.coef_, plain.coef_)
    np.testing.assert_array_equal(seen[-1].arrays["coef_"], plain.coef_)
    np.testing.assert_array_equal(seen[-1].arrays["intercept_"], plain.intercept_)
    assert len(seen) == plain.n_iter_[0] + 1


def test_steps_keep_their_own_arrays_and_the_objective_falls():
    seen = list(steps(LogisticRegression(), X, y))
    assert not seen[0].arrays["coef_"].any()
    assert seen[0].objective == pytest.approx(np.log(3))
    objectives = [step.objective for step in seen]
    assert objectives == sorted(objectives, reverse=True)


def test_weights_are_passed_on():
    weight = np.where(y == 0, 0.5, 1.0)
    model = LogisticRegression()
    list(steps(model, X, y, sample_weight=weight))
    np.testing.assert_array_equal(model.coef_, LogisticRegression().fit(X, y, weight).coef_)


def test_an_estimator_without_steps_is_refused():
    with pytest.raises(TypeError, match="no steps"):
        steps(Theirs(), X, y)
