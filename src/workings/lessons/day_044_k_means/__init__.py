"""Day 44: k-means, and how many clusters."""
