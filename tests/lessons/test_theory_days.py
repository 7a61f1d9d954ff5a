"""Days 22 and 24: what they compute agrees with simulation and with exact integrals."""

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import binomtest

from workings.lessons.day_022_hoeffding import picture as bags
from workings.lessons.day_022_hoeffding.solution import hoeffding_bound
from workings.lessons.day_024_learning_theory.errors import coefficients, columns, errors, truth


@pytest.mark.parametrize("mu", [0.05, 0.4, 0.5])
@pytest.mark.parametrize("n", [10, 37, 200])
def test_the_chance_of_being_off_is_below_the_bound_and_as_simulated(n, mu):
    chance = float(bags.off(n, 0.1, mu))
    assert chance <= hoeffding_bound(n, 0.1, 1)
    shares = np.random.default_rng(n).binomial(n, mu, 20_000) / n
    seen = int(np.sum(np.abs(shares - mu) > 0.1 + 1e-12))
    assert binomtest(seen, 20_000, min(max(chance, 1e-300), 1.0)).pvalue > 1e-4


def test_a_share_that_is_off_by_exactly_epsilon_does_not_count():
    assert bags.off(10, 0.1, 0.4) == pytest.approx(sum(bags.binom.pmf(k, 10, 0.4) for k in range(11) if abs(k - 4) > 1))


@pytest.mark.parametrize("degree", [0, 3, 7])
def test_the_approximation_error_is_the_integral_of_the_squared_rest(degree):
    own = coefficients()[: degree + 1]
    rest = quad(lambda x: 0.5 * (truth(np.array(x)) - columns(np.array([x]), degree)[0] @ own) ** 2, -1, 1, limit=200)[
        0
    ]
    assert errors(60, 0.3).approximation[degree] == pytest.approx(rest, rel=1e-6)


def test_more_samples_lower_the_estimation_error_and_the_empirical_risk_always_falls():
    few, many = errors(60, 0.3), errors(600, 0.3)
    assert (many.estimation < few.estimation).all()
    assert (np.diff(few.empirical) <= 1e-12).all()
