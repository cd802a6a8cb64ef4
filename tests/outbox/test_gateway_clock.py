"""What time it is outside, and who may say so."""

import ssl
import subprocess
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import asyncpg
import certifi
import pytest
from aiohttp import web
from pydantic import SecretStr

from gateways import http
from gateways.clock import OutsideClock
from gateways.telegram import TelegramGateway
from tests.support import Database, free_port
from tests.support.sandbox import sandbox
from texts import Catalog
from watchdog import Watchdog

CA = """
[ca]
default_ca = ours
[ours]
database = index.txt
serial = serial
new_certs_dir = .
default_md = sha256
policy = any
copy_extensions = copy
[any]
commonName = supplied
"""
YESTERDAY, TOMORROW = (
    (datetime.now(UTC) + timedelta(days=days)).strftime("%Y%m%d%H%M%SZ") for days in (-1, 1)
)


def certificate(folder: Path, until: str) -> Path:
    """Its own authority, with its key beside it."""
    (folder / "ca.conf").write_text(CA)
    (folder / "index.txt").write_text("")
    (folder / "serial").write_text("01")
    for command in (
        "openssl req -new -newkey rsa:2048 -nodes -subj /CN=telegram"
        " -addext subjectAltName=IP:127.0.0.1 -keyout key.pem -out request.pem",
        "openssl ca -batch -selfsign -config ca.conf -keyfile key.pem -in request.pem -out cert.pem"
        f" -notext -startdate 20200101000000Z -enddate {until}",
    ):
        subprocess.run(command.split(), cwd=folder, check=True, capture_output=True)
    return folder / "cert.pem"


@asynccontextmanager
async def outside(headers: Mapping[str, str], trusted: Path | None = None) -> AsyncIterator[str]:
    """Yields the address of who answers with these headers."""

    async def answer(_: web.Request) -> web.Response:
        return web.Response(status=302, headers={"Location": "https://nobody.invalid", **headers})

    context = None
    if trusted is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(trusted, trusted.with_name("key.pem"))
    app = web.Application()
    app.router.add_get("/", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=context).start()
        scheme = "https" if context else "http"
        yield f"{scheme}://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


def shows(ahead: timedelta) -> dict[str, str]:
    return {"Date": format_datetime(datetime.now(UTC) + ahead, usegmt=True)}


HOURS = timedelta(hours=3)


async def test_telegram_may_hold_the_shop_and_confirm_its_clock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trusted = certificate(tmp_path, TOMORROW)
    monkeypatch.setattr(certifi, "where", lambda: str(trusted))
    async with outside(shows(HOURS), trusted) as address:
        reading = await OutsideClock(address, None).read()
    assert reading
    assert (reading.may_hold, reading.may_confirm) == (True, True)
    assert abs(reading.now() - datetime.now(UTC) - HOURS) < timedelta(minutes=1)


async def test_a_clock_by_which_its_certificate_is_over_is_not_confirmed_by_anybody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trusted = certificate(tmp_path, YESTERDAY)
    monkeypatch.setattr(certifi, "where", lambda: str(trusted))
    async with outside(shows(-HOURS), trusted) as address:
        reading = await OutsideClock(address, None).read()
    assert reading
    assert (reading.may_hold, reading.may_confirm) == (True, False)


async def test_a_certificate_that_nobody_signed_says_nothing(tmp_path: Path) -> None:
    async with outside(shows(HOURS), certificate(tmp_path, TOMORROW)) as address:
        assert await OutsideClock(address, None).read() is None


async def test_a_server_of_ones_own_may_only_confirm() -> None:
    async with outside(shows(HOURS)) as address:
        reading = await OutsideClock(address, None).read()
    assert reading
    assert (reading.may_hold, reading.may_confirm) == (False, True)


@pytest.mark.parametrize("headers", [{"Age": "7", **shows(HOURS)}, {"Date": "yesterday"}])
async def test_what_is_no_time_of_now_says_nothing(headers: Mapping[str, str]) -> None:
    async with outside(headers) as address:
        assert await OutsideClock(address, None).read() is None


async def test_nobody_answers() -> None:
    assert await OutsideClock(f"http://127.0.0.1:{free_port()}", None).read() is None


@pytest.mark.parametrize(("role", "schema"), [("bot", "inbox"), ("listener", "outbox")])
async def test_a_wrong_clock_holds_the_shop_until_it_is_right(
    database: Database,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    role: str,
    schema: str,
) -> None:
    """To the shop it is the same whether its own clock is ahead or Telegram's behind."""
    trusted = certificate(tmp_path, TOMORROW)
    monkeypatch.setattr(certifi, "where", lambda: str(trusted))

    async def state(ahead: timedelta) -> str:
        async with outside(shows(ahead), trusted) as address, http.client() as client:
            chats = TelegramGateway(client, address, SecretStr("1:a"), Catalog.load())
            clock = OutsideClock(address, None)
            dog = Watchdog(database.url(f"tickover_{role}"), schema, chats, clock=clock)  # type: ignore[arg-type]
            await dog.check()
        db = await asyncpg.connect(database.url())
        try:
            return str(await db.fetchval("select coalesce(app.held_because(), 'open')"))
        finally:
            await db.close()

    assert await state(-HOURS) == "PostgreSQL's clock is 3 hours ahead of Telegram's"
    assert await state(HOURS) == "PostgreSQL's clock is 3 hours behind Telegram's"
    assert await state(timedelta(minutes=-2)) == "open"


async def test_the_emulator_confirms_a_clock() -> None:
    """A sandbox that stood still over night goes on."""
    async with sandbox() as world:
        reading = await OutsideClock(world.url, None).read()
    assert reading
    assert (reading.may_hold, reading.may_confirm) == (False, True)
    assert abs(reading.now() - datetime.now(UTC)) < timedelta(minutes=1)


async def test_during_a_ban_the_time_is_not_asked(database: Database) -> None:
    db = await asyncpg.connect(database.url())
    async with outside(shows(timedelta())) as address, http.client() as client:
        chats = TelegramGateway(client, address, SecretStr("1:a"), Catalog.load())
        clock = OutsideClock(address, None)
        dog = Watchdog(database.url("tickover_listener"), "outbox", chats, clock=clock)
        await db.execute("select outbox._destination('telegram', 'main')")
        await db.execute("select outbox.pause('telegram', 600)")
        await dog.check()
        await db.execute("update jobs.clock set compared_at = null")
        await dog.check()
        assert await db.fetchval("select compared_at from jobs.clock") is None
        await db.execute("update outbox.destinations set paused_until = null")
        await dog.check()
        await dog.check()
        assert await db.fetchval("select compared_at from jobs.clock") is not None
    await db.close()
