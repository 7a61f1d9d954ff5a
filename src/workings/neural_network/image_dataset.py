"""Images in folders, one folder for each class, as batches."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from workings._validation import Array

ENDINGS = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp")
_MODES = {"grayscale": ("L", 1), "rgb": ("RGB", 3), "rgba": ("RGBA", 4)}
_WAYS = ("nearest", "bilinear", "bicubic", "lanczos")


@dataclass
class ImageDataset:
    """Batches of images and their classes; a new order each time it is iterated, if shuffled.

    Attributes
    ----------
    file_paths : list of Path
    labels : ndarray of int
    class_names : list of str
        In the order of the labels.
    skipped : list of Path
        Files that turned out not to be images, if they are skipped.
    """

    file_paths: list[Path]
    labels: Array
    class_names: list[str]
    label_mode: str | None
    color_mode: str
    batch_size: int
    image_size: tuple[int, int]
    shuffle: bool
    interpolation: str
    corrupt: str
    rng: np.random.Generator

    def __post_init__(self) -> None:
        """Begin with nothing skipped."""
        self.skipped: list[Path] = []

    def __len__(self) -> int:
        """Return the number of batches (an upper bound, if files must be skipped)."""
        return (len(self.file_paths) + self.batch_size - 1) // self.batch_size

    def __iter__(self) -> Iterator[Any]:
        """Yield (images, labels) batch by batch, or images alone if there are no labels."""
        n = len(self.file_paths)
        yield from self._batches(self.rng.permutation(n) if self.shuffle else np.arange(n))

    def _batches(self, order: Array) -> Iterator[Any]:
        for start in range(0, len(order), self.batch_size):
            read = [(self._image(self.file_paths[k]), self.labels[k]) for k in order[start : start + self.batch_size]]
            good = [(image, label) for image, label in read if image is not None]
            if not good:
                continue
            x = np.stack([image for image, _ in good])
            yield (x,) if self.label_mode is None else (x, self._labels(np.array([label for _, label in good])))

    def arrays(self) -> tuple[Array, Array]:
        """Return all images and labels as two arrays, in the order of the files."""
        batches = list(self._batches(np.arange(len(self.file_paths))))
        x = np.concatenate([batch[0] for batch in batches])
        y = np.concatenate([batch[1] for batch in batches]) if self.label_mode else np.empty(0)
        return x, y

    def _labels(self, labels: Array) -> Array:
        if self.label_mode == "categorical":
            return np.eye(len(self.class_names), dtype=np.float32)[labels]
        return labels.astype(np.float32)[:, np.newaxis] if self.label_mode == "binary" else labels

    def _image(self, path: Path) -> Array | None:
        from PIL import Image, UnidentifiedImageError

        mode, _ = _MODES[self.color_mode]
        height, width = self.image_size
        try:
            with Image.open(path) as file:
                image = file.convert(mode)
            if image.size != (width, height):
                image = image.resize((width, height), Image.Resampling[self.interpolation.upper()])
        except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as problem:
            if self.corrupt == "raise":
                raise ValueError(
                    f"image_dataset_from_directory: {path} cannot be read as an image ({problem}). Remove it, or pass "
                    "corrupt='skip'."
                ) from None
            if path not in self.skipped:
                self.skipped.append(path)
                warnings.warn(f"{path} cannot be read as an image and is skipped ({problem}).", stacklevel=4)
            return None
        pixels = np.asarray(image, dtype=np.float32)
        return pixels[:, :, np.newaxis] if pixels.ndim == 2 else pixels


def image_dataset_from_directory(
    directory: str | Path,
    labels: str | None = "inferred",
    label_mode: str | None = "int",
    class_names: Sequence[str] | None = None,
    color_mode: str = "rgb",
    batch_size: int = 32,
    image_size: tuple[int, int] = (256, 256),
    shuffle: bool = True,
    seed: int | None = None,
    validation_split: float | None = None,
    subset: str | None = None,
    interpolation: str = "bilinear",
    corrupt: str = "raise",
) -> ImageDataset:
    """Read images from folders: each folder in `directory` is a class, and its name the class's name.

    Parameters
    ----------
    directory : str or Path
    labels : "inferred" or None
        None: there are no classes; all images, however deep, and no labels.
    label_mode : {"int", "categorical", "binary"} or None
        Class numbers; one-hot rows; 0.0 or 1.0 in a column; or no labels.
    class_names : sequence of str, optional
        The folders to read, in the order that numbers the classes; else all, by name.
    color_mode : {"rgb", "grayscale", "rgba"}
    batch_size : int, default 32
    image_size : tuple of two int, default (256, 256)
        Height and width to which each image is brought; its sides are stretched as needed.
    shuffle : bool, default True
        A new order each time the data set is iterated. False: by name.
    seed : int, optional
        For the orders, and for the split: give the same one to "training" and to "validation".
    validation_split : float, optional
        The share of the images that is "validation".
    subset : {"training", "validation"}
        Which part of the split to return.
    interpolation : {"nearest", "bilinear", "bicubic", "lanczos"}
        How Pillow resizes.
    corrupt : {"raise", "skip"}
        What to do with a file that is no image: an error that names it, or a warning and no image.

    Returns
    -------
    ImageDataset
        Yields float32 images of shape (batch, height, width, channels) with values 0..255. Files are read when their
        batch comes, so a folder may be larger than memory.

    Raises
    ------
    FileNotFoundError
        There is no such folder.
    ValueError
        No images, no classes, an unknown word; a file that is no image.

    Examples
    --------
    >>> import tempfile
    >>> from PIL import Image
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     for name, grey in (("dark", 10), ("light", 200)):
    ...         _ = (Path(folder) / name).mkdir()
    ...         Image.new("L", (6, 4), grey).save(Path(folder) / name / "one.png")
    ...     data = image_dataset_from_directory(folder, image_size=(4, 4), shuffle=False)
    ...     x, y = next(iter(data))
    >>> data.class_names, x.shape, y, x[:, 0, 0, 0]
    (['dark', 'light'], (2, 4, 4, 3), array([0, 1]), array([ 10., 200.], dtype=float32))
    """
    folder = Path(directory)
    _check_words(labels, label_mode, color_mode, interpolation, corrupt, subset, validation_split)
    if not folder.is_dir():
        raise FileNotFoundError(f"image_dataset_from_directory: there is no folder {folder}.")
    if batch_size < 1 or len(image_size) != 2 or min(image_size) < 1:
        raise ValueError(f"image_dataset_from_directory: batch_size={batch_size} and image_size={image_size} must be "
                         "whole numbers above 0: 32, and (height, width).")  # fmt: skip
    names = _classes(folder, class_names) if labels is not None else []
    paths, numbers = [], []
    for k, name in enumerate(names or [""]):
        here = sorted(p for p in (folder / name).rglob("*") if p.suffix.lower() in ENDINGS and p.is_file())
        paths += here
        numbers += [k] * len(here)
    if not paths:
        raise ValueError(f"image_dataset_from_directory: {folder} holds no images ({', '.join(ENDINGS)}).")
    if label_mode == "binary" and labels is not None and len(names) != 2:
        raise ValueError(f"image_dataset_from_directory: label_mode='binary' needs two classes; {folder} has {names}.")
    order = np.arange(len(paths))
    if validation_split:
        order = np.random.default_rng(seed).permutation(len(paths)) if shuffle else order
        cut = len(paths) - int(validation_split * len(paths))
        order = np.sort(order[:cut] if subset == "training" else order[cut:])
        if not order.size:
            raise ValueError(f"image_dataset_from_directory: of {len(paths)} images none is left for {subset!r}.")
    return ImageDataset(
        [paths[k] for k in order], np.array(numbers)[order], names, label_mode if labels is not None else None,
        color_mode, batch_size, (int(image_size[0]), int(image_size[1])), shuffle, interpolation, corrupt,
        np.random.default_rng(seed),
    )  # fmt: skip


def _classes(folder: Path, wanted: Sequence[str] | None) -> list[str]:
    found = sorted(p.name for p in folder.iterdir() if p.is_dir() and not p.name.startswith("."))
    if not found:
        raise ValueError(
            f"image_dataset_from_directory: {folder} has no folders, of which each would be a class. Put the images of "
            "a class into a folder of its name, or pass labels=None."
        )
    if wanted is None:
        return found
    if missing := [name for name in wanted if name not in found]:
        raise ValueError(f"image_dataset_from_directory: no folder {missing[0]!r} in {folder}; there are {found}.")
    return list(wanted)


def _check_words(
    labels: Any, label_mode: Any, color_mode: Any, interpolation: Any, corrupt: Any, subset: Any, share: float | None
) -> None:
    for name, value, known in (
        ("labels", labels, ("inferred", None)),
        ("label_mode", label_mode, ("int", "categorical", "binary", None)),
        ("color_mode", color_mode, tuple(_MODES)),
        ("interpolation", interpolation, _WAYS),
        ("corrupt", corrupt, ("raise", "skip")),
        ("subset", subset, ("training", "validation", None)),
    ):
        if value not in known:
            words = ", ".join(map(repr, known))
            raise ValueError(f"image_dataset_from_directory({name}={value!r}): it is one of {words}.")
    if (share is None) != (subset is None) or (share is not None and not 0.0 < share < 1.0):
        raise ValueError(
            f"image_dataset_from_directory: validation_split={share} and subset={subset!r} go together: a share "
            "between 0 and 1, and which part, 'training' or 'validation'."
        )
