"""Day 22: is learning feasible? What a sample says about the whole, and about many hypotheses."""
