"""The catalogues agree with each other and with what names them, and write values as people do."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from babel import Locale
from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor

from bot.handlers.admin import ENTRIES, FORMS
from texts import (
    ADMIN_LANGUAGES,
    LANGUAGES,
    Catalog,
    UnknownText,
    city,
    clock,
    day,
    known_language,
    moment,
    money,
    title,
)
from texts.values import Value

ROOT = Path(__file__).resolve().parents[2]
AT = datetime(2027, 1, 31, 22, 30, tzinfo=UTC)
NOW = datetime(2027, 1, 31, 20, 0, tzinfo=UTC)
FAR = datetime(2029, 1, 31, 20, 0, tzinfo=UTC)


PLURALS = {"zero", "one", "two", "few", "many", "other"}
MARKS = re.compile("[\u200f\u2068\u2069]")
ISOLATED = re.compile("\u2068[^\u2068\u2069]*\u2069")


class References(Visitor):
    """Variables and messages that a text refers to, and the plural categories that it tells
    apart, each with the one that stands for the others."""

    def __init__(self) -> None:
        self.variables: set[str] = set()
        self.messages: set[str] = set()
        self.plurals: list[tuple[set[str], str]] = []

    def visit_SelectExpression(self, node: ast.SelectExpression) -> None:
        names = [variant.key.name for variant in node.variants if hasattr(variant.key, "name")]
        if set(names) <= PLURALS and set(names) != {"other"}:
            default = next(v.key.name for v in node.variants if v.default)  # type: ignore[union-attr]
            self.plurals.append((set(names), default))
        self.generic_visit(node)

    def visit_VariableReference(self, node: ast.VariableReference) -> None:
        self.variables.add(node.id.name)

    def visit_MessageReference(self, node: ast.MessageReference) -> None:
        self.messages.add(node.id.name)


def messages(language: str, files: str = "*.ftl") -> dict[str, References]:
    found: dict[str, References] = {}
    for file in sorted((ROOT / "texts" / language).glob(files)):
        for entry in FluentParser().parse(file.read_text()).body:
            assert not isinstance(entry, ast.Junk), f"{file}: {entry.content}"
            if isinstance(entry, ast.Message):
                assert entry.id.name not in found, f"{entry.id.name} stands twice"
                references = found[entry.id.name] = References()
                references.visit(entry)
    return found


def sources(*places: str) -> Iterator[str]:
    for place in places:
        path = ROOT / place
        for file in [path] if path.is_file() else sorted(path.rglob("*")):
            if file.suffix in (".py", ".sql", ".html") and file.is_file():
                yield file.read_text()


def texts_of_admin_menu() -> set[str]:
    """Those that places and forms are named after."""
    fields = {field.name for form in FORMS.values() for field in form.fields}
    return {
        *(f"button-admin-{place}" for place in ENTRIES),
        *(f"admin-form-{name}" for name in FORMS),
        *(f"admin-{kind}-{name}" for name in fields for kind in ("ask", "field")),
    }


def test_places_and_forms_of_the_admin_menu_have_their_texts() -> None:
    assert texts_of_admin_menu() <= messages("en").keys()


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return Catalog.load()


def test_languages_have_the_same_texts_with_the_same_variables() -> None:
    """Those of the admin menu are only in its languages."""
    english, of_admins = messages("en"), messages("en", "admin*.ftl")
    for language in LANGUAGES:
        other = messages(language)
        is_admins = language in {"en", *ADMIN_LANGUAGES.values()}
        assert other.keys() == english.keys() - (set() if is_admins else of_admins.keys())
        for name, references in other.items():
            assert references.variables == english[name].variables, f"{language}/{name}"
            assert references.messages == english[name].messages, f"{language}/{name}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_plurals_are_those_of_the_language(language: str) -> None:
    """CLDR's categories for whole numbers. The last variant stands for the rest: never more than
    two forms that are the same, as in Russian after "of"."""
    needed = {Locale(language).plural_form(number) for number in range(201)}
    for name, references in messages(language).items():
        for categories, default in references.plurals:
            assert categories <= needed | {"other"}, f"{language}/{name}"
            assert len(needed - (categories - {default})) <= 2, f"{language}/{name}"


def test_every_text_that_code_says_exists() -> None:
    said = {
        name
        for source in sources("bot", "web", "gateways", "listener.py", "watchdog.py")
        for call in re.findall(r"\bsay\([^()]*", source)
        for name in re.findall(r"""(?<!=)"([a-z]+(?:-[a-z]+)+)\"""", call)
    }
    assert said
    assert said <= messages("en").keys()


