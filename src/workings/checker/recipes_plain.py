"""Recipes for edits of ordinary functions: one sign, one name, one constant, one comparison at a time."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from workings.checker.edits import Change, Recipe, Text, called, calls, is_method

_FLIPS: dict[type[ast.cmpop], tuple[str, ...]] = {
    ast.Lt: ("<=", ">", ">="),
    ast.LtE: ("<", ">=", ">"),
    ast.Gt: (">=", "<", "<="),
    ast.GtE: (">", "<=", "<"),
    ast.Eq: ("!=",),
    ast.NotEq: ("==",),
}


def swap_returned(text: Text) -> Iterator[Change | str]:
    """Return the two parts the other way round."""
    for n in ast.walk(text.tree):
        if isinstance(n, ast.Return) and isinstance(n.value, ast.Tuple | ast.List) and len(n.value.elts) == 2:
            first, second = map(text.piece, n.value.elts)
            yield [(n.value.elts[0], second), (n.value.elts[1], first)]


def transpose_result(text: Text) -> Iterator[Change | str]:
    """Transpose what is returned."""
    for n in ast.walk(text.tree):
        if isinstance(n, ast.Return) and n.value is not None:
            yield [(n.value, f"({text.piece(n.value)}).T")]


def swap_transpose(text: Text) -> Iterator[Change | str]:
    """Drop a transpose, or add one to the left of a product."""
    for n in ast.walk(text.tree):
        if isinstance(n, ast.Attribute) and n.attr == "T":
            yield [(n, text.piece(n.value))]
    for n in ast.walk(text.tree):
        if isinstance(n, ast.BinOp) and isinstance(n.op, ast.MatMult):
            for side in (n.left, n.right):
                if isinstance(side, ast.Name):
                    yield [(side, f"{side.id}.T")]
        elif isinstance(n, ast.Call) and called(n) == "dot" and n.args:
            for argument in n.args:
                if isinstance(argument, ast.Name):
                    yield [(argument, f"{argument.id}.T")]


def plus_minus(text: Text) -> Iterator[Change | str]:
    """Turn one plus into a minus, or one minus into a plus."""
    for n in ast.walk(text.tree):
        if isinstance(n, ast.AugAssign) and isinstance(n.op, ast.Add | ast.Sub):
            sign = "-=" if isinstance(n.op, ast.Add) else "+="
            yield [(n, f"{text.piece(n.target)} {sign} {text.piece(n.value)}")]
        elif isinstance(n, ast.BinOp) and isinstance(n.op, ast.Add | ast.Sub):
            sign = "-" if isinstance(n.op, ast.Add) else "+"
            right = text.piece(n.right)
            right = (
                f"({right})" if isinstance(n.right, ast.BinOp) and isinstance(n.right.op, ast.Add | ast.Sub) else right
            )
            yield [(n, f"{text.piece(n.left)} {sign} {right}")]


def mean_for_sum(text: Text) -> Iterator[Change | str]:
    """Take the mean instead of the sum."""
    for c in calls(text, {"sum"}):
        function = text.piece(c.func)
        yield [(c.func, function[: len(function) - 3] + "mean")]


def divide_by_n(text: Text) -> Iterator[Change | str]:
    """Divide a product by the number of samples."""
    names = [a.arg for a in text.function.args.args]
    samples = next((name for name in names if name in ("y", "X", "x", "Y")), text.argument)
    for n in ast.walk(text.tree):
        of_product = isinstance(n, ast.BinOp) and isinstance(n.op, ast.MatMult)
        if of_product or (isinstance(n, ast.Call) and called(n) in ("dot", "sum")):
            yield [(n, f"({text.piece(n)}) / len({samples})")]
    for n in ast.walk(text.tree):
        if isinstance(n, ast.Return) and n.value is not None:
            yield [(n.value, f"({text.piece(n.value)}) / len({samples})")]


def shift_range(text: Text) -> Iterator[Change | str]:
    """Run a loop once more or once less."""
    for c in calls(text, {"range"}):
        if not c.args:
            continue
        end = c.args[0] if len(c.args) == 1 else c.args[1]
        if isinstance(end, ast.BinOp):
            yield [(end, text.piece(end.left))]
        else:
            yield [(end, f"{text.piece(end)} + 1")]
            yield [(end, f"{text.piece(end)} - 1")]
        if len(c.args) > 1:
            yield [(c, f"{text.piece(c.func)}({text.piece(end)})")]


def flip_comparison(text: Text) -> Iterator[Change | str]:
    """Change one comparison."""
    for n in ast.walk(text.tree):
        if isinstance(n, ast.Compare) and len(n.ops) == 1:
            for sign in _FLIPS.get(type(n.ops[0]), ()):
                yield [(n, f"{text.piece(n.left)} {sign} {text.piece(n.comparators[0])}")]


def solve_for_inverse(text: Text) -> Iterator[Change | str]:
    """Solve the equations instead of inverting their matrix."""
    for n in ast.walk(text.tree):
        if isinstance(n, ast.BinOp) and isinstance(n.op, ast.MatMult):
            # inv(A) @ B @ c is (inv(A) @ B) @ c: everything right of the inverse is the right-hand side.
            chain = _factors(n)
            head = chain[0]
            if isinstance(head, ast.Call) and called(head) in ("inv", "pinv") and head.args:
                right = " @ ".join(text.piece(one) for one in chain[1:])
                yield [(n, f"np.linalg.solve({text.piece(head.args[0])}, {right})")]
        elif isinstance(n, ast.Call) and called(n) == "dot" and is_method(n) and isinstance(n.func, ast.Attribute):
            head = n.func.value
            if isinstance(head, ast.Call) and called(head) in ("inv", "pinv") and head.args and n.args:
                yield [(n, f"np.linalg.solve({text.piece(head.args[0])}, {text.piece(n.args[0])})")]


def _factors(node: ast.expr) -> list[ast.expr]:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult):
        return [*_factors(node.left), node.right]
    return [node]


def guard_zero(text: Text) -> Iterator[Change | str]:
    """Divide by 1 where the divisor is 0."""
    for n in ast.walk(text.tree):
        if isinstance(n, ast.BinOp) and isinstance(n.op, ast.Div) and not isinstance(n.right, ast.Constant):
            below = text.piece(n.right)
            if "np." in text.source:
                yield [(n.right, f"np.where({below} == 0, 1.0, {below})")]
            else:
                yield [(n.right, f"({below} or 1.0)")]
    named = {
        text.piece(n.right)
        for n in ast.walk(text.tree)
        if isinstance(n, ast.BinOp) and isinstance(n.op, ast.Div) and isinstance(n.right, ast.Name)
    }
    for name in sorted(named):
        for n in ast.walk(text.tree):
            if isinstance(n, ast.Assign) and text.piece(n.targets[0]) == name and "np." in text.source:
                value = text.piece(n.value)
                yield [(n.value, f"np.where({value} == 0, 1.0, {value})")]


def other_argument(text: Text) -> Iterator[Change | str]:
    """Use another parameter in one place; or one of them where several are put together."""
    names = [a.arg for a in text.function.args.args]
    for n in ast.walk(text.tree):
        if not isinstance(n, ast.Call):
            continue
        of = n.func.value if is_method(n) and isinstance(n.func, ast.Attribute) else n.args[0] if n.args else None
        if isinstance(of, ast.Name) and of.id in names:
            for other in names:
                if other != of.id:
                    yield [(of, other)]
    for joined in calls(text, {"vstack", "concatenate", "append", "concat"}):
        for name in names:
            yield [(joined, name)]


def drop_ddof(text: Text) -> Iterator[Change | str]:
    """Divide by n, not by n - 1."""
    found: Change = [
        (k.value, "0")
        for c in calls(text, {"std", "var", "nanstd", "nanvar", "cov"})
        for k in c.keywords
        if k.arg == "ddof"
    ]
    if found:
        yield found
    minus_one: Change = [
        (n, text.piece(n.left))
        for n in ast.walk(text.tree)
        if isinstance(n, ast.BinOp)
        and isinstance(n.op, ast.Sub)
        and isinstance(n.right, ast.Constant)
        and n.right.value == 1
    ]
    if minus_one:
        yield minus_one
    for c in calls(text, {"stdev", "variance"}):
        function = text.piece(c.func)
        cut = len(function) - len(called(c))
        yield [(c.func, function[:cut] + {"stdev": "pstdev", "variance": "pvariance"}[called(c)])]


def add_axis(text: Text) -> Iterator[Change | str]:
    """Give a reduction an axis: 0, the columns; in all of them, then in each."""
    found = calls(text, {"mean", "nanmean", "std", "var", "sum", "median", "nanmedian", "nansum"})
    changes: Change = []
    for c in found:
        kept = [text.piece(a) for a in c.args[: 0 if is_method(c) else 1]]
        kept += [f"{k.arg}={text.piece(k.value)}" for k in c.keywords if k.arg not in ("axis", "keepdims")]
        changes.append((c, f"{text.piece(c.func)}({', '.join([*kept, 'axis=0'])})"))
    if changes:
        yield changes
    yield from ([one] for one in changes)


def skip_nan(text: Text) -> Iterator[Change | str]:
    """Leave nan out of a mean or a sum."""
    for c in calls(text, {"mean", "median", "sum"}):
        function = text.piece(c.func)
        if not is_method(c):
            yield [(c.func, function[: len(function) - len(called(c))] + "nan" + called(c))]
        elif isinstance(c.func, ast.Attribute):
            rest = [text.piece(a) for a in c.args] + [f"{k.arg}={text.piece(k.value)}" for k in c.keywords]
            yield [(c, f"np.nan{called(c)}({', '.join([text.piece(c.func.value), *rest])})")]


def sort_it(text: Text) -> Iterator[Change | str]:
    """Sort what a set, or a dict, holds."""
    for c in calls(text, {"set", "fromkeys", "list"}):
        yield [(c, f"sorted({text.piece(c)})")]


def plus_one(text: Text) -> Iterator[Change | str]:
    """Add 1 to one number: a length, a maximum, an index."""
    for c in calls(text, {"max", "amax", "len"}):
        yield [(c, f"{text.piece(c)} + 1")]
    for n in ast.walk(text.tree):
        if isinstance(n, ast.Subscript) and isinstance(n.slice, ast.Name):
            yield [(n.slice, f"{text.piece(n.slice)} + 1")]


def drop_term(text: Text) -> Iterator[Change | str]:
    """Drop one term of a sum or a difference."""
    for n in ast.walk(text.tree):
        if isinstance(n, ast.BinOp) and isinstance(n.op, ast.Add | ast.Sub):
            yield [(n, text.piece(n.left))]


def lstsq_for_solve(text: Text) -> Iterator[Change | str]:
    """Take the shortest solution where there are many."""
    for c in calls(text, {"solve"}):
        if len(c.args) == 2:
            first, second = map(text.piece, c.args)
            yield [(c, f"np.linalg.lstsq({first}, {second}, rcond=None)[0]")]
    for c in calls(text, {"inv"}):
        yield [(c.func, "np.linalg.pinv")]


def dedent_return(text: Text) -> Iterator[Change | str]:
    """Return after the loop, not inside it."""
    for loop in text.function.body:
        if isinstance(loop, ast.For | ast.While) and len(loop.body) > 1 and isinstance(loop.body[-1], ast.Return):
            last = loop.body[-1]
            pad = " " * loop.col_offset
            yield [(last, f"pass\n{pad}{text.piece(last)}")]


def drop_break(text: Text) -> Iterator[Change | str]:
    """Do not leave the loop early."""
    for n in ast.walk(text.tree):
        if isinstance(n, ast.Break):
            yield [(n, "pass")]


def mean_for_median(text: Text) -> Iterator[Change | str]:
    """Take the mean."""
    for c in calls(text, {"median", "nanmedian"}):
        function = text.piece(c.func)
        yield [(c.func, function[: len(function) - 6] + "mean")]


PLAIN_RECIPES: dict[str, Recipe] = {
    recipe.__name__: recipe
    for recipe in (
        swap_returned,
        transpose_result,
        swap_transpose,
        plus_minus,
        mean_for_sum,
        divide_by_n,
        shift_range,
        flip_comparison,
        solve_for_inverse,
        guard_zero,
        other_argument,
        drop_ddof,
        add_axis,
        skip_nan,
        sort_it,
        plus_one,
        drop_term,
        lstsq_for_solve,
        dedent_return,
        drop_break,
        mean_for_median,
    )
}
