"""Day 24: statistical learning theory: what there is to choose, and where the error comes from."""
