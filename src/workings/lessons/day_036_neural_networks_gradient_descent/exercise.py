"""Day 36: write one step of gradient descent with momentum.

    workings check exercise.py

w, velocity and gradient have the same shape. The velocity keeps a share of what it was, and is pushed downhill; then
the weights move by the new velocity:

    velocity <- momentum * velocity - learning_rate * gradient
    w        <- w + velocity

Nothing that is given may be changed: whoever calls may still need it.
"""


def momentum_step(w, velocity, gradient, learning_rate, momentum):
    """Return the pair (w, velocity) after the step."""
    # Your turn: first the velocity, then the weights.
    return 0.0 * w, 0.0 * velocity
