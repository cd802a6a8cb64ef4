"""Fluent catalogues, read once at the start."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, tzinfo
from functools import cache, partial
from html import escape
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale
from fluent.runtime import FluentBundle, FluentResource

from texts.values import Value, written

LANGUAGES = {"en": "English", "ru": "Русский"}
_FALLBACK = "en"
# These are plain text (the templates of the page escape it); all other texts are Telegram's HTML.
_PLAIN = ("button-", "command-", "toast-", "invoice-", "checkout-", "page-")


class UnknownText(LookupError):
    """No catalogue has a text of this name."""


class Translator:
    """Translates for one reader: `translate("menu", balance=money(14900, "RUB"))`."""

    def __init__(self, catalog: "Catalog", locale: str, timezone: str) -> None:
        self.locale = known_language(locale)
        self._format = partial(catalog.format, self.locale, timezone=timezone)

    def __call__(self, name: str, /, **args: Value) -> str:
        return self._format(name, args)


@cache
def _babel(language: str) -> Locale:
    return Locale(language)


@dataclass(frozen=True)
class Catalog:
    bundles: Mapping[str, FluentBundle]

    @classmethod
    @cache
    def load(cls, folder: Path = Path(__file__).parent) -> "Catalog":
        return cls({language: _bundle(folder / language) for language in LANGUAGES})

    def translator(self, locale: str, timezone: str = "UTC") -> Translator:
        return Translator(self, locale, timezone)

    def format(
        self, locale: str, name: str, args: Mapping[str, Value], timezone: str = "UTC"
    ) -> str:
        """Returns the text in a language, with arguments escaped if it is HTML. Raises UnknownText,
        and ValueError when an argument is missing or not a value (see texts.values)."""
        language = known_language(locale)
        bundle = self.bundles[language]
        if not bundle.has_message(name) or (pattern := bundle.get_message(name).value) is None:
            raise UnknownText(name)
        zone, locale_ = _zone(timezone), _babel(language)
        shown = {key: written(value, locale_, zone) for key, value in args.items()}
        if not name.startswith(_PLAIN):
            shown = {key: _escaped(value) for key, value in shown.items()}
        text, errors = bundle.format_pattern(pattern, shown)
        if errors:
            raise ValueError(f"{language}/{name}: {errors[0]}")
        return str(text)


def _zone(name: str) -> tzinfo:
    """Uses UTC for a zone that this machine does not know: a wrong hour is better than no text."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return UTC


def known_language(locale: str) -> str:
    """Returns the catalogue for a locale such as `ru-RU`; English for an unsupported one."""
    language = locale.partition("-")[0].lower()
    return language if language in LANGUAGES else _FALLBACK


def _escaped(value: str | int) -> str | int:
    return escape(value, quote=False) if isinstance(value, str) else value


def _bundle(folder: Path) -> FluentBundle:
    bundle = FluentBundle([folder.name], use_isolating=False)
    for file in sorted(folder.glob("*.ftl")):
        bundle.add_resource(FluentResource(file.read_text("utf-8")))
    return bundle
