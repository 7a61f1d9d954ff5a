"""Day 7, one way to do it. Yours may look quite different: `workings check` compares answers, not texts."""

import numpy as np


def knn_predict(X_train, y_train, X_test, k):
    """Return the label of each row of X_test, shape (m,)."""
    labels = []
    for x in X_test:
        # The root does not change the order, so it need not be taken. The points are subtracted before anything is
        # squared: far from 0, the difference of two squares would keep no digits.
        squares = np.sum((X_train - x) ** 2, axis=1)
        # A stable sort takes the first of equally distant samples, so the answer does not depend on luck.
        nearest = np.argsort(squares, kind="stable")[:k]
        # Counting by np.unique works for labels of any kind; np.bincount would need 0, 1, 2, ...
        found, votes = np.unique(y_train[nearest], return_counts=True)
        labels.append(found[np.argmax(votes)])
    return np.array(labels)
