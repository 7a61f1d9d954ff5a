"""Recipes for edits: each turns the text of a function into texts that differ from it in one thing."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from workings.checker.edits import Change, Recipe, Text, called, calls, is_method
from workings.checker.recipes_losses import add_minus, drop_keepdims, parentheses, where_sign
from workings.checker.recipes_plain import PLAIN_RECIPES

_EXPS = {"exp", "exp2", "expm1"}
_TOPS = {"max", "amax", "min", "amin", "nanmax", "median"}
_SUMS = {"sum", "nansum", "fsum"}


def shift_first(text: Text) -> Iterator[Change | str]:
    """Subtract each group's maximum before anything else."""
    x = text.argument
    if text.takes_lists or "np." not in text.source:
        yield f"{x} = [v - max({x}) for v in {x}]"
    if "np." in text.source:
        yield f"{x} = {x} - {text.top(x)}"


def shift_in_exp(text: Text) -> Iterator[Change | str]:
    """Subtract the maximum inside exp, in every exp at once."""
    found = [c for c in calls(text, _EXPS) if c.args]
    if found and all(isinstance(c.args[0], ast.Name) and c.args[0].id == text.argument for c in found):
        x = text.argument
        yield [(c.args[0], f"{x} - {text.top(x)}") for c in found]
    for c in found:
        inner = c.args[0]
        if isinstance(inner, ast.Name) and inner.id != text.argument:
            yield [(inner, f"{inner.id} - {text.top(text.argument)}")]


def _reduced(text: Text, node: ast.Call, name: str | None = None) -> str:
    """Write a reduction again with the right axis, keeping what it reduces."""
    inside = [text.piece(a) for a in node.args[: 0 if is_method(node) else 1]]
    if text.axis:
        inside.append(text.axis)
    function = text.piece(node.func)
    if name is not None:
        function = function[: len(function) - len(called(node))] + name
    if not is_method(node) and "." not in function and text.axis:
        function = "np." + function
    return f"{function}({', '.join(inside)})"


def max_per_group(text: Text) -> Iterator[Change | str]:
    """Take the maximum along the axis of the groups."""
    for c in calls(text, _TOPS):
        yield [(c, _reduced(text, c))]
    found = calls(text, _TOPS)
    if len(found) > 1:
        yield [(c, _reduced(text, c)) for c in found]


def sum_per_group(text: Text) -> Iterator[Change | str]:
    """Take the sum along the axis of the groups; then the maximum as well."""
    sums, tops = calls(text, _SUMS), calls(text, _TOPS)
    for c in sums:
        yield [(c, _reduced(text, c))]
    if sums:
        yield [(c, _reduced(text, c)) for c in [*sums, *tops]]


def max_for_min(text: Text) -> Iterator[Change | str]:
    """Shift by the maximum, not by the minimum or the mean."""
    for c in calls(text, {"min", "amin", "mean", "median", "average"}):
        function = text.piece(c.func)
        yield [(c.func, function[: len(function) - len(called(c))] + "max")]


def keepdims(text: Text) -> Iterator[Change | str]:
    """Keep the reduced axis."""
    found = [
        c
        for c in calls(text, _SUMS | _TOPS | {"mean"})
        if not any(k.arg == "keepdims" for k in c.keywords) and (c.keywords or len(c.args) > (0 if is_method(c) else 1))
    ]
    for c in found:
        yield [(c, text.piece(c)[:-1] + ", keepdims=True)")]
    if len(found) > 1:
        yield [(c, text.piece(c)[:-1] + ", keepdims=True)") for c in found]


def other_axis(text: Text) -> Iterator[Change | str]:
    """Reduce along the right axis: one call after the other, then all of them."""
    found = [c for c in calls(text, _SUMS | _TOPS | {"mean"}) if c.keywords or len(c.args) > 0]
    for c in found:
        yield [(c, _reduced(text, c))]
    if len(found) > 1:
        yield [(c, _reduced(text, c)) for c in found]


def float64(text: Text) -> Iterator[Change | str]:
    """Compute in double precision."""
    narrow = {"float32", "float16", "single", "half"}
    found: Change = [
        (n, "np.float64") for n in ast.walk(text.tree) if isinstance(n, ast.Attribute) and n.attr in narrow
    ]
    found += [
        (n, '"float64"')
        for n in ast.walk(text.tree)
        if isinstance(n, ast.Constant) and n.value in (*narrow, "f4", "f2", "f")
    ]
    if found:
        yield found


