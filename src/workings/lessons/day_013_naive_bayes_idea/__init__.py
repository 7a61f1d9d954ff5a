"""Day 13: naive Bayes, the idea."""
