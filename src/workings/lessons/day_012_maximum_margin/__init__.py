"""Day 12: the maximum margin."""