def test_every_text_that_sql_names_exists() -> None:
    named = {
        name
        for source in sources("sql/functions", "sql/jobs")
        if "app.notify" in source or "telegram.notice" in source or "billing.notice" in source
        for name in re.findall(r"""['"]([a-z]+(?:-[a-z]+)+)['"]""", source)
    }
    assert named <= messages("en").keys()


def test_every_notice_that_offers_support_exists() -> None:
    source = (ROOT / "sql/functions/app/offers_support.sql").read_text()
    names = set(re.findall(r"[a-z]+(?:-[a-z]+)*", re.findall(r"'\{(.*?)\}'", source, re.DOTALL)[0]))
    assert len(names) > 20
    assert names <= messages("en").keys()


def test_sql_gives_what_the_texts_that_it_names_ask_for() -> None:
    """By its words in the same function, or in one that writes the arguments of several."""
    texts = messages("en")
    notices = ROOT / "sql/functions/billing/notices"
    shared = {
        "notify_operation|operation_notice": (notices / "operation_notice.sql").read_text(),
        "renewal_args": (notices / "renewal_args.sql").read_text(),
    }
    missing, seen = set(), set[str]()
    for source in sources("sql/functions", "sql/jobs"):
        given = source + "".join(more for name, more in shared.items() if re.search(name, source))
        for name in texts.keys() & set(re.findall(r"""['"]([a-z]+(?:-[a-z]+)+)['"]""", source)):
            seen.add(name)
            for variable in texts[name].variables:
                if not re.search(rf"""['"]{variable}['"]""", given):
                    missing.add((name, variable))
    assert len(seen) > 30
    assert missing == set()


def test_no_text_is_unused() -> None:
    code = "\n".join(
        sources(
            *("bot", "web", "gateways", "texts", "listener.py", "watchdog.py"),
            *("sql/functions", "sql/jobs"),
        )
    )
    all_messages = messages("en")
    referred = {name for references in all_messages.values() for name in references.messages}
    referred |= texts_of_admin_menu()
    # Settings and editable texts have their words in the admin menu under their own names.
    stands_for = re.compile("^admin-(setting|text)-")
    # Those of alarms, which tests/docs/test_runbook.py compares with what can be raised.
    referred |= {name for name in all_messages if name.startswith("admin-alarm-")}
    unused = [
        name
        for name in all_messages.keys() - referred
        if not re.search(rf"""['"]({name}|{stands_for.sub("", name)})['"]""", code)
    ]
    assert unused == []


@pytest.mark.parametrize(
    ("amount", "currency", "english", "russian"),
    [
        (14900, "RUB", "149 ₽", "149 ₽"),
        (0, "RUB", "0 ₽", "0 ₽"),
        (-14950, "RUB", "-149.50 ₽", "-149,50 ₽"),
        (10000000, "RUB", "100,000 ₽", "100 000 ₽"),
        (5, "XTR", "5 ⭐", "5 ⭐"),
        (1999, "USD", "19.99 $", "19,99 $"),
        (500, "JPY", "500 ¥", "500 ¥"),
    ],
)
def test_money(catalog: Catalog, amount: int, currency: str, english: str, russian: str) -> None:
    for locale, expected in (("en", english), ("ru", russian)):
        shown = catalog.format(locale, "button-amount", {"amount": money(amount, currency)})
        assert shown.replace("\N{NO-BREAK SPACE}", " ") == expected


ENDED = {"en": "It ran until", "ru": "Он действовал до"}


def said(catalog: Catalog, locale: str, zone: str, at: datetime, name: str = "trial-ended") -> str:
    """What follows "until" in a notice that is read at NOW."""
    text = catalog.format(locale, name, {"ended_at": moment(at)}, zone, NOW)
    return text.partition(f"{ENDED[locale]} ")[2].partition(". ")[0]


