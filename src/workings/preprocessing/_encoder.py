"""What OneHotEncoder and OrdinalEncoder have in common: they learn the categories of each column."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, TransformerMixin

from workings._other_arrays import validate_data
from workings.preprocessing._categories import (
    Grouping,
    column_name,
    counts_of,
    found_categories,
    given_categories,
    numbered_column,
    read_columns,
    refuse,
    refuse_unknown,
)
from workings.preprocessing._numbering import Numbered, is_nan, positions

Array = NDArray[Any]


class CategoryEncoder(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Reads columns of categories; knows those of the fit, and which are infrequent."""

    # Whether NaN belongs to no group of categories.
    _spares_missing = False
    _remedy = ""

    def _learn(self, X: Any) -> tuple[list[Numbered], list[Array], list[Grouping]]:
        """Return the columns of X with their values numbered, and the categories and groups of each."""
        columns = read_columns(X)  # first, for it tells what is wrong with X
        validate_data(self, X=X, reset=True, skip_check_array=True)
        numbered = [numbered_column(column, column_name(self, i)) for i, column in enumerate(columns)]
        return numbered, *self._learn_from(numbered)

    def _learn_from(self, numbered: list[Any]) -> tuple[list[Array], list[Grouping]]:
        """Return the categories and groups of columns of which the values and their counts are known."""
        self.n_features_in_ = len(numbered)
        if not isinstance(self.categories, str) and len(self.categories) != len(numbered):
            refuse(
                "Shape mismatch: if categories is an array, it has to be of shape (n_features,).",
                f"X has {len(numbered)} columns, and categories has {len(self.categories)} lists: give one per column.",
            )
        categories, groupings = [], []
        for i, one in enumerate(numbered):
            where = column_name(self, i)
            if isinstance(self.categories, str):
                categories.append(found_categories(one.values, where))
            else:
                categories.append(given_categories(self.categories[i], one.values, where))
                unknown = one.values[positions(one.values, categories[i]) < 0]
                if self.handle_unknown == "error" and len(unknown):
                    refuse_unknown(unknown, where, "fit", "Add them to categories, or " + self._remedy)
            groupings.append(self._grouping(one, categories[i]))
        return categories, groupings

    def _grouping(self, numbered: Numbered, categories: Array) -> Grouping:
        last = len(categories) - bool(self._spares_missing and is_nan(categories[-1]))
        if not self._groups_infrequent():
            return Grouping.none(last)
        counts = counts_of(numbered, categories)[:last]
        return Grouping.of(counts, len(numbered.codes), self.min_frequency, self.max_categories)

    def _groups_infrequent(self) -> bool:
        return self.max_categories is not None or self.min_frequency is not None

    def _keep(self, categories: list[Array], groupings: list[Grouping]) -> None:
        self.categories_ = categories
        self._groupings = groupings
        self._grouped = self._groups_infrequent()

    def _read(self, X: Any) -> list[Numbered]:
        """Return the columns of X, with their values numbered, if they are as many as in the fit."""
        columns = read_columns(X)
        validate_data(self, X=X, reset=False, skip_check_array=True)
        return [numbered_column(column, column_name(self, i)) for i, column in enumerate(columns)]

    def _places(self, numbered: Numbered, i: int) -> Array:
        """Return where each value of a column stands among the categories; -1, if that is allowed, is unknown."""
        places = positions(numbered.values, self.categories_[i])
        if self.handle_unknown == "error" and (places < 0).any():
            unknown = numbered.values[places < 0]
            refuse_unknown(unknown, column_name(self, i), "transform", self._remedy)
        return places

    @property
    def infrequent_categories_(self) -> list[Array | None]:
        """Infrequent categories for each feature."""
        if not getattr(self, "_grouped", False):
            raise AttributeError(
                f"{type(self).__name__} has no infrequent_categories_: set min_frequency or max_categories, and fit."
            )
        pairs = zip(self.categories_, self._groupings, strict=True)
        return [None if one.infrequent is None else categories[one.infrequent] for categories, one in pairs]

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.categorical = True
        tags.input_tags.allow_nan = True
        return tags


def widest(categories: list[Array]) -> np.dtype[Any]:
    """Return the type of a table of these categories."""
    return np.result_type(*[one.dtype for one in categories])
