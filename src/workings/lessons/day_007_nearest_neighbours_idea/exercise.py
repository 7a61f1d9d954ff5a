"""Day 7: write the vote of the nearest neighbours.

    workings check exercise.py

The training samples lie in the rows of X_train, shape (n, p), their labels in y_train, shape (n,); the rows of X_test,
shape (m, p), are to be labelled. For each of them:

    distance to training sample i    sqrt(sum over j of (x_j - X_train[i, j])^2)
    the k nearest                    the k training samples of least distance
    label                            the most frequent among theirs; of equally frequent ones, any

Labels are names: whole numbers, perhaps below 0 or with gaps. A mean of names is no name.
"""

import numpy as np


def knn_predict(X_train, y_train, X_test, k):
    """Return the label of each row of X_test, shape (m,)."""
    labels = []
    for x in X_test:
        away = X_train - x
        # Your turn: how far is each training sample from x? Which k are nearest? Which label do most of them have?
        nearest = np.arange(len(away))[:k]
        labels.append(y_train[nearest[0]])
    return np.array(labels)
