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

The softmax files use the codes of the vocabulary only. The other topics use them where they fit, and else a
suggestion: returns_probabilities, sum_of_logs, returns_max, missing_parentheses, returns_derivative, returns_tanh,
ignores_sign, mean_over_classes, arguments_swapped, picks_wrong_entries, binary_formula, softmax_twice, no_log,
target_not_subtracted, extra_factor, gradient_of_probabilities. How kinds of cross-entropy are named stands in
`cross_entropy_wrong.py`; for a sigmoid the kind is "number" or "array".

`tests/checker/test_corpus_labels.py` and `test_corpus_topic_labels.py` verify the labels by running every function
beside an mpmath reference (`_truth.py`, `_topic_truth.py`).
"""
