"""Day 30: derivatives."""
