"""Day 49: pandas: merge, group, pivot."""
