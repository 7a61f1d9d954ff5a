"""One step of gradient descent with momentum: the new weights and the new velocity."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from workings.checker.model import Array
from workings.checker.topics._plain import Cause, Example, Given, Plain, Reading, wide

Rule = Callable[..., tuple[Any, Any]]


def downhill(w: Any, u: Any, g: Any, rate: Any, mu: Any) -> tuple[Any, Any]:
    """The velocity is the step: it points downhill."""
    u = mu * u - rate * g
    return w + u, u


def uphill(w: Any, u: Any, g: Any, rate: Any, mu: Any) -> tuple[Any, Any]:
    """The velocity is what is subtracted."""
    u = mu * u + rate * g
    return w - u, u


def gathered(w: Any, u: Any, g: Any, rate: Any, mu: Any) -> tuple[Any, Any]:
    """The velocity gathers gradients; the learning rate comes at the end."""
    u = mu * u + g
    return w - rate * u, u


def averaged(w: Any, u: Any, g: Any, rate: Any, mu: Any) -> tuple[Any, Any]:
    """The velocity is a moving mean of gradients."""
    u = mu * u + (1 - mu) * g
    return w - rate * u, u


def nesterov(w: Any, u: Any, g: Any, rate: Any, mu: Any) -> tuple[Any, Any]:
    """Nesterov's form: the weights move by the step that would come next."""
    u = mu * u - rate * g
    return w + mu * u - rate * g, u


def exactly(rule: Rule) -> Any:
    """Return the right answer for this rule, in longdouble."""

    def exact(w: Array, u: Array, g: Array, rate: Any, mu: Any) -> tuple[Any, Any]:
        return rule(wide(w), wide(u), wide(g), np.longdouble(rate), np.longdouble(mu))

    return exact


def mistakes(rule: Rule) -> tuple[tuple[str, Any], ...]:
    """Return what goes wrong in one of the rules: those of the others are right ones."""
    return (
        ("velocity_forgotten", lambda w, u, g, r, mu: rule(w, 0 * u, g, r, mu)),
        ("moves_by_the_old_velocity", lambda w, u, g, r, mu: (w + u, rule(w, u, g, r, mu)[1])),
        ("moves_by_the_old_velocity", lambda w, u, g, r, mu: (w - u, rule(w, u, g, r, mu)[1])),
        ("moves_by_the_old_velocity", lambda w, u, g, r, mu: (w - r * u, rule(w, u, g, r, mu)[1])),
        ("velocity_not_kept", lambda w, u, g, r, mu: (rule(w, u, g, r, mu)[0], u)),
        ("weights_not_moved", lambda w, u, g, r, mu: (w, rule(w, u, g, r, mu)[1])),
        ("momentum_missing", lambda w, u, g, r, mu: rule(w, u, g, r, 1.0)),
        ("plain_descent", lambda w, u, g, r, mu: (w - r * g, rule(w, u, g, r, mu)[1])),
        ("plain_descent", lambda w, u, g, r, mu: (w - r * g, u)),
        ("climbs", lambda w, u, g, r, mu: (2 * w - rule(w, u, g, r, mu)[0], rule(w, u, g, r, mu)[1])),
        ("climbs", lambda w, u, g, r, mu: (w + mu * u + r * g, mu * u + r * g)),
        ("climbs", lambda w, u, g, r, mu: (w - mu * u + r * g, mu * u - r * g)),
        ("climbs", lambda w, u, g, r, mu: (w + r * (mu * u + g), mu * u + g)),
        ("momentum_on_the_gradient", lambda w, u, g, r, mu: (w + u - mu * r * g, u - mu * r * g)),
        ("momentum_on_the_gradient", lambda w, u, g, r, mu: (w - u - mu * r * g, u + mu * r * g)),
        ("momentum_on_both", lambda w, u, g, r, mu: (w + mu * (u - r * g), mu * (u - r * g))),
        ("momentum_on_both", lambda w, u, g, r, mu: (w - mu * (u + r * g), mu * (u + r * g))),
        ("learning_rate_missing", lambda w, u, g, r, mu: rule(w, u, g, 1.0, mu)),
        ("learning_rate_twice", lambda w, u, g, r, mu: (w - r * (mu * u + r * g), mu * u + r * g)),
        ("learning_rate_twice", lambda w, u, g, r, mu: (w + r * (mu * u - r * g), mu * u - r * g)),
        ("learning_rate_twice", lambda w, u, g, r, mu: (w - r * (mu * u + g), r * (mu * u + g))),
        ("learning_rate_on_both", lambda w, u, g, r, mu: (w + r * (mu * u - g), r * (mu * u - g))),
        ("rates_exchanged", lambda w, u, g, r, mu: rule(w, u, g, mu, r)),
    )


