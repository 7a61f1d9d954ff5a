"""Day 2: simple linear regression."""
