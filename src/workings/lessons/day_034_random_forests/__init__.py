"""Day 34: random forests."""
