r"""Stochastic gradient descent on a linear model, one sample after the other, in plain Python.

This file knows nothing of Numba. On small data the interpreter runs it as it stands, with lists; on large data
`workings.kernels.sgd` compiles the very same functions, for arrays. A sample x with target y has the output
:math:`p = w \cdot x + b` and costs :math:`L(y, p)`; with the learning rate :math:`\eta` it changes the model by

.. math:: w \leftarrow (1 - \eta \lambda_2)\, w - \eta\, L'(y, p)\, x, \qquad b \leftarrow b - \eta\, L'(y, p)

The coefficients are kept as ``scale * w``, so that shrinking them is one multiplication. An l1 penalty pulls each
coefficient that the sample touches towards 0 by what it owes since it was last touched, and not beyond (Tsuruoka,
Tsujii and Ananiadou, ACL 2009: the cumulative penalty). The average of all coefficients so far is kept as
``(mean_w + a * w) / b``, so that a sparse sample costs only its own entries (Bottou, Stochastic gradient descent
tricks, 2012, section 5).

A row of up to `SHORT` entries is added up in its order, so the interpreter and the compiled code give the same bits.
"""

from __future__ import annotations

import math

# How many entries of a row are worth no vector instructions.
SHORT = 16
# So many samples before its turn, a sample's memory is asked for.
AHEAD = 10
HINGE, SQUARED_HINGE, LOG, MODIFIED_HUBER, SQUARED, HUBER, TUBE, SQUARED_TUBE = range(8)
NONE, L1, L2, ELASTIC = range(4)
GIVEN, PASSIVE_1, PASSIVE_2 = range(3)
# Names of the numbers in a state.
BIAS, MEAN_BIAS, CLOCK, SCALE, SQUARE, ABSOLUTE, SHARE, COUNT, OWED, LOSSES, OBJECTIVE, OUTPUT, STEP, CHANGES = range(
    14
)
# The largest second derivative of each loss; 0 where the slope jumps, see `output_of_row`.
CURVATURE = (0.0, 2.0, 0.25, 2.0, 1.0, 1.0, 0.0, 2.0)
_STEEPEST = 1e12  # derivatives are cut off here, as in scikit-learn
_TOO_SMALL = 1e-9  # a scale below this is multiplied out


def slope_of_log(y, p, e):
    """Return the derivative of the logistic loss, for e = exp(-p), or 0 if that is beyond all numbers.

    With the very roundings of scikit-learn: the first steps of the schedule 'optimal' are so large that the fit is
    chaotic, and the last digit of one derivative decides the first of the result.
    """
    if p <= -37.0:
        small = math.exp(p)
        return small - 1.0 if y > 0.0 else small
    # Chosen before the division: no processor can guess which class comes next.
    return (-e if y > 0.0 else 1.0) / (1.0 + e)


def loss_and_slope(loss, y, p, epsilon):
    """Return L(y, p) and its derivative by p. Classes are y = -1 and 1; epsilon is the hinge's corner, or the tube."""
    if loss == HINGE:
        z = p * y
        return (epsilon - z, -y) if z <= epsilon else (0.0, 0.0)
    if loss == LOG:
        e = math.exp(-p) if p > -37.0 else 0.0
        small = e if p >= 0.0 else 1.0 / e if p > -37.0 else math.exp(p)
        value = math.log1p(small) + (abs(p) if p * y < 0.0 else 0.0)
        return value, slope_of_log(y, p, e)
    if loss == SQUARED:
        return 0.5 * (p - y) * (p - y), p - y
    if loss == SQUARED_HINGE:
        gap = 1.0 - p * y
        return (gap * gap, -2.0 * y * gap) if gap > 0.0 else (0.0, 0.0)
    if loss == MODIFIED_HUBER:
        z = p * y
        if z >= 1.0:
            return 0.0, 0.0
        return ((1.0 - z) * (1.0 - z), 2.0 * (1.0 - z) * -y) if z >= -1.0 else (-4.0 * z, -4.0 * y)
    error = p - y
    size = abs(error)
    if loss == HUBER:
        if size <= epsilon:
            return 0.5 * size * size, error
        return epsilon * (size - 0.5 * epsilon), math.copysign(epsilon, error)
    beyond = size - epsilon
    if beyond <= 0.0:
        return 0.0, 0.0
    if loss == TUBE:
        return beyond, math.copysign(1.0, error)
    return beyond * beyond, math.copysign(2.0 * beyond, error)


