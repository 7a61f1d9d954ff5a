"""Day 20: write one step of Adam.

    workings check exercise.py

w, m, v and gradient have the same shape; t is the number of this step, 1 for the first.

    m <- beta1 * m + (1 - beta1) * gradient           v <- beta2 * v + (1 - beta2) * gradient squared
    w <- w - learning_rate * m_hat / (sqrt(v_hat) + epsilon)

m_hat and v_hat are m and v divided by what beginning at 0 made them too small: 1 - beta1**t and 1 - beta2**t.
What comes back are m and v themselves. Nothing that is given may be changed.
"""


def adam_step(w, m, v, t, gradient, learning_rate, beta1, beta2, epsilon):
    """Return the triple (w, m, v) after the step."""
    # Your turn: both means, both corrections, the step.
    return 0.0 * w, 0.0 * m, 0.0 * v
