"""Day 43: the idea of k-means."""