def _unwrap(*names: str) -> Recipe:
    def recipe(text: Text) -> Iterator[Change | str]:
        found = [c for c in calls(text, set(names)) if is_method(c) or c.args]
        for c in found:
            inner = c.func.value if is_method(c) and isinstance(c.func, ast.Attribute) else c.args[0]
            others = [a for a in c.args if not isinstance(a, ast.Constant)]
            yield [(c, text.piece(inner))]
            if others and others[0] is not inner:
                yield [(c, text.piece(others[0]))]

    return recipe


def swap_difference(text: Text) -> Iterator[Change | str]:
    """Turn `max - x` round."""
    for n in ast.walk(text.tree):
        if isinstance(n, ast.BinOp) and isinstance(n.op, ast.Sub):
            yield [(n, f"{text.piece(n.right)} - {text.piece(n.left)}")]


def drop_minus(text: Text) -> Iterator[Change | str]:
    """Drop a minus sign."""
    for n in ast.walk(text.tree):
        if isinstance(n, ast.UnaryOp) and isinstance(n.op, ast.USub) and not isinstance(n.operand, ast.Constant):
            yield [(n, text.piece(n.operand))]


def base_e(text: Text) -> Iterator[Change | str]:
    """Take powers of e."""
    exp = "np.exp" if "np." in text.source else "math.exp"
    for n in ast.walk(text.tree):
        if isinstance(n, ast.BinOp) and isinstance(n.op, ast.Pow):
            inner = text.piece(n.right)
            yield [(n, f"{exp}{inner}" if inner.startswith("(") else f"{exp}({inner})")]
    for c in calls(text, {"exp2"}):
        yield [(c.func, exp)]
    for c in calls(text, {"power", "pow"}):
        if len(c.args) == 2:
            yield [(c, f"{exp}({text.piece(c.args[1])})")]


def sum_for_mean(text: Text) -> Iterator[Change | str]:
    """Sum instead of taking the mean."""
    for c in calls(text, {"mean", "average"}):
        function = text.piece(c.func)
        yield [(c.func, function[: len(function) - len(called(c))] + "sum")]


def drop_constant(text: Text) -> Iterator[Change | str]:
    """Drop a small constant that is added."""
    for n in ast.walk(text.tree):
        if isinstance(n, ast.BinOp) and isinstance(n.op, ast.Add):
            for side, rest in ((n.right, n.left), (n.left, n.right)):
                small = isinstance(side, ast.Constant) and isinstance(side.value, float) and abs(side.value) < 0.1
                if small or (isinstance(side, ast.Name) and "eps" in side.id.lower()):
                    yield [(n, text.piece(rest))]


def as_float(text: Text) -> Iterator[Change | str]:
    """Work on a copy in double precision."""
    for c in calls(text, {"zeros_like", "empty_like", "ones_like"}):
        yield [(c, text.piece(c)[:-1] + ", dtype=float)")]
    if "np." in text.source:
        yield f"{text.argument} = np.array({text.argument}, dtype=float)"
    yield f"{text.argument} = list({text.argument})"


def no_augmented(text: Text) -> Iterator[Change | str]:
    """Make a new array where an old one was changed."""
    signs = {ast.Sub: "-", ast.Add: "+", ast.Div: "/", ast.Mult: "*"}
    for n in ast.walk(text.tree):
        if isinstance(n, ast.AugAssign) and type(n.op) in signs:
            target = text.piece(n.target)
            yield [(n, f"{target} = {target} {signs[type(n.op)]} {text.piece(n.value)}")]


def return_it(text: Text) -> Iterator[Change | str]:
    """Return what was computed."""
    last = text.function.body[-1]
    names = [n.id for n in ast.walk(text.tree) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)]
    for name in dict.fromkeys([*reversed(names), text.argument]):
        pad = " " * last.col_offset
        yield [(last, f"{text.piece(last)}\n{pad}return {name}")]


def _result(pattern: str) -> Recipe:
    def recipe(text: Text) -> Iterator[Change | str]:
        for n in ast.walk(text.tree):
            if isinstance(n, ast.Return) and n.value is not None:
                yield [(n.value, pattern.format(text.piece(n.value)))]

    return recipe