@pytest.mark.parametrize(
    ("zone", "english", "russian"),
    [
        ("UTC", "today at 22:30", "22:30 сегодня"),
        ("Europe/Moscow", "tomorrow at 01:30", "01:30 завтра"),
        ("Asia/Kolkata", "today at 04:00", "04:00 сегодня"),
        ("America/New_York", "today at 17:30", "17:30 сегодня"),
    ],
)
def test_times_are_shown_in_the_readers_zone(
    catalog: Catalog, zone: str, english: str, russian: str
) -> None:
    assert said(catalog, "en", zone, AT) == english
    assert said(catalog, "ru", zone, AT) == russian


@pytest.mark.parametrize(
    ("away", "english", "russian"),
    [
        (timedelta(hours=-49), "29 January", "29 января"),
        (timedelta(hours=-47), "29 January at 21:00", "21:00 29 января"),
        (timedelta(hours=-24), "yesterday at 20:00", "20:00 вчера"),
        (timedelta(), "today at 20:00", "20:00 сегодня"),
        (timedelta(hours=24), "tomorrow at 20:00", "20:00 завтра"),
        (timedelta(hours=48), "2 February at 20:00", "20:00 2 февраля"),
        (timedelta(hours=48, minutes=1), "2 February", "2 февраля"),
        (timedelta(days=181), "31 July", "31 июля"),
        (timedelta(days=182), "1 August 2027", "1 августа 2027"),
        (timedelta(days=-181), "3 August", "3 августа"),
        (timedelta(days=-182), "2 August 2026", "2 августа 2026"),
    ],
)
def test_a_time_has_its_clock_when_it_is_near_and_its_year_when_it_is_far(
    catalog: Catalog, away: timedelta, english: str, russian: str
) -> None:
    assert said(catalog, "en", "UTC", NOW + away) == english
    assert said(catalog, "ru", "UTC", NOW + away) == russian


@pytest.mark.parametrize(
    ("away", "english", "russian"),
    [
        (timedelta(hours=2), "stops today at 22:00", "отключится сегодня в 22:00"),
        (timedelta(hours=47), "stops on 2 February at 19:00", "отключится 2 февраля в 19:00"),
        (timedelta(days=9), "stops on 9 February", "отключится 9 февраля"),
    ],
)
def test_a_time_after_a_verb_is_said_as_people_do(
    catalog: Catalog, away: timedelta, english: str, russian: str
) -> None:
    known: dict[str, Value] = {"expires_at": moment(NOW + away), "why": "off", "plan": "Basic"}
    known |= {"missing": money(0, "RUB"), "access": "full"}
    for locale, expected in (("en", english), ("ru", russian)):
        text = catalog.format(locale, "access-ends-tomorrow", known, "UTC", NOW)
        assert text.splitlines()[0].endswith(f"{expected}</b>")


def test_the_sentence_does_not_end_twice_after_a_year(catalog: Catalog) -> None:
    ended = {"ended_at": moment(AT.replace(year=2031))}
    assert ".." not in catalog.format("ru", "trial-ended", ended, "UTC", NOW)


def test_clocks_and_cities_of_zones(catalog: Catalog) -> None:
    args = {"clock": clock(NOW, "Asia/Omsk"), "city": city("Asia/Omsk")}
    assert catalog.format("en", "button-zone", args) == "02:00 Omsk"
    assert catalog.format("ru", "button-zone", args) == "02:00 Омск"


@pytest.mark.parametrize("zone", ["Europe/Moskow", "../etc/passwd", ""])
def test_a_zone_that_nobody_knows_is_shown_as_utc(catalog: Catalog, zone: str) -> None:
    shown = [
        catalog.format("en", "trial-ended", {"ended_at": moment(AT)}, name)
        for name in (zone, "UTC")
    ]
    assert shown[0] == shown[1]


def test_days_are_shown_in_the_readers_zone(catalog: Catalog) -> None:
    say = catalog.translator("en", "Asia/Tokyo", NOW)
    assert say("history-free", date=day(AT)) == "1 February · <b>free</b>"
    assert catalog.translator("en", "UTC", NOW)("history-free", date=day(AT)).startswith("31 Jan")


