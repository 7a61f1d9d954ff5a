"""Runs the learner's file and finds the function in it."""

from __future__ import annotations

import difflib
import functools
import importlib
import linecache
import os
import sys
import traceback
import types
from collections.abc import Callable
from typing import Any

from .results import type_name


class LoadError(Exception):
    """The file does not run, or the name is not in it; the message is a sentence for the learner."""


def load(path: str, text: str, name: str) -> Callable[..., Any]:
    """Execute the text as the module at `path`, and return what `name` names in it.

    Parameters
    ----------
    path : str
        The file's absolute path; sibling imports and error messages go by it.
    text : str
        Its text, which may differ from what is on the disk (an edit on trial).
    name : str
        A name of the module, or a dotted one: ``"Model.predict"``.

    Raises
    ------
    LoadError
        If running the file raises anything, or the name is not that of a function.
    """
    module = _module(path)
    linecache.cache[path] = (len(text), None, text.splitlines(keepends=True), path)
    sys.argv = [path]
    try:
        _enter_folder(module, path)
        code = compile(text, path, "exec", dont_inherit=True)
        exec(code, module.__dict__)
    except BaseException as error:
        raise LoadError(_failure(path, error)) from None
    return find(module, name, path)


def _module(path: str) -> types.ModuleType:
    stem = os.path.splitext(os.path.basename(path))[0]
    # A file called random.py must not stand in for the library's module of that name.
    taken = stem in sys.modules or stem in sys.stdlib_module_names
    module = types.ModuleType(f"{stem}_being_checked" if taken else stem)
    module.__file__ = path
    return module


def _enter_folder(module: types.ModuleType, path: str) -> None:
    """Let the file import its siblings, absolutely and relatively."""
    folder = os.path.dirname(path)
    packages: list[str] = []
    root = folder
    while os.path.exists(os.path.join(root, "__init__.py")) and os.path.basename(root).isidentifier():
        packages.insert(0, os.path.basename(root))
        root = os.path.dirname(root)
    sys.path[:0] = [folder, root] if root != folder else [folder]
    if packages:
        package = ".".join(packages)
        importlib.import_module(package)
    else:
        package = "_folder_being_checked"
        parent = types.ModuleType(package)
        parent.__path__ = [folder]
        sys.modules[package] = parent
    module.__package__ = package
    if packages:
        module.__name__ = f"{package}.{module.__name__}"
    sys.modules[module.__name__] = module


def _failure(path: str, error: BaseException) -> str:
    file = os.path.basename(path)
    if isinstance(error, SyntaxError) and error.filename == path:
        return (
            f"{file}, line {error.lineno}: {error.msg}. The file is not valid Python, so nothing in it can be called."
        )
    line = error_line(error, path)
    where = f"line {line} of {file}" if line else file
    what = f"{type_name(error)}: {message(error)}".rstrip(": ")
    hint = ""
    if isinstance(error, EOFError):
        hint = " The file asks for input while it is being imported; put that under if __name__ == '__main__'."
    elif isinstance(error, SystemExit):
        hint = " The file ends the program while it is being imported; put that under if __name__ == '__main__'."
    elif isinstance(error, ModuleNotFoundError):
        hint = " Install it, or check the spelling."
    return f"importing {file} stops at {where}: {what}.{hint}".replace("..", ".")


def error_line(error: BaseException, path: str) -> int | None:
    """Return the innermost line of the learner's file on the way to an error."""
    line = None
    try:
        for frame, number in traceback.walk_tb(error.__traceback__):
            if frame.f_code.co_filename == path:
                line = number
    except BaseException:
        return line
    return line


def message(error: BaseException) -> str:
    """Return an exception's text, even of one whose `__str__` raises."""
    try:
        return str(error)[:2000]
    except BaseException:
        return "(its message cannot be printed)"


