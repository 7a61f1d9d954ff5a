"""Day 15: the kinds of naive Bayes, and learning as a black box."""
