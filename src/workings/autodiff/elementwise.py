"""Operations on single numbers: arithmetic, exponentials, what has corners."""

from __future__ import annotations

from typing import Any

import numpy as np

from workings import special
from workings.autodiff._tape import Array, Operation, Seen, Variable, value_of
from workings.autodiff.shapes import broadcast_to

# In the rules g is the derivative by the output, s what the operation saw: a and b its inputs. Where an input was
# broadcast the rule does not care: the walk sums over the axes that were added.


def _by_exponent(g: Any, s: Seen) -> Any:
    """The output times log a, and 0 where a = 0: a**b is 0 there for every b > 0."""
    a = s.inputs[0]
    positive = np.asarray(value_of(a) > 0)
    safe = where(positive, a, 1.0)
    return g * s.out * where(positive | (value_of(a) == 0), log(safe), np.nan)


def _by_base(g: Any, s: Seen) -> Any:
    a, b = s.inputs
    if not isinstance(b, Variable) and np.ndim(b) == 0:
        return g * (b * a ** (b - 1)) if b else g * np.zeros_like(value_of(a))
    return g * (b * a ** where(np.asarray(value_of(b) == 0), 1.0, b - 1))


def _larger(which: int, sign: int) -> Any:
    """Return the rule of maximum (sign 1) or minimum (-1): all to the larger one, half to each where they are equal."""

    def rule(g: Any, s: Seen) -> Any:
        mine, other = (value_of(s.inputs[k]) for k in (which, 1 - which))
        ahead = np.subtract(mine, other) * sign
        return g * np.where(ahead > 0, 1.0, np.where(ahead == 0, 0.5, 0.0)).astype(value_of(g).dtype)

    return rule


def _slope_of_tanh(x: Any) -> Any:
    """1 - tanh(x)**2, without the cancellation where tanh is near 1."""
    return 4.0 * sigmoid(2.0 * x) * sigmoid(-2.0 * x)


def _relu(x: Any) -> Array:
    return np.asarray(np.maximum(x, 0))


add: Operation = Operation("add", np.add, (lambda g, s: g, lambda g, s: g))
subtract: Operation = Operation("subtract", np.subtract, (lambda g, s: g, lambda g, s: -g))
multiply: Operation = Operation("multiply", np.multiply, (lambda g, s: g * s.inputs[1], lambda g, s: g * s.inputs[0]))
divide: Operation = Operation(
    "divide", np.divide, (lambda g, s: g / s.inputs[1], lambda g, s: -g * (s.inputs[0] / s.inputs[1]) / s.inputs[1])
)
negative: Operation = Operation("negative", np.negative, (lambda g, s: -g,))
power: Operation = Operation("power", np.power, (_by_base, _by_exponent))
square: Operation = Operation("square", np.square, (lambda g, s: g * (2.0 * s.inputs[0]),))
sqrt: Operation = Operation("sqrt", np.sqrt, (lambda g, s: g / (2.0 * s.out),))
exp: Operation = Operation("exp", np.exp, (lambda g, s: g * s.out,))
expm1: Operation = Operation("expm1", np.expm1, (lambda g, s: g * exp(s.inputs[0]),))
log: Operation = Operation("log", np.log, (lambda g, s: g / s.inputs[0],))
log1p: Operation = Operation("log1p", np.log1p, (lambda g, s: g / (1.0 + s.inputs[0]),))
sin: Operation = Operation("sin", np.sin, (lambda g, s: g * cos(s.inputs[0]),))
cos: Operation = Operation("cos", np.cos, (lambda g, s: -g * sin(s.inputs[0]),))
tanh: Operation = Operation("tanh", np.tanh, (lambda g, s: g * _slope_of_tanh(s.inputs[0]),))
absolute: Operation = Operation("abs", np.abs, (lambda g, s: g * np.sign(value_of(s.inputs[0])),))
maximum: Operation = Operation("maximum", np.maximum, (_larger(0, 1), _larger(1, 1)))
minimum: Operation = Operation("minimum", np.minimum, (_larger(0, -1), _larger(1, -1)))
relu: Operation = Operation("relu", _relu, (lambda g, s: where(value_of(s.inputs[0]) > 0, g, 0.0),))
sigmoid: Operation = Operation("sigmoid", special.sigmoid, (lambda g, s: g * (s.out * sigmoid(-s.inputs[0])),))
softplus: Operation = Operation("softplus", special.softplus, (lambda g, s: g * sigmoid(s.inputs[0]),))
log_sigmoid: Operation = Operation("log_sigmoid", special.log_sigmoid, (lambda g, s: g * sigmoid(-s.inputs[0]),))
_where: Operation = Operation(
    "where",
    lambda a, b, mask: np.where(mask, a, b),
    (lambda g, s: _only(g, s.settings["mask"]), lambda g, s: _only(g, ~s.settings["mask"])),
)


def _only(g: Any, mask: Array) -> Any:
    """Where the other one was chosen the derivative is 0, even if g is infinite there."""
    return where(broadcast_to(mask, g.shape), g, np.zeros((), value_of(g).dtype))


def where(mask: Any, a: Any, b: Any) -> Any:
    """Return a where the mask is true, and b elsewhere, as `numpy.where` does.

    Both are computed everywhere. If one of them is infinite or nan where it is not wanted, make its input harmless
    there first: ``log(where(x > 0, x, 1.0))``.
    """
    if isinstance(mask, Variable) or np.asarray(mask).dtype != bool:
        raise TypeError("where(mask, a, b): mask must hold truth values, as x > 0 does.")
    return _where(a, b, mask=np.array(mask))
