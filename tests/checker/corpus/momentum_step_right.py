"""Steps with momentum that are right, in the conventions that people use."""

import numpy as np


def momentum_step_plain(w, velocity, gradient, learning_rate, momentum):
    velocity = momentum * velocity - learning_rate * gradient
    return w + velocity, velocity


def momentum_step_subtracted(w, velocity, gradient, learning_rate, momentum):
    velocity = momentum * velocity + learning_rate * gradient
    return w - velocity, velocity


def momentum_step_torch(w, v, grad, lr, mu):
    v = mu * v + grad
    return w - lr * v, v


def momentum_step_mean(w, v, g, lr, beta):
    v = beta * v + (1 - beta) * g
    return w - lr * v, v


def momentum_step_nesterov(w, velocity, gradient, learning_rate, momentum):
    """Nesterov's momentum."""
    new = momentum * velocity - learning_rate * gradient
    return w + momentum * new - learning_rate * gradient, new


def momentum_step_loop(w, velocity, gradient, learning_rate, momentum):
    moved, speeds = [], []
    for a, u, g in zip(w, velocity, gradient):
        speed = momentum * u - learning_rate * g
        moved.append(a + speed)
        speeds.append(speed)
    return np.array(moved), np.array(speeds)


def momentum_step_copies(w, velocity, gradient, learning_rate, momentum):
    w, velocity = np.array(w, dtype=float), np.array(velocity, dtype=float)
    velocity *= momentum
    velocity -= learning_rate * gradient
    w += velocity
    return w, velocity


def heavy_ball(theta, velocity, grad, eta, gamma):
    step = np.multiply(gamma, velocity) - np.multiply(eta, grad)
    return np.add(theta, step), step


RIGHT = [name for name in dir() if name.startswith(("momentum_step_", "heavy_ball"))]
EXPECTED = {name: {"intent": None, "outcome": "right", "codes": [], "may": []} for name in RIGHT}
