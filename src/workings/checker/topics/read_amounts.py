"""The number in each text: with thousands, decimals and a sign, and with words and blanks around it."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import numpy as np

from workings.checker.model import Array
from workings.checker.topics._plain import Cause, Example, Given, Plain, Reading

NAN = np.nan
_BARE = re.compile(r"\s*-?\d+(\.\d+)?\s*")


def _number(text: str) -> float:
    """Read a text letter by letter: digits, then perhaps a point and digits; commas in between say nothing."""
    start = next((i for i, letter in enumerate(text) if letter.isdigit()), None)
    if start is None:
        return NAN
    kept, pointed = "-" if text[:start].endswith("-") else "", False
    for letter in text[start:]:
        if letter == "." and not pointed:
            pointed = True
        elif not letter.isdigit() and letter != ",":
            break
        kept += "" if letter == "," else letter
    return float(Decimal(kept))


def exact(texts: Array) -> Array:
    """Read each text by itself."""
    return np.array([_number(text) for text in texts.tolist()])


def _each(change: Callable[[str], Any]) -> Any:
    return lambda texts: np.array([float(change(text)) for text in texts.tolist()])


def _first(pattern: str, clean: Callable[[str], str] = lambda text: text) -> Any:
    """Return the mistake of taking what another pattern finds first."""

    def find(text: str) -> float:
        found = re.search(pattern, clean(text))
        return float(found[0]) if found else NAN

    return _each(find)


def _bare(clean: Callable[[str], str], otherwise: float) -> Any:
    """Return the mistake of reading those texts only that are a number once they are cleaned in part."""
    return _each(lambda text: clean(text) if _BARE.fullmatch(clean(text)) else otherwise)


def _as_it_is(text: str) -> str:
    return text


def _no_commas(text: str) -> str:
    return text.replace(",", "")


def _no_letters(text: str) -> str:
    return re.sub(r"[^\d.,-]", "", text)


def _comma_as_point(text: str) -> str:
    return text.replace(",", ".")


def _one_comma(text: str) -> str:
    return _no_letters(text).replace(",", "", 1)


_DIGITS = r"-?\d+"
_DECIMAL = r"-?\d+(\.\d+)?"

MISTAKES = (
    *(("only_bare_numbers", _bare(_as_it_is, empty)) for empty in (NAN, 0.0)),
    *(("currency_left", _bare(_no_commas, empty)) for empty in (NAN, 0.0)),
    *(("commas_left", _bare(_no_letters, empty)) for empty in (NAN, 0.0)),
    *(("first_comma_only", _bare(_one_comma, empty)) for empty in (NAN, 0.0)),
    ("stops_at_the_comma", _first(_DECIMAL)),
    ("stops_at_the_comma", _first(_DIGITS)),
    ("stops_at_the_comma", _first(r"\d+")),
    ("stops_at_the_comma", _first(r"\d+(\.\d+)?")),
    ("loses_decimals", _first(_DIGITS, _no_commas)),
    ("loses_decimals", _first(r"\d+", _no_commas)),
    ("loses_the_point", _each(lambda text: re.sub(r"\D", "", text))),
    ("loses_the_point", _each(lambda text: re.sub(r"[^\d-]", "", text))),
    ("loses_the_sign", lambda texts: np.abs(exact(texts))),
    ("sign_flipped", lambda texts: -exact(texts)),
    ("comma_as_point", _first(_DECIMAL, _comma_as_point)),
    ("comma_as_point", _bare(lambda text: _comma_as_point(_no_letters(text)), NAN)),
    ("in_cents", lambda texts: 100.0 * exact(texts)),
    ("rounds", lambda texts: np.round(exact(texts))),
    ("rounds", lambda texts: np.floor(exact(texts))),
    ("last_group_only", _first(r"\d+(\.\d+)?(?=\D*$)", _as_it_is)),
    ("measures_length", _each(len)),
    ("sums_all", lambda texts: np.sum(exact(texts))),
)

TEXTS = np.array([" 1,234.50 EUR", "EUR -3.20", "12.75", "87 EUR", "2,045,600 EUR ", "-1,050.25 EUR", "0.80EUR"])
PRICES = np.array(["USD 19.99", "-7.25", "3,400.5 USD", "1,200,300.10", " 46 "])

TOPIC = Plain(
    name="read_amounts",
    formula="read_amounts(texts)_i = the number in texts[i]; commas part thousands, a point comes before decimals",
    names=r"(read|parse|clean|extract|convert)_(the_)?(amounts?|prices?|numbers?|money|currency)(_|$)"
    r"|(amounts?|prices?|numbers?)_(from|of)_(texts?|strings?|words)",
    given=(
        Given(
            "texts",
            "n",
            "text strings words amounts prices s x column values raw",
            ["1,234.50 EUR", "EUR -3.20", "12.75", "87 EUR", "2,045,600", "-1,050.25 EUR"],
        ),
    ),
    exact=exact,
    readings=(Reading("one number each", "the number in each text, as a float; nan where there is none"),),
    examples=(
        Example("usual", (TEXTS,)),
        Example("usual", (PRICES,)),
        Example("usual", (np.array(["EUR 4,021.05", "-9.5 EUR", "1,000,250.75 EUR", "33.4"]),)),
        Example("telling", (np.array(["2.5", "-1,200 EUR"]),)),
        Example("one text alone", (np.array(["1,100.40 EUR"]),), "fails_single_text"),
        Example("bare numbers", (np.array(["2.5", "-4", "0"]),), "fails_bare_numbers"),
        Example(
            "text without a number", (np.array(["12.75", "n/a", "-2 EUR"]),), "invents_number", "fails_without_number"
        ),
        Example("an empty text", (np.array(["", "8.25 EUR"]),), "invents_number", "fails_without_number"),
        Example("thousandths", (np.array(["0.125", "1,234.0625 EUR"]),), "two_decimals_only"),
    ),
    mistakes=MISTAKES,
    causes={
        "only_bare_numbers": Cause(
            "wrong",
            "Only texts that are nothing but a number are read; to_numeric(errors='coerce') turns all others into nan, "
            "in silence. Take away commas and what stands around the number first.",
        ),
        "currency_left": Cause(
            "wrong", "Texts with a currency are not read: take it away first (str.extract finds digits)."
        ),
        "commas_left": Cause("wrong", "Texts with commas are not read: take the commas away, they part thousands."),
        "first_comma_only": Cause("wrong", "Only the first comma of a text is taken away; millions have two."),
        "stops_at_the_comma": Cause("wrong", "Reading stops at the first comma: 1,234.50 becomes 1."),
        "loses_decimals": Cause("wrong", "The decimals are lost: let the pattern go on after the point."),
        "loses_the_point": Cause("wrong", "The point is taken away with the rest: 12.75 becomes 1275."),
        "loses_the_sign": Cause("wrong", "The minus is lost: a refund counts as a sale."),
        "comma_as_point": Cause("wrong", "The comma is taken for the point before decimals; here it parts thousands."),
        "in_cents": Cause("wrong", "Everything is a hundred times too large."),
        "rounds": Cause("wrong", "The numbers are rounded to whole ones."),
        "last_group_only": Cause("wrong", "Only the digits after the last comma are read."),
        "measures_length": Cause("wrong", "The length of each text comes back; asked for is the number in it."),
        "sums_all": Cause("wrong", "One sum comes back; each text has its number."),
        "fails_single_text": Cause("fragile", "A single text fails."),
        "fails_bare_numbers": Cause("fragile", "Texts that are bare numbers fail."),
        "invents_number": Cause("fragile", "A text without a number needs nan in its place: not 0, and not left out."),
        "fails_without_number": Cause("fragile", "One text without a number stops it, or spoils others: give nan."),
        "two_decimals_only": Cause("fragile", "Numbers with more than two decimals are cut."),
    },
    instead="nan",
    sizes={"n": (1, 4)},
    grows_with="the number of texts",
    untried=("complex numbers", "other ways to write numbers"),
).topic()