@pytest.mark.parametrize(
    ("count", "english", "russian"),
    [
        (1, "1 day", "1 день"),
        (2, "2 days", "2 дня"),
        (5, "5 days", "5 дней"),
        (11, "11 days", "11 дней"),
        (21, "21 days", "21 день"),
        (90, "90 days", "90 дней"),
        (365, "365 days", "365 дней"),
    ],
)
def test_plural_rules(catalog: Catalog, count: int, english: str, russian: str) -> None:
    args: dict[str, Value] = {"unit": "day", "count": count, "amount": money(100, "RUB")}
    assert catalog.format("en", "button-price", args).startswith(f"{english} ·")
    assert catalog.format("ru", "button-price", args).startswith(f"{russian} ·")


def test_arguments_are_escaped_in_html_but_not_on_buttons(catalog: Catalog) -> None:
    evil = "<b>Fish & Chips</b>"
    args: dict[str, Value] = {"plan": evil, "amount": money(100, "RUB"), "benefits": "a < b"}
    line = catalog.format("en", "plan-line", args)
    assert "&lt;b&gt;Fish &amp; Chips&lt;/b&gt;" in line
    assert "a &lt; b" in line
    assert evil in catalog.format("en", "button-plan", args)


def test_titles_come_in_the_readers_language_or_in_english(catalog: Catalog) -> None:
    args: dict[str, Value] = {
        "plan": title({"en": "Basic <1>", "ru": "Базовый"}),
        "ended_at": moment(AT),
    }
    assert "Базовый" in catalog.format("ru", "subscription-ended", args)
    assert "Basic &lt;1&gt;" in catalog.format("en", "subscription-ended", args)
    args["plan"] = title({"en": "Basic"})
    assert "Basic" in catalog.format("ru", "subscription-ended", args)


@pytest.mark.parametrize("name", ["renewal-announced-short", "renewal-short", "renewal-grace"])
@pytest.mark.parametrize(
    ("kind", "topup", "says"),
    [
        ("least", 10000, "A top-up is 100 ₽ at least; what is left of it stays on your balance."),
        ("most", 2000, "One top-up is 20 ₽ at most, so it takes more than one."),
        ("exact", 4800, ""),
    ],
)
def test_a_notice_names_what_is_missing_and_what_can_be_topped_up(
    catalog: Catalog, name: str, kind: str, topup: int, says: str
) -> None:
    known: dict[str, Value] = {
        **dict.fromkeys(("missing", "amount", "was", "balance"), money(4800, "RUB")),
        **dict.fromkeys(("at", "ends_at", "expires_at"), moment(AT)),
        **dict.fromkeys(("plan", "next"), "Basic"),
        **{"count": 30, "unit": "day", "risen": "no"},
        **{"topup_is": kind, "topup": money(topup, "RUB"), "access": "full", "pay": "topup"},
    }
    text = catalog.translator("en")(name, **known).replace("\N{NO-BREAK SPACE}", " ")
    assert "48 ₽ is missing" in text
    assert text.endswith(f". {says}" if says else ".")
    assert ("top-up is" in text) == bool(says)


@pytest.mark.parametrize(
    ("access", "says"),
    [
        ("full", "access is kept until 15 January. 48"),
        ("restricted", "but only to what you need to renew: Telegram and the shop."),
    ],
)
def test_the_notice_of_the_grace_says_what_is_within_reach(
    catalog: Catalog, access: str, says: str
) -> None:
    known: dict[str, Value] = {
        **dict.fromkeys(("missing", "amount", "balance", "topup"), money(4800, "RUB")),
        **dict.fromkeys(("ends_at", "expires_at"), moment(datetime(2027, 1, 15, tzinfo=UTC))),
        **{"plan": "Basic", "next": "Basic", "count": 30, "unit": "day"},
        **{"topup_is": "exact", "access": access, "pay": "topup"},
    }
    text = catalog.format("en", "renewal-grace", known, "UTC", NOW).replace("\xa0", " ")
    assert says in text
    assert ("Telegram" in text) == (access == "restricted")
    assert ("VPN still works" in text) == (access == "full")
    charged: dict[str, Value] = {"pay": "confirm", "charge": money(4800, "RUB"), "method": "Visa"}
    asked = catalog.format("en", "renewal-grace", known | charged, "UTC", NOW)
    assert "confirm it and it goes on" in asked
    assert "top up" not in asked


