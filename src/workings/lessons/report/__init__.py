"""The whole path at once: every day is run, drawn and judged in a process of its own, and becomes one page."""
