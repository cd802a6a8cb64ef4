"""Fluent catalogues, each read when it is first used."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache, partial
from html import escape
from pathlib import Path
from typing import Any

from babel import Locale
from fluent.runtime import FluentBundle, FluentResource
from fluent.runtime.resolver import Pattern
from fluent.runtime.types import FluentType
from fluent.syntax.ast import Resource

from texts.bidi import right_to_left, uncluttered
from texts.own import OwnTexts, resource, texts_of
from texts.values import Reader, Time, Value, written, zone_named

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
# Those of the admin menu (admin*.ftl), by the language of the shop that somebody reads; English for
# the others.
ADMIN_LANGUAGES = dict.fromkeys(("ru", "kk", "uz", "tg"), "ru")
# These are plain text (the templates of the page escape it); all other texts are Telegram's HTML.
_PLAIN = ("button-", "command-", "description", "toast-", "invoice-", "checkout-", "page-")
# How names begin of what stands in admin*.ftl.
_ADMIN = ("admin-", "button-admin-", "toast-admin-", "broadcast-")
# The page has a direction of its own, and Telegram's list of commands is compared with ours.
_WITHOUT_MARKS = ("command-", "page-")


class UnknownText(LookupError):
    """No catalogue has a text of this name."""


class Translator:
    """Translates for one reader: `translate("menu", balance=money(14900, "RUB"))`. `now`: business
    time, None for the machine's."""

    def __init__(
        self, catalog: "Catalog", locale: str, timezone: str, now: datetime | None
    ) -> None:
        self.locale = known_language(locale)
        self._format = partial(catalog.format, self.locale, timezone=timezone, now=now)

    def __call__(self, name: str, /, **args: Value) -> str:
        return self._format(name, args)


@cache
def _babel(language: str) -> Locale:
    return Locale(language)


@dataclass
class Taken:
    """The texts of the shop as the database gave them last, and which of them could not be
    written."""

    version: int | None = None
    texts: OwnTexts = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Catalog:
    folder: Path
    bundles: dict[str, FluentBundle] = field(default_factory=dict)
    """What is written: with the texts of the shop, where it has some."""
    ours: dict[str, FluentBundle] = field(default_factory=dict)
    resources: dict[str, list[Resource]] = field(default_factory=dict)
    admin_resources: dict[str, list[Resource]] = field(default_factory=dict)
    """Texts of the admin menu are as many as those of customers: they are read when an admin
    comes, and stay until the bundle is made anew."""
    taken: Taken = field(default_factory=Taken)

    @classmethod
    @cache
    def load(cls, folder: Path = Path(__file__).parent) -> "Catalog":
        return cls(folder)

    def bundle(self, language: str) -> FluentBundle:
        """Reading one takes a tenth of a second, and few shops have users of all languages."""
        found = self.bundles.get(language)
        if found is None:
            own = texts_of(self.taken.texts, language)
            found = self._with(language, own) if own else self.our_bundle(language)
            self.bundles[language] = found
        return found

    def our_bundle(self, language: str) -> FluentBundle:
        found = self.ours.get(language)
        if found is None:
            found = self.ours[language] = self._with(language, {})
        return found

    def take(self, version: int, texts: OwnTexts) -> None:
        """From now on writes these texts of the shop in place of ours. Bundles are made anew, so
        that writing costs the same with them and without."""
        self.taken.version, self.taken.texts, self.taken.failed = version, texts, {}
        self.bundles.clear()

    def preview(
        self,
        locale: str,
        name: str,
        text: str,
        args: Mapping[str, Value],
        timezone: str = "UTC",
    ) -> str:
        """What a message would say if this was the shop's text."""
        language = known_language(locale)
        own = {**texts_of(self.taken.texts, language), name: text}
        tried = Catalog(self.folder, {language: self._with(language, own)}, self.ours)
        return tried.format(language, name, args, timezone)

    def _with(self, language: str, own: Mapping[str, str]) -> FluentBundle:
        found = self.resources.get(language)
        if found is None:
            found = self.resources[language] = _resources(self.folder / language, admin=False)
        return _bundle(language, found, own)

    def _pattern(self, bundle: FluentBundle, language: str, name: str) -> Pattern | None:
        """The pattern of a text; one of the admin menu is added to the bundle first."""
        if not bundle.has_message(name) and name.startswith(_ADMIN):
            found = self.admin_resources.get(language)
            if found is None:
                found = _resources(self.folder / language, admin=True)
                self.admin_resources[language] = found
            for one in found:
                bundle.add_resource(one)
        return bundle.get_message(name).value if bundle.has_message(name) else None

    def translator(
        self, locale: str, timezone: str = "UTC", now: datetime | None = None
    ) -> Translator:
        return Translator(self, locale, timezone, now)

    def format(
        self,
        locale: str,
        name: str,
        args: Mapping[str, Value],
        timezone: str = "UTC",
        now: datetime | None = None,
    ) -> str:
        """Returns the text in a language, with arguments escaped if it is HTML. Raises UnknownText,
        and ValueError when an argument is missing or not a value (see texts.values)."""
        language = known_language(locale)
        bundle = self.bundle(language)
        pattern = self._pattern(bundle, language, name)
        if pattern is None:
            raise UnknownText(name)
        reader = Reader(_babel(language), zone_named(timezone), now or datetime.now(UTC))
        is_html = not name.startswith(_PLAIN)
        shown = {
            key: _shown(written(value, reader), bundle, is_html) for key, value in args.items()
        }
        text, errors = bundle.format_pattern(pattern, shown)
        if errors and bundle is not self.our_bundle(language):
            self.taken.failed[f"{name}/{language}"] = str(errors[0])
            ours = self._pattern(self.our_bundle(language), language, name)
            assert ours is not None
            text, errors = self.our_bundle(language).format_pattern(ours, shown)
        if errors:
            raise ValueError(f"{language}/{name}: {errors[0]}")
        if not bundle.use_isolating:
            return str(text)
        text = uncluttered(str(text))
        return text if name.startswith(_WITHOUT_MARKS) else right_to_left(text)