def slope_of(loss, y, p, epsilon):
    """Return the derivative alone, without the logarithm that the logistic loss itself takes."""
    if loss == LOG:
        return slope_of_log(y, p, math.exp(-p) if p > -37.0 else 0.0)
    return loss_and_slope(loss, y, p, epsilon)[1]


def dot_in_order(X, i, w):
    """Return w . x for row i, added up from the left."""
    total = 0.0
    if isinstance(X, tuple):
        values, columns, ends = X
        for k in range(ends[i], ends[i + 1]):
            total += w[columns[k]] * values[k]
    else:
        x = X[i]
        for j in range(len(w)):
            total += w[j] * x[j]
    return total


def dot_of_row(X, i, w):
    """Return w . x for row i, and a bound on what another order of the additions might change."""
    return dot_in_order(X, i, w), 0.0


def add_row(X, i, w, factor):
    """Add factor * x to w; return the sums of the squares and of the sizes of the entries of w that x touched."""
    square = absolute = 0.0
    if isinstance(X, tuple):
        values, columns, ends = X
        for k in range(ends[i], ends[i + 1]):
            j = columns[k]
            w[j] += values[k] * factor
            square += w[j] * w[j]
            absolute += abs(w[j])
    else:
        x = X[i]
        for j in range(len(w)):
            w[j] += x[j] * factor
            square += w[j] * w[j]
            absolute += abs(w[j])
    return square, absolute


def move_row(X, i, w, factor):
    """Add factor * x to w."""
    add_row(X, i, w, factor)


def pull(z, owed, paid, scale):
    """Return an entry of w after it has paid its l1 penalty, as far as it has something to pay with."""
    sign = 1.0 if z > 0.0 else -1.0
    debt = owed + sign * paid
    # What is written here without branches no processor need guess; and most often there is no scale.
    left = sign * z - (debt if scale == 1.0 else debt / scale)
    return z if z == 0.0 else 0.0 if left <= 0.0 else sign * left


def pull_row(X, i, w, paid, scale, owed):
    """Let the entries of w that row i touches pay what they owe."""
    if isinstance(X, tuple):
        _, columns, ends = X
        for k in range(ends[i], ends[i + 1]):
            j = columns[k]
            z = w[j]
            w[j] = pull(z, owed, paid[j], scale)
            paid[j] += scale * (w[j] - z)
    else:
        for j in range(len(w)):
            z = w[j]
            w[j] = pull(z, owed, paid[j], scale)
            paid[j] += scale * (w[j] - z)


def square_of_row(X, i):
    """Return x . x for row i."""
    total = 0.0
    if isinstance(X, tuple):
        values, _, ends = X
        for k in range(ends[i], ends[i + 1]):
            total += values[k] * values[k]
    else:
        for v in X[i]:
            total += v * v
    return total


def multiply_out(w, mean_w, scale, share, count):
    """Multiply the scale into w, and finish the averages."""
    for j in range(len(mean_w)):
        mean_w[j] = (mean_w[j] + share * w[j]) / count
    for j in range(len(w)):
        w[j] *= scale


def ask_for_sample(X, i, later):
    """Ask for the memory of sample i, and of what tells where sample `later` lies; of no use to the interpreter."""


def passive_step(schedule, loss, y, p, value, square, most):
    """Return the factor of x that mends this sample (Crammer et al., JMLR 7, 2006), without its sign for regression."""
    if schedule == PASSIVE_1:
        step = min(most, value / square)
    else:
        step = value / (square + 0.5 / most)
    if loss == HINGE:
        return step * y
    return -step if y - p < 0.0 else step


