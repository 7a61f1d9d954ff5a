"""What two classifiers of counts must agree on."""

import numpy as np

COUNTING = ["MultinomialNB", "BernoulliNB", "ComplementNB"]


def same_predictions(mine, its, X):
    joint = its.predict_joint_log_proba(X)
    np.testing.assert_allclose(mine.predict_joint_log_proba(X), joint, rtol=1e-12, atol=1e-9)
    order = np.sort(joint, axis=1)
    clear = order[:, -1] - order[:, -2] > 1e-9 * np.abs(order[:, -1]) if joint.shape[1] > 1 else slice(None)
    np.testing.assert_array_equal(mine.predict(X)[clear], its.predict(X)[clear])
    np.testing.assert_array_equal(mine.predict(X), mine.classes_[mine.predict_joint_log_proba(X).argmax(axis=1)])
    np.testing.assert_allclose(mine.predict_proba(X), its.predict_proba(X), rtol=1e-8, atol=1e-14)
