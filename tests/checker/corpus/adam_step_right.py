"""Steps of Adam that are right."""

import math

import numpy as np


def adam_step_plain(w, m, v, t, gradient, learning_rate, beta1, beta2, epsilon):
    m = beta1 * m + (1 - beta1) * gradient
    v = beta2 * v + (1 - beta2) * gradient**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return w - learning_rate * m_hat / (np.sqrt(v_hat) + epsilon), m, v


def adam_step_keras(w, m, v, t, g, lr, b1, b2, eps):
    m = m + (g - m) * (1 - b1)
    v = v + (g * g - v) * (1 - b2)
    rate = lr * math.sqrt(1 - b2**t) / (1 - b1**t)
    return w - rate * m / (np.sqrt(v) + eps), m, v


def adam_step_torch(w, m, v, t, grad, lr, beta1, beta2, eps):
    m = beta1 * m + (1.0 - beta1) * grad
    v = beta2 * v + (1.0 - beta2) * np.square(grad)
    denominator = np.sqrt(v) / np.sqrt(1 - beta2**t) + eps
    return w - (lr / (1 - beta1**t)) * (m / denominator), m, v


def adam_step_loop(w, m, v, t, gradient, learning_rate, beta1, beta2, epsilon):
    out = []
    for a, b, c, g in zip(w, m, v, gradient):
        b = beta1 * b + (1 - beta1) * g
        c = beta2 * c + (1 - beta2) * g * g
        out.append((a - learning_rate * (b / (1 - beta1**t)) / (math.sqrt(c / (1 - beta2**t)) + epsilon), b, c))
    return tuple(np.array(column) for column in zip(*out))


def adam_step_copies(w, m, v, t, gradient, learning_rate, beta1, beta2, epsilon):
    w, m, v = (np.array(one, dtype=float) for one in (w, m, v))
    m *= beta1
    m += (1 - beta1) * gradient
    v *= beta2
    v += (1 - beta2) * gradient * gradient
    w -= learning_rate * (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + epsilon)
    return w, m, v


def adam_update_average(theta, m, v, t, grad, alpha, beta_1, beta_2, eps):
    m = np.average([m, grad], axis=0, weights=[beta_1, 1 - beta_1])
    v = np.average([v, grad**2], axis=0, weights=[beta_2, 1 - beta_2])
    correct = (1 - beta_1**t, 1 - beta_2**t)
    return theta - alpha * (m / correct[0]) / ((v / correct[1]) ** 0.5 + eps), m, v


RIGHT = [name for name in dir() if name.startswith("adam_")]
EXPECTED = {name: {"intent": None, "outcome": "right", "codes": [], "may": []} for name in RIGHT}
