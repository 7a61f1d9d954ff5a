"""Day 1: data preprocessing."""
