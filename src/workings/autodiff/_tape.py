"""The tape: values that remember from what they were computed, and the operations that compute them.

Nothing is written anywhere while a function runs. A `Variable` holds its value, the operation that made it and the
inputs of that operation; following the inputs back from a result is the tape. Variables cannot be changed, so a tape
has no cycles, and each is numbered when it is made, so that "newest first" is an order in which to go backward.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, NoReturn

import numpy as np
from numpy.lib.mixins import NDArrayOperatorsMixin
from numpy.typing import NDArray

Array = NDArray[Any]

FLOATS = (np.dtype(np.float32), np.dtype(np.float64))
_numbers = itertools.count()


class Seen(NamedTuple):
    """What a rule sees of the operation: its inputs, what came out, and its settings.

    Inputs and output are arrays where one derivative is wanted, and Variables where the derivative is to be
    differentiated again: a rule is written once, with operations that take either.
    """

    inputs: tuple[Any, ...]
    out: Any
    settings: Mapping[str, Any]


# From the derivative by the output (and what the operation saw) to the derivative by one input. It may come in the
# output's shape where the input was broadcast: who calls it sums over the axes that broadcasting added.
Rule = Callable[[Any, Seen], Any]


@dataclass(frozen=True, eq=False)
class Operation:
    """Something that is computed, and how derivatives go back through it.

    Attributes
    ----------
    name : str
    forward : callable
        ``forward(*values, **settings)`` computes the output of arrays.
    rules : tuple of Rule, or callable
        A rule for each input; or, with any number of inputs, what returns the rule of the k-th.
    """

    name: str
    forward: Callable[..., Any]
    rules: tuple[Rule, ...] | Callable[[int], Rule]

    def rule(self, k: int) -> Rule:
        """Return the rule of input k."""
        return self.rules(k) if callable(self.rules) else self.rules[k]

    def __call__(self, *inputs: Any, **settings: Any) -> Any:
        """Compute; if an input is a Variable the result is one too, and remembers this operation."""
        if not any(isinstance(one, Variable) for one in inputs):
            return self.forward(*inputs, **settings)
        kept = tuple(one if isinstance(one, Variable) else _kept(one) for one in inputs)
        out = self.forward(*(one.value if isinstance(one, Variable) else one for one in kept), **settings)
        return Variable(out, self, kept, settings)


class Variable(NDArrayOperatorsMixin):
    """A number or an array of float32 or float64 that knows from what it was computed.

    Operators, methods and many of NumPy's functions work on it as on an array, and give Variables. Comparisons, and
    functions that are constant but for jumps (`np.sign`, `np.argmax`), give plain arrays. It cannot be changed.

    Attributes
    ----------
    value : ndarray
        What has been computed; it cannot be written to, and nothing that is done with it is differentiated.
    operation : Operation or None
        What made it; None for one that was given.
    inputs : tuple
        Of that operation: Variables, and whatever else went in.
    settings : dict
        Of that operation: ``{"axis": 0}``.
    number : int
        Variables are numbered as they are made.

    Examples
    --------
    >>> x = Variable(np.array([1.0, 2.0]))
    >>> y = (x * x).sum()
    >>> y, y.operation.name
    (Variable(5.), 'sum')
    """

    __slots__ = ("inputs", "number", "operation", "settings", "value")

    value: Array
    operation: Operation | None
    inputs: tuple[Any, ...]
    settings: dict[str, Any]
    number: int

    def __init__(
        self,
        value: Any,
        operation: Operation | None = None,
        inputs: tuple[Any, ...] = (),
        settings: dict[str, Any] | None = None,
    ) -> None:
        if operation is None:
            value = floats(value, "Variable(value)", "value").copy()
        array = np.asarray(value).view()
        if array.dtype not in FLOATS:
            raise TypeError(
                f"{operation.name if operation else 'Variable'}: the result has dtype {array.dtype}; derivatives are "
                "taken in float32 and float64 only. Is one of the constants complex or longdouble? Convert it."
            )
        array.flags.writeable = False
        for name, what in (
            ("value", array),
            ("operation", operation),
            ("inputs", inputs),
            ("settings", {} if settings is None else settings),
            ("number", next(_numbers)),
        ):
            object.__setattr__(self, name, what)

    shape = property(lambda self: self.value.shape, doc="As of `value`.")
    ndim = property(lambda self: self.value.ndim, doc="As of `value`.")
    size = property(lambda self: self.value.size, doc="As of `value`.")
    dtype = property(lambda self: self.value.dtype, doc="As of `value`.")
    T = property(lambda self: self.transpose(), doc="All axes in the opposite order.")

    def __setattr__(self, name: str, value: Any) -> NoReturn:
        raise TypeError(f"Variable: {name} cannot be set. Variables do not change: compute a new one.")

    def __setitem__(self, index: Any, value: Any) -> NoReturn:
        raise TypeError(
            "x[...] = value: a Variable cannot be changed in place, as its derivatives would be those of what it was. "
            "Use where(mask, value, x), or concatenate the parts."
        )

    def __getitem__(self, index: Any) -> Any:
        from workings.autodiff.shapes import take

        return take(self, index)

    def __len__(self) -> int:
        return len(self.value)

    def __iter__(self) -> Iterator[Any]:
        return (self[i] for i in range(len(self.value)))

    def __bool__(self) -> bool:
        return bool(self.value)

    def __float__(self) -> NoReturn:
        raise TypeError(
            "float(x): a Variable cannot become a plain number, as derivatives would be lost (math.exp(x) does that: "
            "use exp of workings.autodiff). To look at the number, take x.value."
        )

    __int__ = __float__

    def __array__(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError(
            "A Variable cannot become a NumPy array (np.asarray, np.array([x, y]), or a function that does so), as "
            "derivatives would be lost. Use stack for np.array, the functions of workings.autodiff for others, and "
            "x.value to look at the numbers."
        )

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **settings: Any) -> Any:
        from workings.autodiff._numpy import of_ufunc

        return of_ufunc(ufunc, method, inputs, settings)

    def __array_function__(self, function: Any, types: Any, args: Any, settings: Any) -> Any:
        from workings.autodiff._numpy import of_function

        return of_function(function, args, settings)

    def __getattr__(self, name: str) -> Any:
        from workings.autodiff._numpy import method

        return method(self, name)

    def __reduce__(self) -> NoReturn:
        raise TypeError("A Variable cannot be copied or pickled: it is part of a tape. Take x.value.")

    def __repr__(self) -> str:
        return f"Variable({np.array2string(self.value, separator=', ', threshold=20, prefix='Variable(')})"


def value_of(x: Any) -> Any:
    """Return the array of a Variable, and anything else as it is."""
    return x.value if isinstance(x, Variable) else x


def floats(x: Any, call: str, name: str) -> Array:
    """Return x as an array of float32 or float64, or say why it has no derivative.

    Raises
    ------
    TypeError
        If it holds anything but floats.
    """
    array = np.asarray(ordinary(x, call))
    if array.dtype in FLOATS:
        return array
    if array.dtype.kind in "iub":
        kind = "truth values" if array.dtype.kind == "b" else "whole numbers"
        raise TypeError(
            f"{call}: {name} holds {kind} ({array.dtype}), between which there is no derivative. Pass floats: "
            "x.astype(float), or 3.0 for 3."
        )
    raise TypeError(
        f"{call}: {name} has dtype {array.dtype}; derivatives are taken in float32 and float64. "
        "Try x.astype(float), and make what is no number an argument of its own."
    )


def ordinary(x: Any, call: str) -> Any:
    """Refuse arrays whose operators mean something else, or that hide entries."""
    if hasattr(x, "tocsr"):
        raise TypeError(f"{call}: sparse matrices are not differentiated with here. Use x.toarray().")
    if isinstance(x, (np.matrix, np.ma.MaskedArray)):
        raise TypeError(
            f"{call}: a {type(x).__name__} is no plain array: its operators or its sums mean something else. Use "
            "np.asarray(x) for a matrix (and @ for products), x.filled(...) for a masked array."
        )
    return x


def _kept(constant: Any) -> Any:
    """Return a constant so that changing it later does no harm: backward it is needed as it was."""
    if isinstance(constant, (list, tuple)):
        return np.array(constant)
    if not isinstance(ordinary(constant, "an operation"), np.ndarray):
        return constant
    base = constant
    while isinstance(base, np.ndarray) and not base.flags.writeable and base.base is not None:
        base = base.base
    return constant if isinstance(base, np.ndarray) and not base.flags.writeable else constant.copy()
