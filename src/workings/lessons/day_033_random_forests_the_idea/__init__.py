"""Day 33: the idea of random forests."""
