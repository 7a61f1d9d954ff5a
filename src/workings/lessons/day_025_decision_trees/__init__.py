"""Day 25: decision trees."""
