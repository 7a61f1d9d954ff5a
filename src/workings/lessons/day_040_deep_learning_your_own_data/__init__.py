"""Day 40: your own data."""
