"""Day 26: vectors and spans."""
