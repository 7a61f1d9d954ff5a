"""Day 36, one way to do it. Yours may look quite different: `workings check` compares answers, not texts."""


def momentum_step(w, velocity, gradient, learning_rate, momentum):
    """Return the pair (w, velocity) after the step."""
    # A new array: `velocity *= momentum` would change the caller's.
    velocity = momentum * velocity - learning_rate * gradient
    # By the new velocity, which knows today's slope already.
    return w + velocity, velocity
