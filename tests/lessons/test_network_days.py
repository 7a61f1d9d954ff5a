"""Days 39 to 42: what their data and pictures say is true, and tables of the learner's own."""

import numpy as np
import pytest
from scipy.signal import correlate2d

from workings.lessons import get_day


@pytest.mark.parametrize(("number", "classes"), [(39, 2), (40, 3), (41, 2), (42, 3)])
def test_own_table(number, classes, run_on_own, noisy_kinds, tmp_path):
    written, drawn = run_on_own(number, noisy_kinds(classes, noise=0.3))
    assert "90 rows" in written
    assert len(drawn) == 1
    assert bool(list(tmp_path.rglob("events*"))) == (number == 42)


def test_a_table_of_pixels_is_read_as_images(run_on_own):
    rng = np.random.default_rng(0)
    y = rng.integers(0, 2, 80)
    X = rng.normal(size=(80, 4, 4)) + 3.0 * (y[:, None, None] * np.eye(4) + (1 - y)[:, None, None] * np.eye(4)[::-1])
    names = [f"p{k}" for k in range(16)]
    rows = [",".join([*(f"{v:.3f}" for v in x.ravel()), f"k{k}"]) for x, k in zip(X, y, strict=True)]
    written, _ = run_on_own(41, [",".join([*names, "kind"]), *rows])
    share = float(written.split("held out ")[1].split(" %")[0])
    assert share > 85.0


def test_the_edge_filter_slides_as_scipy_correlates():
    picture = get_day(41).module("picture")
    image, kernel = picture.images()[7], picture.edge_filter(30.0)
    np.testing.assert_allclose(picture.slide(image, kernel), correlate2d(image, kernel, mode="valid"), atol=1e-12)
    np.testing.assert_allclose(picture.edge_filter(0.0), np.array([[-1, 0, 1]] * 3) / 3, atol=1e-12)
    np.testing.assert_allclose(picture.edge_filter(90.0), np.array([[1] * 3, [0] * 3, [-1] * 3]) / 3, atol=1e-12)


def test_the_way_through_is_that_of_the_weights_after_so_many_epochs():
    picture = get_day(39).module("picture")
    model, kept, right = picture.trained()
    data = picture.digits_once()
    for epochs in (0, 5, 12):
        picture.scene(epochs, 3.0)
        share = float((model.predict(data.X_test).argmax(axis=1) == data.y_test).mean())
        assert epochs == 0 or share == pytest.approx(right[epochs])
    assert right[12] > 0.9
    assert len(kept) == 13


def test_smoothing_is_corrected():
    picture = get_day(42).module("picture")
    raw, corrected = picture.smoothed(np.ones(9), 0.75)
    np.testing.assert_allclose(corrected, 1.0, rtol=1e-12)
    np.testing.assert_allclose(raw, 1.0 - 0.75 ** np.arange(1, 10), rtol=1e-12)


def test_leaves_are_the_same_from_the_same_seed(tmp_path):
    data = get_day(40).module("data")
    for name in ("one", "two"):
        data.write_leaves(tmp_path / name, each=2)
    files = sorted(path.relative_to(tmp_path / "one") for path in (tmp_path / "one").rglob("*.png"))
    assert len(files) == 6
    assert all((tmp_path / "one" / f).read_bytes() == (tmp_path / "two" / f).read_bytes() for f in files)
