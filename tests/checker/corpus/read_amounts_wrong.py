"""The number in each text, wrong, or easily broken."""

import re

import numpy as np
import pandas as pd


def read_amounts_coerced(texts):
    return pd.to_numeric(pd.Series(texts), errors="coerce")


def read_amounts_zeroed(texts):
    return pd.to_numeric(pd.Series(texts), errors="coerce").fillna(0)


def read_amounts_with_currency(texts):
    return pd.to_numeric(pd.Series(texts).str.replace(",", ""), errors="coerce")


def read_amounts_with_commas(texts):
    return pd.to_numeric(pd.Series(texts).str.replace("EUR|USD", "", regex=True).str.strip(), errors="coerce")


def read_amounts_first_digits(texts):
    return pd.Series(texts).str.extract(r"(-?\d+)", expand=False).astype(float)


def read_amounts_stops(texts):
    return [float(re.search(r"-?\d+\.?\d*", text)[0]) if re.search(r"\d", text) else np.nan for text in texts]


def read_amounts_whole(texts):
    return pd.Series(texts).str.replace(",", "").str.extract(r"(-?\d+)", expand=False).astype(float)


def read_amounts_pointless(texts):
    return pd.to_numeric(pd.Series(texts).str.replace(r"[^\d-]", "", regex=True), errors="coerce")


def read_amounts_unsigned(texts):
    return pd.to_numeric(pd.Series(texts).str.replace(r"[^\d.]", "", regex=True), errors="coerce")


def read_amounts_european(texts):
    points = pd.Series(texts).str.replace(",", ".")
    return points.str.extract(r"(-?\d+(?:\.\d+)?)", expand=False).astype(float)


def read_amounts_one_comma(texts):
    bare = pd.Series(texts).str.replace(r"[^\d.,-]", "", regex=True).str.replace(",", "", n=1)
    return pd.to_numeric(bare, errors="coerce")


def read_amounts_rounded(texts):
    return pd.to_numeric(pd.Series(texts).str.replace(r"[^\d.-]", "", regex=True), errors="coerce").round()


def read_amounts_raises(texts):
    return pd.Series(texts).str.replace(r"[^\d.-]", "", regex=True).astype(float)


def read_amounts_fills(texts):
    return pd.to_numeric(pd.Series(texts).str.replace(r"[^\d.-]", "", regex=True), errors="coerce").fillna(0.0)


def read_amounts_drops(texts):
    return pd.to_numeric(pd.Series(texts).str.replace(r"[^\d.-]", "", regex=True), errors="coerce").dropna()


def read_amounts_cents(texts):
    bare = pd.Series(texts).str.replace(",", "")
    return bare.str.extract(r"(-?\d+(?:\.\d{1,2})?)", expand=False).astype(float)


CODES = {
    "read_amounts_coerced": "only_bare_numbers",
    "read_amounts_zeroed": "only_bare_numbers",
    "read_amounts_with_currency": "currency_left",
    "read_amounts_with_commas": "commas_left",
    "read_amounts_first_digits": "stops_at_the_comma",
    "read_amounts_stops": "stops_at_the_comma",
    "read_amounts_whole": "loses_decimals",
    "read_amounts_pointless": "loses_the_point",
    "read_amounts_unsigned": "loses_the_sign",
    "read_amounts_european": "comma_as_point",
    "read_amounts_one_comma": "first_comma_only",
    "read_amounts_rounded": "rounds",
    "read_amounts_raises": "fails_without_number",
    "read_amounts_fills": "invents_number",
    "read_amounts_drops": "invents_number",
    "read_amounts_cents": "two_decimals_only",
}
FRAGILE = {"read_amounts_raises", "read_amounts_fills", "read_amounts_drops", "read_amounts_cents"}
EXPECTED = {
    name: {
        "intent": None,
        "outcome": "fragile" if name in FRAGILE else "wrong",
        "codes": [code],
        "may": ["invents_number", "fails_without_number"] if name not in FRAGILE else [],
    }
    for name, code in CODES.items()
}