def find(module: types.ModuleType, name: str, path: str) -> Callable[..., Any]:
    """Return the function that a dotted name means; a method is bound to a new object of its class."""
    file = os.path.basename(path)
    target: Any = module
    for position, part in enumerate(name.split(".")):
        owner = _instance(target, name) if isinstance(target, type) and position else target
        try:
            target = getattr(owner, part)
        except AttributeError:
            raise LoadError(_not_found(owner, module, part, file)) from None
        except BaseException as error:
            raise LoadError(f"{file}: reading {part!r} raises {type_name(error)}: {message(error)}") from None
    if isinstance(target, type):
        target = _instance(target, name)
        if not callable(target):
            methods = [n for n, v in vars(type(target)).items() if callable(v) and not n.startswith("_")]
            one = f" Name a method of it: {name}.{methods[0]}." if methods else ""
            raise LoadError(f"{file}: {name} is a class, not a function.{one}")
    if not callable(target):
        raise LoadError(f"{file}: {name} is of type {type_name(target)}, not a function.")
    found: Callable[..., Any] = target
    return found


def _instance(cls: type, name: str) -> Any:
    try:
        return cls()
    except BaseException as error:
        raise LoadError(
            f"{name} belongs to a class, and {cls.__name__}() without arguments raises {type_name(error)}: "
            f"{message(error)}. Give its parameters defaults, or check a function."
        ) from None


def _not_found(owner: Any, module: types.ModuleType, part: str, file: str) -> str:
    names = [n for n, v in vars(owner).items() if callable(v) and not n.startswith("__")]
    near = difflib.get_close_matches(part, names, n=1, cutoff=0.5)
    where = file if owner is module else f"{type_name(owner)} in {file}"
    hint = f" Did you mean {near[0]!r}?" if near else ""
    if not near:
        own = [n for n in names if getattr(vars(owner)[n], "__module__", None) == module.__name__][:5]
        hint = f" It has {', '.join(own)}." if own else " There is no function in it."
    return (
        f"{file}: there is no {part!r} in {where}.{hint}"
        if where != file
        else f"{file}: there is no {part!r} in it.{hint}"
    )


def edited(function: Any, text: str, path: str, first_line: int) -> Callable[..., Any]:
    """Return an in-memory function with its definition replaced by `text`, in a copy of its own surroundings.

    Whatever was wrapped around the definition (a partial, a bound method, np.vectorize) is put around the new one.
    """
    import ast
    import inspect

    import numpy as np

    from .describe import core

    inner = core(function)
    if not inspect.isfunction(inner):
        raise LoadError(f"{type_name(function)} is not a Python function: its definition cannot be replaced")
    namespace = dict(inner.__globals__)
    cells = zip(inner.__code__.co_freevars, inner.__closure__ or (), strict=False)
    namespace.update({name: cell.cell_contents for name, cell in cells if name != "__class__" and _is_set(cell)})
    tree = ast.parse(text)
    ast.increment_lineno(tree, first_line - 1)
    last = tree.body[-1]
    try:
        if isinstance(last, ast.Expr):
            new = eval(compile(ast.Expression(last.value), path, "eval", dont_inherit=True), namespace)
        else:
            exec(compile(tree, path, "exec", dont_inherit=True), namespace)
            target = last.targets[0] if isinstance(last, ast.Assign) else last
            new = namespace[str(getattr(target, "name", None) or getattr(target, "id", inner.__name__))]
    except BaseException as error:
        raise LoadError(f"the edited definition raises {type_name(error)}: {message(error)}") from None
    if inspect.ismethod(function):
        return types.MethodType(new, function.__self__)
    if isinstance(function, functools.partial):
        return functools.partial(new, *function.args, **function.keywords)
    if isinstance(function, np.vectorize):
        return np.vectorize(new, otypes=function.otypes, signature=function.signature)
    if not inspect.isfunction(function) and inner is type(function).__dict__.get("__call__"):
        return types.MethodType(new, function)
    found: Callable[..., Any] = new
    return found


def _is_set(cell: types.CellType) -> bool:
    try:
        _ = cell.cell_contents
    except ValueError:
        return False
    return True
