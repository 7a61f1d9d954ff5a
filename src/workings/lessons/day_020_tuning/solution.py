"""Day 20, one way to do it. Yours may look quite different: `workings check` compares answers, not texts."""

import numpy as np


def adam_step(w, m, v, t, gradient, learning_rate, beta1, beta2, epsilon):
    """Return the triple (w, m, v) after the step."""
    # New arrays: `m *= beta1` would change the caller's.
    m = beta1 * m + (1 - beta1) * gradient
    v = beta2 * v + (1 - beta2) * gradient**2
    # Corrected for this step only; what is kept for the next are m and v.
    m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
    # epsilon outside the root: inside, 1e-8 would count as 1e-4.
    return w - learning_rate * m_hat / (np.sqrt(v_hat) + epsilon), m, v
