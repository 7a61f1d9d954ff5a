"""Support vector machines: scikit-learn's names, parameters and attributes."""

import sklearn  # noqa: F401 -- before its parts, for the sake of threads: see kernels/_numba.py

from workings.svm.linear_svc import LinearSVC
from workings.svm.linear_svr import LinearSVR
from workings.svm.one_class_svm import OneClassSVM
from workings.svm.svc import SVC
from workings.svm.svr import SVR

__all__ = ["SVC", "SVR", "LinearSVC", "LinearSVR", "OneClassSVM"]
