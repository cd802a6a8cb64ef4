"""Fluent catalogues, each read when it is first used."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from functools import cache, partial
from html import escape
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale
from fluent.runtime import FluentBundle, FluentResource

from texts.bidi import right_to_left, uncluttered
from texts.values import Value, written

# Each language with its own name. The shop offers those of its setting `languages`.
LANGUAGES = {
    "en": "English",
    "ru": "Русский",
    "de": "Deutsch",
    "kk": "Қазақша",
    "uz": "Oʻzbekcha",
    "ar": "العربية",
    "tg": "Тоҷикӣ",
    "fa": "فارسی",
}
_FALLBACK = "en"
# These are plain text (the templates of the page escape it); all other texts are Telegram's HTML.
_PLAIN = ("button-", "command-", "toast-", "invoice-", "checkout-", "page-")
# The page has a direction of its own, and Telegram's list of commands is compared with ours.
_WITHOUT_MARKS = ("command-", "page-")


class UnknownText(LookupError):
    """No catalogue has a text of this name."""


class Translator:
    """Translates for one reader: `translate("menu", balance=money(14900, "RUB"))`."""

    def __init__(self, catalog: "Catalog", locale: str, timezone: str) -> None:
        self.locale = known_language(locale)
        self._format = partial(catalog.format, self.locale, timezone=timezone)

    def __call__(self, name: str, /, **args: Value) -> str:
        return self._format(name, args)


@dataclass(frozen=True)
class Catalog:
    folder: Path
    bundles: dict[str, FluentBundle] = field(default_factory=dict)

    @classmethod
    @cache
    def load(cls, folder: Path = Path(__file__).parent) -> "Catalog":
        return cls(folder)

    def bundle(self, language: str) -> FluentBundle:
        """Reading one takes a tenth of a second, and few shops have users of all languages."""
        found = self.bundles.get(language)
        if found is None:
            found = self.bundles[language] = _bundle(self.folder / language)
        return found

    def translator(self, locale: str, timezone: str = "UTC") -> Translator:
        return Translator(self, locale, timezone)

    def format(
        self, locale: str, name: str, args: Mapping[str, Value], timezone: str = "UTC"
    ) -> str:
        """Returns the text in a language, with arguments escaped if it is HTML. Raises UnknownText,
        and ValueError when an argument is missing or not a value (see texts.values)."""
        language = known_language(locale)
        bundle = self.bundle(language)
        if not bundle.has_message(name) or (pattern := bundle.get_message(name).value) is None:
            raise UnknownText(name)
        zone = _zone(timezone)
        shown = {key: written(value, Locale(language), zone) for key, value in args.items()}
        if not name.startswith(_PLAIN):
            shown = {key: _escaped(value) for key, value in shown.items()}
        text, errors = bundle.format_pattern(pattern, shown)
        if errors:
            raise ValueError(f"{language}/{name}: {errors[0]}")
        if not bundle.use_isolating:
            return str(text)
        text = uncluttered(str(text))
        return text if name.startswith(_WITHOUT_MARKS) else right_to_left(text)


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
    is_rtl = Locale(folder.name).text_direction == "rtl"
    bundle = FluentBundle([folder.name], use_isolating=is_rtl)
    for file in sorted(folder.glob("*.ftl")):
        bundle.add_resource(FluentResource(file.read_text("utf-8")))
    return bundle