class _Moment(FluentType):
    """A time in a text: `{ $at }` is a label, `{ ON($at) }` follows a verb ("on 31 January"),
    `{ UNTIL($at) }` a word such as "until". Languages differ in what these need."""

    def __init__(self, bundle: FluentBundle, time: Time) -> None:
        self._bundle, self._time = bundle, time

    def format(self, locale: Locale) -> str:
        return self.said("time")

    def said(self, name: str) -> str:
        time = self._time
        args = {"day": time.day, "date": time.date, "clock": time.clock}
        pattern = self._bundle.get_message(name).value
        assert pattern is not None
        text, errors = self._bundle.format_pattern(pattern, args)
        assert not errors, errors
        return str(text)


def _said_as(name: str, value: Any) -> Any:
    return value.said(name) if isinstance(value, _Moment) else value


_FUNCTIONS: dict[str, Callable[[Any], FluentType]] = {
    "ON": partial(_said_as, "time-on"),
    "UNTIL": partial(_said_as, "time-until"),
}


def known_language(locale: str) -> str:
    """Returns the catalogue for a locale such as `ru-RU`; English for an unsupported one."""
    language = locale.partition("-")[0].lower()
    return language if language in LANGUAGES else _FALLBACK


def _shown(value: str | int | Time, bundle: FluentBundle, is_html: bool) -> str | int | _Moment:
    match value:
        case Time():
            return _Moment(bundle, value)
        case str() if is_html:
            return escape(value, quote=False)
    return value


def _resources(folder: Path, *, admin: bool) -> list[Resource]:
    return [
        FluentResource(file.read_text("utf-8"))
        for file in sorted(folder.glob("*.ftl"))
        if file.name.startswith("admin") == admin
    ]


def _bundle(language: str, resources: Sequence[Resource], own: Mapping[str, str]) -> FluentBundle:
    is_rtl = Locale(language).text_direction == "rtl"
    bundle = FluentBundle([language], use_isolating=is_rtl, functions=_FUNCTIONS)
    for one in resources:
        bundle.add_resource(one)
    if own:
        bundle.add_resource(resource(own), allow_overrides=True)
    return bundle
