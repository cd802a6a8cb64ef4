"""Places that have to agree when something is added; docs/extending.md names them."""

import json
import re
from collections.abc import Iterator

import httpx
import pytest
from aiogram.filters.callback_data import CallbackData, CallbackQueryFilter
from pydantic import SecretStr

from bot import admin_callbacks, callbacks
from bot.handlers import routers
from consumer import Message
from gateways.errors import Unknown
from gateways.telegram import TelegramGateway
from gateways.vpn.gateway import ADAPTERS
from listener import gateways
from settings import ListenerSettings
from tests.support import REPOSITORY, Connection, Database
from tests.vpn.kits import KITS
from texts import LANGUAGES, Catalog

# A time that the installation sets, which nobody changes.
FREE_SETTINGS = {"promises_since"}
BUTTONS = {
    made.__prefix__: made
    for made in (vars(callbacks) | vars(admin_callbacks)).values()
    if isinstance(made, type)
    and issubclass(made, CallbackData)
    and made is not CallbackData
    and made.__prefix__ != "-"
}


# What a button carries, as it is or with the subscription that it is about.
BUTTON_DATA = re.compile(
    r"""billing\.button_for\(\s*[\w.]+,\s*(.+)|['"]data['"][,:](?!\s*billing\.)\s*(.+)"""
)


async def allowed(db: Connection, table: str, constraint: str) -> set[str]:
    """The values that a constraint of a column lists."""
    definition = await db.fetchval(
        """
        select pg_get_constraintdef(c.oid)
        from pg_constraint as c
        where c.conrelid = $1::text::regclass and c.conname = $2
        """,
        table,
        constraint,
    )
    return set(re.findall(r"'([^']+)'", definition))


def buttons_of_notices() -> Iterator[tuple[str, str]]:
    """The file and the data of every button that SQL writes; numbers stand for what it fills in."""
    for file in sorted((REPOSITORY / "sql").glob("[fj]*/**/*.sql")):
        for of_one, of_none in BUTTON_DATA.findall(file.read_text()):
            written = of_one or of_none
            if written.startswith("case "):
                found = re.findall(r"(?:then|else) '([^']+)'", written)
            else:
                found = re.findall(r"""^(?:format\()?['"]([^'"]+)['"]""", written)
            for data in found:
                yield file.name, data.replace("%s", "1")


async def test_a_setting_says_which_values_it_takes(db: Connection) -> None:
    """See app.refused_setting; what it does not know takes any value."""
    unchecked = await db.fetch(
        """
        select s.name
        from app.settings as s
        where app.refused_setting(s.name, '{"no": "value"}') is null
        """
    )
    assert {row["name"] for row in unchecked} == FREE_SETTINGS


async def test_a_setting_that_is_there_has_a_value_that_it_may_have(db: Connection) -> None:
    refused = "select s.name from app.settings as s where app.refused_setting(s.name, s.value) > ''"
    assert await db.fetch(refused) == []


async def test_each_kind_of_panel_has_its_adapter(db: Connection) -> None:
    assert await allowed(db, "vpn.panels", "kind_is_known") == set(ADAPTERS)


def test_each_kind_of_panel_is_tested() -> None:
    """With a kit in the suite, and its set-up in the manual."""
    assert {kit.kind for kit in KITS.values()} == set(ADAPTERS)
    manual = (REPOSITORY / "docs" / "operations.md").read_text()
    panels = manual.partition("## VPN panels\n")[2].partition("\n## ")[0]
    described = re.findall(r"^### (\S+)$", panels, re.MULTILINE)
    assert set(ADAPTERS) <= {kind.lower() for kind in described}


async def test_each_language_can_be_chosen_and_is_recognized(db: Connection) -> None:
    assert await allowed(db, "app.users", "locale_is_known") == set(LANGUAGES)
    offered = [row["locale"] for row in await db.fetch("select locale from api.languages()")]
    assert offered == list(LANGUAGES), "a new shop offers all"
    for language in LANGUAGES:
        refused = "select app.refused_setting('languages', $1::jsonb)"
        assert await db.fetchval(refused, json.dumps([language])) is None
    for number, language in enumerate(LANGUAGES):
        started = "select locale from api.start($1, sha256($2), null, 'Ann', $3)"
        key = str(number).encode()
        assert await db.fetchval(started, number + 1, key, f"{language}-XX") == language


@pytest.mark.parametrize(("file", "data"), sorted(set(buttons_of_notices())))
def test_a_button_of_a_notice_is_one_that_the_bot_knows(file: str, data: str) -> None:
    made = BUTTONS[data.partition(":")[0]]
    assert made.unpack(data).pack() == data


def test_buttons_of_notices_are_found() -> None:
    assert {"close", "go:plans", "go:renew", "price:1:1", "topup:1", "auto:off"} <= {
        data for _, data in buttons_of_notices()
    }


def test_every_button_has_its_handler() -> None:
    handled = {
        part.callback.callback_data
        for outer in routers()
        for router in outer.chain_tail
        for handler in router.callback_query.handlers
        for part in handler.filters or ()
        if isinstance(part.callback, CallbackQueryFilter)
    }
    assert handled == set(BUTTONS.values())


async def test_every_kind_of_message_is_served(db: Connection, database: Database) -> None:
    """A gateway that is given nothing complains of that, and not of the kind."""
    kinds = await db.fetch(
        """
        select k.topic, k.name
        from outbox.kinds as k
        join outbox.topics as t on t.name = k.topic
        where t.consumer = 'listener'
        """
    )
    dsn = SecretStr(database.url("tickover_listener"))
    settings = ListenerSettings.model_construct(panel_keys={}, database_url=dsn)
    async with httpx.AsyncClient() as client:
        chats = TelegramGateway(client, "http://127.0.0.1:1", SecretStr("1:a"), Catalog.load())
        async with gateways(settings, chats) as handlers:
            for topic, kind in kinds:
                with pytest.raises(KeyError):
                    await handlers[topic](Message(topic, "1", 1, kind, {}, 1))
            with pytest.raises(Unknown):
                await handlers["vpn"](Message("vpn", "1", 1, "vpn.other", {}, 1))
