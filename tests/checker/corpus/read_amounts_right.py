"""The number in each text, right, in several styles."""

import re

import numpy as np
import pandas as pd


def read_amounts_extract(texts):
    bare = pd.Series(texts).str.replace(",", "", regex=False)
    return bare.str.extract(r"(-?\d+(?:\.\d+)?)", expand=False).astype(float)


def read_amounts_replace(texts):
    return pd.to_numeric(pd.Series(texts).str.replace(r"[^\d.-]", "", regex=True), errors="coerce")


def read_amounts_frame(texts):
    found = pd.DataFrame({"text": texts})["text"].str.extract(r"(?P<amount>-?[\d,]*\d(?:\.\d+)?)")
    return found["amount"].str.replace(",", "").astype(float).to_numpy()


def read_amounts_search(texts):
    out = []
    for text in texts:
        found = re.search(r"-?\d[\d,]*(\.\d+)?", text)
        out.append(float(found.group().replace(",", "")) if found else float("nan"))
    return out


def read_amounts_letters(texts):
    out = np.full(len(texts), np.nan)
    for i, text in enumerate(texts):
        kept = "".join(letter for letter in text if letter in "0123456789.-")
        if kept:
            out[i] = float(kept)
    return out


def read_amounts_tried(texts):
    def number(text):
        try:
            return float(text.upper().replace("EUR", "").replace("USD", "").replace(",", "").strip())
        except ValueError:
            return np.nan

    return [number(str(text)) for text in texts]


def read_amounts_applied(texts):
    return pd.Series(texts).apply(lambda text: "".join(re.findall(r"[-\d.]", text)) or "nan").astype(float)


def read_amounts_nullable(texts):
    bare = pd.Series(texts, dtype="string").str.replace(",", "", regex=False)
    return bare.str.extract(r"(-?\d+(?:\.\d+)?)", expand=False).astype("Float64")


RIGHT = [name for name in dir() if name.startswith("read_amounts")]
EXPECTED = {name: {"intent": None, "outcome": "right", "codes": [], "may": []} for name in RIGHT}