def test_an_unknown_text_is_an_error(catalog: Catalog) -> None:
    with pytest.raises(UnknownText, match="no-such-text"):
        catalog.format("en", "no-such-text", {})


def test_a_missing_argument_is_an_error(catalog: Catalog) -> None:
    with pytest.raises(ValueError, match="en/trial-ended"):
        catalog.format("en", "trial-ended", {})


@pytest.mark.parametrize("value", [{"money": 1.5, "currency": "RUB"}, {"time": 3}, {}, 1.5, None])
def test_what_is_no_value_is_an_error(catalog: Catalog, value: Value) -> None:
    with pytest.raises(ValueError, match="not a value"):
        catalog.format("en", "trial-ended", {"ended_at": value})


def test_a_time_without_its_zone_is_an_error(catalog: Catalog) -> None:
    with pytest.raises(ValueError, match="without its zone"):
        catalog.format("en", "trial-ended", {"ended_at": {"time": "2027-01-31T22:30:00"}})


@pytest.mark.parametrize(
    ("locale", "language"),
    [
        *(("ru", "ru"), ("ru-RU", "ru"), ("RU", "ru"), ("en-GB", "en"), ("xx", "en"), ("", "en")),
        *(("de-AT", "de"), ("uz-Latn-UZ", "uz"), ("fa-IR", "fa")),
    ],
)
def test_locales_find_their_language(locale: str, language: str) -> None:
    assert known_language(locale) == language


@pytest.mark.parametrize("language", LANGUAGES)
def test_plain_texts_fit_where_telegram_shows_them(catalog: Catalog, language: str) -> None:
    """Alerts 200, invoice titles 32, descriptions 255, descriptions of commands 256 characters;
    a button shows some 40 of them on a phone."""
    sums = ("amount", "short", "min", "max", "saving", "was")
    longest = dict.fromkeys(sums, money(10_000_050, "RUB"))
    limits = {"toast-": 200, "checkout-": 200, "command-": 256, "button-": 64}
    exact = {"invoice-title": 32, "invoice-description": 255, "qr-caption": 1024}
    exact |= {"data-file": 1024}
    words = ("plan", "app", "way", "method", "device", "clock", "city")
    choices = ("unit", "topic", "question", "platform", "why")
    for name, references in messages(language).items():
        limit = exact.get(name) or next(
            (limit for prefix, limit in limits.items() if name.startswith(prefix)), None
        )
        if limit is not None:
            args: dict[str, Value] = {
                **dict.fromkeys(references.variables, "A plan for families"),
                **longest,
                **dict.fromkeys(("expires", "ends"), moment(AT)),
                **dict.fromkeys(words, "A plan for families"),
                **dict.fromkeys(choices, "day"),
                "count": 365,
            }
            shown = catalog.format(language, name, args, "Asia/Kolkata", NOW)
            assert len(shown) <= limit, f"{language}/{name}: {len(shown)}"


@pytest.mark.parametrize(
    ("language", "today", "near", "far"),
    [
        ("de", "bis heute um 22:30.", "bis 2. Februar um 19:00.", "bis 31. Januar 2029."),
        ("kk", "бүгін 22:30 дейін", "2 ақпан 19:00 дейін", "2029\u202fж. 31 қаңтар дейін"),
        ("uz", "bugun 22:30 gacha", "2-fevral 19:00 gacha", "31-yanvar, 2029 gacha"),
        ("ar", "حتى اليوم الساعة 22:30.", "حتى 2 فبراير الساعة 19:00.", "حتى 31 يناير 2029."),
        ("tg", "то имрӯз соати 22:30", "то 2 Феврал соати 19:00", "то 31 Январ 2029"),
        ("fa", "تا امروز ساعت 22:30", "تا 2 فوریه ساعت 19:00", "تا 31 ژانویهٔ 2029"),
    ],
)
def test_times_are_said_as_in_the_language(
    catalog: Catalog, language: str, today: str, near: str, far: str
) -> None:
    for at, expected in ((AT, today), (NOW + timedelta(hours=47), near), (FAR, far)):
        text = catalog.format(language, "trial-ended", {"ended_at": moment(at)}, "UTC", NOW)
        assert expected in MARKS.sub("", text)


