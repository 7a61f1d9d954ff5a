"""Day 27: matrices."""