def output_of_row(X, i, y, w, scale, bias, loss, epsilon):
    """Return p for row i; where the slope of the loss jumps, and that could matter, added up in the row's order."""
    dot, doubt = dot_of_row(X, i, w)
    p = dot * scale + bias
    if doubt > 0.0 and (loss in (HINGE, TUBE)):
        distance = abs(p * y - epsilon) if loss == HINGE else abs(abs(p - y) - epsilon)
        if distance <= doubt * scale + 1e-15 * (abs(bias) + abs(y)):
            p = dot_in_order(X, i, w) * scale + bias
    return p


def run_samples(X, y, weight, rate, order, begin, end, pause, kinds, numbers, state, w, mean_w, paid):
    """Take the samples order[begin:end], or those up to the first that changes the model; return where, and the state.

    Parameters
    ----------
    X : rows: see `row_length`
    y, weight : targets, and weights of the samples
    rate : the learning rate at each place of the order
    order : the numbers of the samples
    begin, end, pause : which places; whether to stop after a change
    kinds : (loss, penalty, schedule, at which update averaging begins or 0, whether losses and objective are wanted)
    numbers : (alpha, l1_ratio, eta0, epsilon, what share of a step the bias takes, the learning rate above which
        outputs are added up in the row's order, because errors of rounding grow from step to step)
    state : tuple of floats, see the names above
    w, mean_w, paid : the coefficients before scaling, their averages, the l1 penalty paid (may be empty)
    """
    loss, penalty, schedule, averaging, counted = kinds
    alpha, l1_ratio, eta0, epsilon, bias_share, calm = numbers
    bias, mean_bias, clock, scale, square, absolute, share, count, owed, losses, objective, p, step, changes = state
    place = begin
    while place < end:
        if place + 2 * AHEAD < end:
            ask_for_sample(X, order[place + AHEAD], order[place + 2 * AHEAD])
        i, eta = order[place], rate[place]
        place += 1
        if eta > calm:
            p = dot_in_order(X, i, w) * scale + bias
        else:
            p = output_of_row(X, i, y[i], w, scale, bias, loss, epsilon)
        if counted or schedule != GIVEN:
            value, slope = loss_and_slope(loss, y[i], p, epsilon)
            losses += value
            objective += value
        else:
            value, slope = 0.0, slope_of(loss, y[i], p, epsilon)
        if schedule == GIVEN:
            if counted and penalty != NONE:
                norm = math.sqrt(square)
                objective += alpha * ((1.0 - l1_ratio) * 0.5 * (norm * norm) + l1_ratio * absolute)
            step = -eta * min(max(slope, -_STEEPEST), _STEEPEST)
        else:
            size = square_of_row(X, i)
            if schedule == PASSIVE_1 and size == 0.0:
                continue
            step = passive_step(schedule, loss, y[i], p, value, size, eta0)
        step *= weight[i]
        if penalty >= L2:
            shrink = max(0.0, 1.0 - (1.0 - l1_ratio) * eta * alpha)
            scale *= shrink
            square *= shrink * shrink
            absolute *= shrink
            if scale < _TOO_SMALL:
                multiply_out(w, mean_w, scale, share, count)
                scale, share, count = 1.0, 0.0, 1.0
        if step != 0.0:
            if counted and penalty != NONE:
                square, absolute = add_row(X, i, w, step / scale)
                square *= scale * scale
                absolute *= scale
            else:
                move_row(X, i, w, step / scale)
            bias += step * bias_share
            changes += 1.0
        if 0 < averaging <= clock:
            seen = clock - averaging + 1.0
            if step != 0.0:
                move_row(X, i, mean_w, share * (-step / scale))
            if seen > 1.0:
                count /= 1.0 - 1.0 / seen
            share += 1.0 / seen * count * scale
            mean_bias += (bias - mean_bias) / seen
        if penalty in (L1, ELASTIC):
            owed += l1_ratio * eta * alpha
            pull_row(X, i, w, paid, scale, owed)
        clock += 1.0
        if pause and step != 0.0:
            break
    return place, (
        bias, mean_bias, clock, scale, square, absolute, share, count, owed, losses, objective, p, step, changes
    )  # fmt: skip


def shuffle_by(order, jumps):
    """Exchange each entry with the one so many places further on (Fisher and Yates)."""
    for i in range(len(jumps)):
        j = i + jumps[i]
        kept = order[i]
        order[i] = order[j]
        order[j] = kept
