"""What `make docs` adds to the pages in docs/: the reference, one page for each public package, from `__all__`.

mkdocs calls these functions by their names; see the section "hooks" of mkdocs.yml.
"""

from __future__ import annotations

import importlib
import inspect
import re
from collections.abc import Callable
from typing import Any

from mkdocs.structure.files import File, Files

PACKAGES = (
    "special",
    "preprocessing",
    "linear_model",
    "naive_bayes",
    "neighbors",
    "svm",
    "tree",
    "ensemble",
    "cluster",
    "neural_network",
    "autodiff",
    "show",
    "checker",
    "testing",
)


def on_files(files: Files, config: Any) -> Files:
    """Add the reference's pages."""
    links = "\n".join(f"- [`workings.{name}`]({name}.md): {first_line(name)}" for name in PACKAGES)
    files.append(File.generated(config, "reference/index.md", content=f"# Reference\n\n{links}\n"))
    for name in PACKAGES:
        files.append(File.generated(config, f"reference/{name}.md", content=page(name)))
    nav = next(entry for entry in config.nav if isinstance(entry, dict) and "Reference" in entry)
    nav["Reference"] = ["reference/index.md", *(f"reference/{name}.md" for name in PACKAGES)]
    return files


def first_line(name: str) -> str:
    """Return the first sentence of a package's docstring."""
    return (importlib.import_module(f"workings.{name}").__doc__ or "").strip().split("\n\n")[0].replace("\n", " ")


def page(name: str) -> str:
    """Return the page of a package: what it says of itself, then all that is public in it."""
    module = importlib.import_module(f"workings.{name}")
    parts = [f"# workings.{name}", first_line(name)]
    for public in sorted(getattr(module, "__all__", ())):
        found = getattr(module, public)
        home = getattr(found, "__module__", "")
        if home.startswith("workings") and is_written_in(home, public):
            parts.append(f"::: {home}.{public}")
        elif inspect.getdoc(found):
            parts.append(f"## {public}\n\n```text\n{inspect.getdoc(found)}\n```")
    return "\n\n".join(parts) + "\n"


def is_written_in(home: str, name: str) -> bool:
    """Whether a module's text defines a name: some functions are made from a table, and have no text of their own."""
    text = inspect.getsource(importlib.import_module(home))
    return re.search(rf"^(class|def) {re.escape(name)}\b", text, flags=re.M) is not None


def on_page_markdown(markdown: str, page: Any, config: Any, files: Files) -> str:
    """Name files that stand outside docs/ instead of linking to them: they are not part of the site."""
    return re.sub(r"\[[^\]]*\]\(\.\./(\w[^)]*\.(?:py|toml|md))\)", keep_or_name(page), markdown)


def keep_or_name(page: Any) -> Callable[[re.Match[str]], str]:
    """Return what replaces a link: from a page in a folder, one level up is still docs/."""
    return lambda link: link[0] if "/" in page.file.src_uri else f"`{link[1]}`"
