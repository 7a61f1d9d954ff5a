"""Put into the README what the commands that it names really print.

A block between ``<!-- verdict: COMMAND -->`` and ``<!-- end -->`` is what COMMAND prints, times and all.
``--check`` changes nothing and says whether the blocks are still true; lines with times in them may differ.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

README = Path(__file__).parent.parent / "README.md"
_BLOCK = re.compile(r"(<!-- verdict: (.+?) -->\n```text\n)(.*?)(```\n<!-- end -->)", re.DOTALL)
_TIMED = re.compile(r"[\d.,]+ (?:µs|us|ms|s)\b")


def output_of(command: str) -> str:
    """Run a `workings` command in the root of the checkout, and return what it prints."""
    arguments = [str(Path(sys.executable).parent / "workings"), *command.split()[1:]]
    done = subprocess.run(arguments, capture_output=True, text=True, cwd=README.parent, check=False)
    if done.returncode not in (0, 1):
        sys.exit(f"{command}: {done.stderr}")
    return f"$ {command}\n{done.stdout}"


def untimed(text: str) -> str:
    """Return the text without figures of time and without line breaks, which longer figures may move."""
    return " ".join(_TIMED.sub("TIME", text).split())


def main() -> int:
    text = README.read_text(encoding="utf-8")
    fresh = _BLOCK.sub(lambda block: block[1] + output_of(block[2]) + block[4], text)
    if "--check" not in sys.argv:
        README.write_text(fresh, encoding="utf-8")
        return 0
    if untimed(fresh) == untimed(text):
        return 0
    print("README.md shows a verdict that the command no longer prints. Try: python tools/update_readme.py")
    return 1


if __name__ == "__main__":
    sys.exit(main())
