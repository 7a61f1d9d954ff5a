"""Day 23: the idea of decision trees."""
