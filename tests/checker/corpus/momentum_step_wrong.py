"""Steps with momentum that are wrong."""


def momentum_step_forgets(w, velocity, gradient, learning_rate, momentum):
    velocity = -learning_rate * gradient
    return w + velocity, velocity


def momentum_step_old(w, velocity, gradient, learning_rate, momentum):
    new = momentum * velocity - learning_rate * gradient
    return w + velocity, new


def momentum_step_not_kept(w, velocity, gradient, learning_rate, momentum):
    return w + momentum * velocity - learning_rate * gradient, velocity


def momentum_step_stays(w, velocity, gradient, learning_rate, momentum):
    velocity = momentum * velocity - learning_rate * gradient
    return w, velocity


def momentum_step_no_share(w, velocity, gradient, learning_rate, momentum):
    velocity = velocity - learning_rate * gradient
    return w + velocity, velocity


def momentum_step_up(w, velocity, gradient, learning_rate, momentum):
    velocity = momentum * velocity + learning_rate * gradient
    return w + velocity, velocity


def momentum_step_down(w, velocity, gradient, learning_rate, momentum):
    velocity = momentum * velocity - learning_rate * gradient
    return w - velocity, velocity


def momentum_step_of_gradient(w, velocity, gradient, learning_rate, momentum):
    velocity = velocity - momentum * learning_rate * gradient
    return w + velocity, velocity


def momentum_step_both(w, velocity, gradient, learning_rate, momentum):
    velocity = momentum * (velocity - learning_rate * gradient)
    return w + velocity, velocity


def momentum_step_no_rate(w, velocity, gradient, learning_rate, momentum):
    velocity = momentum * velocity - gradient
    return w + velocity, velocity


def momentum_step_twice(w, velocity, gradient, learning_rate, momentum):
    velocity = momentum * velocity + learning_rate * gradient
    return w - learning_rate * velocity, velocity


def momentum_step_exchanged(w, velocity, gradient, learning_rate, momentum):
    velocity = learning_rate * velocity - momentum * gradient
    return w + velocity, velocity


def momentum_step_in_place(w, velocity, gradient, learning_rate, momentum):
    velocity *= momentum
    velocity -= learning_rate * gradient
    w += velocity
    return w, velocity


CODES = {
    "momentum_step_forgets": "velocity_forgotten",
    "momentum_step_old": "moves_by_the_old_velocity",
    "momentum_step_not_kept": "velocity_not_kept",
    "momentum_step_stays": "weights_not_moved",
    "momentum_step_no_share": "momentum_missing",
    "momentum_step_up": "climbs",
    "momentum_step_down": "climbs",
    "momentum_step_of_gradient": "momentum_on_the_gradient",
    "momentum_step_both": "momentum_on_both",
    "momentum_step_no_rate": "learning_rate_missing",
    "momentum_step_twice": "learning_rate_twice",
    "momentum_step_exchanged": "rates_exchanged",
    "momentum_step_in_place": "mutates_input",
}
OUTCOMES = {"mutates_input": "contract"}
EXPECTED = {
    name: {
        "intent": None,
        "outcome": OUTCOMES.get(code, "wrong"),
        "also_outcomes": ["fragile"] if code == "mutates_input" else [],
        "codes": [code],
        "may": ["fails_integer_input", "velocity_forgotten"],
    }
    for name, code in CODES.items()
}
