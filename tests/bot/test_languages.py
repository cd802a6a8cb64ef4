"""The shop in a language from right to left, and with the languages that it offers."""

import re

import pytest

from bot.telegram_setup import IN_ALL_LANGUAGES
from tests.support.bot import Json, Person, Shop, labels
from texts import LANGUAGES, Catalog

MARKS = re.compile("[\u200f\u2068\u2069]")


def unmarked(text: str) -> str:
    return MARKS.sub("", text)


async def offer(shop: Shop, *languages: str) -> None:
    await shop.db.execute(
        "update app.settings set value = to_jsonb($1::text[]) where name = 'languages'",
        languages,
    )


async def tap(person: Person, name: str, **args: str | int) -> None:
    say = Catalog.load().translator("ar")
    label = say(name, **args).replace("\N{NO-BREAK SPACE}", " ")
    await person.tap(label)


@pytest.mark.parametrize(
    ("client", "welcome"),
    [("ar", "يستغرق الإعداد دقيقتين."), ("de-AT", "Die Einrichtung dauert zwei Minuten.")],
)
async def test_a_language_that_telegram_tells_is_not_asked_for(
    shop: Shop, client: str, welcome: str
) -> None:
    ann = shop.sandbox.person(language=client)
    await ann.write("/start")
    await ann.sees(welcome, within=30)


async def test_the_picker_has_each_language_by_its_own_name(shop: Shop) -> None:
    ann = shop.sandbox.person(language="xx")
    await ann.write("/start")
    picker = await ann.sees("Choose your language.", within=30)
    assert labels(picker) == list(LANGUAGES.values())
    await ann.tap("Oʻzbekcha")
    await ann.sees("Sozlash ikki daqiqa oladi.")


async def test_a_key_in_arabic_is_copied_as_it_is(shop: Shop) -> None:
    ann = shop.sandbox.person(language="ar")
    await ann.write("/start")
    menu = await ann.sees("يستغرق الإعداد دقيقتين.", within=30)
    assert all(line.startswith("\u200f") for line in menu["text"].splitlines() if line)
    await tap(ann, "button-try", unit="day", count=3)
    await ann.sees("⏳")
    await shop.apply_vpn()
    ready = await ann.sees("vless://")
    (key,) = [entity for entity in ready["entities"] if entity["type"] == "code"]
    units = ready["text"].encode("utf-16-le")
    start, end = 2 * key["offset"], 2 * (key["offset"] + key["length"])
    copied = units[start:end].decode("utf-16-le")
    assert copied.startswith("vless://")
    assert copied == unmarked(copied)


async def test_where_there_is_one_language_nobody_is_asked(shop: Shop) -> None:
    await offer(shop, "ru")
    ann = shop.sandbox.person(language="de")
    await ann.write("/start")
    await ann.sees("Настройка займёт две минуты", within=30)


async def test_a_language_that_is_no_longer_offered_has_the_first_ones_commands(
    shop: Shop,
) -> None:
    async def first(language: str) -> str:
        answer = await shop.sandbox.http.get("/sandbox/commands", params={"language": language})
        known: list[Json] = answer.json()
        return str(known[0]["description"]) if known else ""

    shop.components.telegram_setup.commands_in = IN_ALL_LANGUAGES
    await shop.components.telegram_setup.check_commands()
    assert await first("") == "Main menu"
    assert await first("de") == "Hauptmenü"
    await offer(shop, "ru", "kk")
    await shop.components.telegram_setup.check_commands()
    assert await first("de") == await first("") == "Главное меню"
    assert await first("kk") == "Басты мәзір"


async def test_a_button_for_a_language_that_is_gone_is_stale(shop: Shop) -> None:
    ann = shop.sandbox.person(language="xx")
    await ann.write("/start")
    picker = await ann.sees("Choose your language.", within=30)
    await offer(shop, "ru", "en")
    await ann.tap_data("lang:de", picker["message_id"])
    await ann.alert("out of date")
