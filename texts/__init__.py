"""The texts for people: Fluent catalogues, one per language, with formatted money and times."""

from texts.amounts import read_amount, read_minor_units
from texts.catalog import (
    ADMIN_LANGUAGES,
    LANGUAGES,
    Catalog,
    Translator,
    UnknownText,
    known_language,
)
from texts.values import Value, city, clock, day, gigabytes, minor_units, moment, money, title

__all__ = [
    "ADMIN_LANGUAGES",
    "LANGUAGES",
    "Catalog",
    "Translator",
    "UnknownText",
    "Value",
    "city",
    "clock",
    "day",
    "gigabytes",
    "known_language",
    "minor_units",
    "moment",
    "money",
    "read_amount",
    "read_minor_units",
    "title",
]
