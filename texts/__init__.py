"""The texts for people: Fluent catalogues in `en` and `ru`, with formatted money and times."""

from texts.catalog import LANGUAGES, Catalog, Translator, UnknownText, known_language
from texts.values import Value, city, clock, day, gigabytes, moment, money, title

__all__ = [
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
    "moment",
    "money",
    "title",
]
