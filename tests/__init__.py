"""The tests. They are a package so that helpers shared between folders can be imported by name."""