def axis_is_none(text: Text) -> Iterator[Change | str]:
    """Ask whether the axis is None, not whether it is true."""
    name = text.axis_name
    for n in ast.walk(text.tree):
        if isinstance(n, ast.BoolOp) and isinstance(n.op, ast.Or) and text.piece(n.values[0]) == name:
            yield [(n, f"{text.piece(n.values[1])} if {name} is None else {name}")]
        elif isinstance(n, ast.UnaryOp) and isinstance(n.op, ast.Not) and text.piece(n.operand) == name:
            yield [(n, f"{name} is None")]
        elif isinstance(n, ast.If | ast.IfExp) and text.piece(n.test) == name:
            yield [(n.test, f"{name} is not None")]


def scale_first(text: Text) -> Iterator[Change | str]:
    """Divide the argument of exp, not its result."""
    exps = calls(text, _EXPS)
    for n in ast.walk(text.tree):
        if isinstance(n, ast.BinOp) and isinstance(n.op, ast.Div | ast.Mult) and n.left in exps:
            call = n.left
            sign = "/" if isinstance(n.op, ast.Div) else "*"
            assert isinstance(call, ast.Call)
            inner = text.piece(call.args[0])
            yield [(n, f"{text.piece(call.func)}(({inner}) {sign} {text.piece(n.right)})")]


def drop_scale(text: Text) -> Iterator[Change | str]:
    """Drop a factor."""
    for n in ast.walk(text.tree):
        if isinstance(n, ast.BinOp) and isinstance(n.op, ast.Div | ast.Mult):
            yield [(n, text.piece(n.left))]
            yield [(n, text.piece(n.right))]
    for default in [*text.function.args.defaults, *text.function.args.kw_defaults]:
        if isinstance(default, ast.Constant) and isinstance(default.value, float):
            yield [(default, "1.0")]


def drop_line(text: Text) -> Iterator[Change | str]:
    """Drop a statement."""
    for n in text.function.body:
        if isinstance(n, ast.Expr | ast.Assign | ast.AugAssign) and not isinstance(
            getattr(n, "value", None), ast.Constant
        ):
            yield [(n, "pass")]


def ndim_not_shape(text: Text) -> Iterator[Change | str]:
    """Ask for the number of axes only, not for their lengths."""
    for n in ast.walk(text.tree):
        if isinstance(n, ast.BoolOp):
            for value in n.values:
                yield [(n, text.piece(value))]
        elif isinstance(n, ast.If | ast.IfExp) and "shape" in text.piece(n.test):
            yield [(n.test, f"np.ndim({text.argument}) > 1")]


def unwrap_exp(text: Text) -> Iterator[Change | str]:
    """Drop one exp."""
    for c in calls(text, _EXPS):
        if c.args and not isinstance(c.args[0], ast.Name):
            yield [(c, text.piece(c.args[0]))]


def exp_first(text: Text) -> Iterator[Change | str]:
    """Exponentiate first, shifted."""
    if "np." in text.source:
        yield f"{text.argument} = np.exp({text.argument} - {text.top(text.argument)})"


RECIPES: dict[str, Recipe] = {
    "shift_first": shift_first,
    "shift_in_exp": shift_in_exp,
    "max_per_group": max_per_group,
    "sum_per_group": sum_per_group,
    "max_for_min": max_for_min,
    "keepdims": keepdims,
    "other_axis": other_axis,
    "float64": float64,
    "unwrap_clip": _unwrap("clip", "minimum", "maximum", "min", "max", "nan_to_num", "where"),
    "unwrap_round": _unwrap("round", "around", "round_"),
    "unwrap_log": _unwrap("log"),
    "unwrap_exp": unwrap_exp,
    "swap_difference": swap_difference,
    "drop_minus": drop_minus,
    "base_e": base_e,
    "sum_for_mean": sum_for_mean,
    "drop_constant": drop_constant,
    "as_float": as_float,
    "no_augmented": no_augmented,
    "return_it": return_it,
    "return_copy": _result("{}.copy()"),
    "exp_result": _result("np.exp({})"),
    "axis_is_none": axis_is_none,
    "scale_first": scale_first,
    "drop_scale": drop_scale,
    "drop_line": drop_line,
    "ndim_not_shape": ndim_not_shape,
    "exp_first": exp_first,
    "where_sign": where_sign,
    "add_minus": add_minus,
    "parentheses": parentheses,
    "drop_keepdims": drop_keepdims,
    "negate": _result("-({})"),
    **PLAIN_RECIPES,
}
