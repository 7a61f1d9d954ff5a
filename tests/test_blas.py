"""The number of BLAS's threads is lowered while anyone needs that, and what it was afterwards."""

import threading

import numpy as np
import pytest
from threadpoolctl import ThreadpoolController, threadpool_info

from workings._blas import one_blas_thread

np.zeros((2, 2)) @ np.zeros((2, 2))


def numbers():
    return {one["num_threads"] for one in threadpool_info() if one["user_api"] == "blas"}


@pytest.fixture
def two():
    """BLAS with two threads, whatever the machine."""
    with ThreadpoolController().limit(limits=2, user_api="blas"):
        if numbers() != {2}:
            pytest.skip("this BLAS has no number of threads")
        yield


@pytest.mark.usefixtures("two")
def test_it_may_be_entered_again():
    with one_blas_thread():
        with one_blas_thread():
            assert numbers() == {1}
        assert numbers() == {1}
    assert numbers() == {2}


@pytest.mark.usefixtures("two")
def test_every_thread_counts_its_own_entries():
    """One comes while the other is inside, and goes before: it must not be taken for the last."""
    with one_blas_thread():
        thread = threading.Thread(target=lambda: one_blas_thread().__enter__())
        thread.start()
        thread.join()
        assert numbers() == {1}
    assert numbers() == {2}


@pytest.mark.usefixtures("two")
def test_an_error_restores_it():
    with pytest.raises(RuntimeError, match="no"), one_blas_thread():
        raise RuntimeError("no")
    assert numbers() == {2}
