"""Day 7: k nearest neighbours, the idea."""