@pytest.mark.parametrize(
    ("count", "arabic"),
    [
        *((1, "يوم واحد"), (2, "يومان"), (3, "3 أيام"), (11, "11 يومًا"), (100, "100 يوم")),
        *((90, "90 يومًا"), (365, "365 يومًا")),
    ],
)
def test_arabic_counts_in_six_ways(catalog: Catalog, count: int, arabic: str) -> None:
    shown = catalog.format("ar", "period", {"unit": "day", "count": count})
    assert MARKS.sub("", shown) == arabic


def right_to_left() -> list[str]:
    return [language for language in LANGUAGES if Locale(language).text_direction == "rtl"]


@pytest.mark.parametrize("language", right_to_left())
def test_values_keep_their_direction_among_right_to_left_words(
    catalog: Catalog, language: str
) -> None:
    """Each line begins with a mark of its direction, and each value is in an isolate of its own."""
    args: dict[str, Value] = {"plan": "Basic <1>", "amount": money(14900, "RUB"), "benefits": "2 x"}
    lines = catalog.format(language, "plan-line", args).splitlines()
    assert [line[0] for line in lines] == ["\u200f", "\u200f"]
    assert "<b>\u2068Basic &lt;1&gt;\u2069</b>" in lines[0]
    assert "\u2068149\u00a0₽\u2069" in lines[0]
    assert lines[1] == "\u200f\u20682 x\u2069"
    label = catalog.format(language, "button-plan", args)
    assert label.startswith("\u200f\u2068Basic <1>\u2069 · ")


@pytest.mark.parametrize("language", right_to_left())
def test_a_tap_copies_nothing_invisible(catalog: Catalog, language: str) -> None:
    args: dict[str, Value] = {"plan": "Basic", "ends": moment(AT), "then": "no"}
    args["link"] = "vless://k?a=1&b=2"
    text = catalog.format(language, "access-ready", args)
    assert "\u2068<code>vless://k?a=1&amp;b=2</code>\u2069" in text


@pytest.mark.parametrize("language", right_to_left())
def test_nothing_is_isolated_around_nothing(catalog: Catalog, language: str) -> None:
    args: dict[str, Value] = {"balance": money(100, "RUB"), "more": ""}
    text = catalog.format(language, "balance-line", args)
    assert "\u2068\u2069" not in text
    assert text.count("\u2068") == text.count("\u2069") == 1


@pytest.mark.parametrize("language", right_to_left())
def test_a_command_is_in_an_isolate(catalog: Catalog, language: str) -> None:
    """Of marks in a row Telegram keeps only the last, and a mark from left to right would turn the
    line."""
    text = catalog.format(language, "help", {})
    assert "\u200f\u2068/start\u2069 –" in text
    assert not re.search("[\u200e\u200f]\u200e", text)


@pytest.mark.parametrize("language", right_to_left())
def test_commands_and_the_page_have_no_marks(catalog: Catalog, language: str) -> None:
    assert "\u200f" not in catalog.format(language, "command-start", {})
    assert catalog.format(language, "page-brand", {}) == "Tickover VPN"


@pytest.mark.parametrize("language", sorted(set(LANGUAGES) - set(right_to_left())))
def test_other_languages_have_no_isolates(catalog: Catalog, language: str) -> None:
    args: dict[str, Value] = {"plan": "Basic", "amount": money(14900, "RUB"), "benefits": "2 x"}
    assert not MARKS.search(catalog.format(language, "plan-line", args))


def test_the_page_keeps_the_isolates_of_values(catalog: Catalog) -> None:
    text = catalog.format("ar", "page-install", {"app": "Happ"})
    assert ISOLATED.findall(text) == ["\u2068Happ\u2069"]
