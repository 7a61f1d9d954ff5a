"""Functions as learners write them, with what a fair judge says of each.

Every file is a learner's file: plain functions, importable with NumPy (some with SciPy), no decorator and no label in
sight. At its end stands ``EXPECTED``, from function name to a plain dict:

kind
    What a fair reader takes the function for: one of the nine intents (softmax), or the call it wants (other topics).
intent
    None: the judge has to see by itself what is meant. A name: the code alone leaves it open (the docstring or the
    context decides), so it is handed to the judge.
outcome
    "right", "costly", "contract", "fragile" or "wrong": the worst class among `codes`.
also_outcomes
    Others that are as fair, where people differ (is a list comprehension over a Python list costly?). Often absent.
codes
    The defects that a verdict must name; the first is the main one.
may
    Defects that it may name besides, because they are there too or hide behind the first. Nothing else may stand in
    the verdict, advisory notes apart.
notes
    Advisory codes that must stand in the notes. Often absent.
why
    One sentence, where the code does not say enough.

`tests/checker/test_corpus_labels.py` verifies the labels by running every function beside an mpmath reference.
"""
