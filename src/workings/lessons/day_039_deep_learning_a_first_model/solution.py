"""Day 39, one way to do it. Yours may look quite different: `workings check` compares answers, not texts."""


def dropout(x, mask, rate):
    """Return x with the dropped entries 0 and the others enlarged."""
    # On average a share 1 - rate is kept: dividing by it leaves the mean as it was.
    return x * mask / (1.0 - rate)
