"""Day 11: k nearest neighbours, implemented."""