RULES = (
    ("a velocity that is added", "velocity = momentum velocity - learning_rate gradient; w + velocity", downhill),
    ("a velocity that is subtracted", "velocity = momentum velocity + learning_rate gradient; w - velocity", uphill),
    ("gathered gradients", "velocity = momentum velocity + gradient; w - learning_rate velocity", gathered),
    ("a moving mean", "velocity = momentum velocity + (1 - momentum) gradient; w - learning_rate velocity", averaged),
    ("Nesterov", "velocity = mu velocity - rate gradient; w + mu velocity - rate gradient", nesterov),
)

W = np.array([0.5, -1.25, 2.0])
U = np.array([0.75, 0.3, -0.6])
G = np.array([1.5, -0.4, -2.0])

TOPIC = Plain(
    name="momentum_step",
    formula="momentum_step(w, velocity, gradient, learning_rate, momentum) = (w + v, v), "
    "v = momentum * velocity - learning_rate * gradient",
    names=r"momentum|heavy_?ball|nesterov",
    given=(
        Given("w", "p", "weights theta x params parameters"),
        Given("velocity", "p", "v u vel"),
        Given("gradient", "p", "g grad dw grads"),
        Given("learning_rate", also="lr alpha eta rate step_size step learningrate", values=[0.5, 0.125]),
        Given("momentum", also="mu beta gamma friction rho", values=[0.75, 0.25]),
    ),
    exact=exactly(downhill),
    readings=tuple(
        Reading(name, words, exactly(rule), mistakes(rule), asks=r"nesterov|look.?ahead" if rule is nesterov else "")
        for name, words, rule in RULES
    ),
    examples=(
        Example("usual", (W, U, G, 0.1, 0.9)),
        Example("usual", (-G, W, U, 0.25, 0.6)),
        Example("usual", (U[:2], G[:2], W[:2], 0.03, 0.35)),
        Example("integer", (np.array([3, -1]), np.array([2, 5]), np.array([-4, 1]), 0.1, 0.9)),
        Example("a single weight", (W[:1], U[:1], G[:1], 0.1, 0.9), "fails_single_element"),
        Example("the first step, velocity 0", (W, 0 * U, G, 0.1, 0.9), "fails_at_rest"),
        Example("no momentum", (W, U, G, 0.1, 0.0), "fails_without_momentum"),
    ),
    causes={
        "velocity_forgotten": Cause(
            "wrong", "The old velocity is left out: momentum keeps a share of it, momentum * velocity."
        ),
        "moves_by_the_old_velocity": Cause(
            "wrong", "w moves by the velocity as it came in: update the velocity first, then move by the new one."
        ),
        "velocity_not_kept": Cause("wrong", "The velocity comes back as it was; the next step needs the new one."),
        "weights_not_moved": Cause("wrong", "The velocity is new, but w comes back where it was: move it."),
        "momentum_missing": Cause(
            "wrong", "The whole old velocity is kept; only the share `momentum` of it is to be, or it never slows down."
        ),
        "plain_descent": Cause("wrong", "w moves by the gradient alone; it is to move by the velocity."),
        "climbs": Cause("wrong", "The step goes up: against the gradient is down. Look at both signs together."),
        "momentum_on_the_gradient": Cause(
            "wrong", "momentum multiplies the gradient; it is the share of the old velocity that is kept."
        ),
        "momentum_on_both": Cause("wrong", "momentum multiplies the gradient too; it belongs to the velocity only."),
        "learning_rate_missing": Cause("wrong", "The learning rate is not used: the gradient goes in at full length."),
        "learning_rate_twice": Cause("wrong", "The learning rate is multiplied in twice."),
        "learning_rate_on_both": Cause(
            "wrong", "The learning rate multiplies the old velocity as well, in which it is already."
        ),
        "rates_exchanged": Cause("wrong", "learning_rate and momentum stand in each other's place."),
        "fails_at_rest": Cause("fragile", "At the first step, where the velocity is 0, it goes wrong."),
        "fails_without_momentum": Cause(
            "fragile", "With momentum 0 it is to be plain gradient descent, and it is not."
        ),
    },
    edits={"climbs": ("plus_minus", "negate")},
    cost=lambda n: (np.linspace(-1.0, 1.0, n), np.linspace(0.0, 1.0, n), np.linspace(1.0, 2.0, n), 0.1, 0.9),
    textbook=downhill,
).topic()
