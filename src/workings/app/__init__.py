"""The path in a browser: a local server, its pages, and the live pictures."""
