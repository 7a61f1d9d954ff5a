"""Day 3: multiple linear regression."""
