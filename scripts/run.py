"""`make run`: the whole shop on one machine, until Ctrl-C.

It starts database, migrations, then the bot and the listener; without a BOT_TOKEN also the sandbox,
which is then their outside world. It waits for each process, and restarts it when it dies.
"""

import asyncio
import errno
import hashlib
import json
import os
import signal
import socket
import sys
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AsyncExitStack
from ipaddress import IPv4Address
from typing import Self

import httpx
from dotenv import dotenv_values
from nacl.public import PrivateKey
from pydantic import IPvAnyAddress, model_validator

import migrate
from gateways.requisites import settings_of
from scripts import database, tools
from scripts.cluster import Cluster, ClusterError
from scripts.progress import say, step
from scripts.supervisor import Child, StartError
from settings import (
    BotSettings,
    BotToken,
    HttpUrl,
    ListenerSettings,
    PageSettings,
    Port,
    PostgresUrl,
    Settings,
)

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
LOOPBACK = {4: "127.0.0.1", 6: "::1"}
# What `python -m scripts.shop setup` writes. A private cluster would be another shop of one bot.
SET_UP = "TICKOVER_DATABASE"
LOOK_AGAIN = 2  # seconds between two checks that PostgreSQL is running


class RunSettings(Settings):
    """The settings that decide how the shop is started; the processes read the others
    themselves."""

    database_url: PostgresUrl | None = None
    bot_token: BotToken | None = None
    host: IPvAnyAddress = IPv4Address("127.0.0.1")
    port: Port = 8080
    sandbox_port: Port = 8081
    page_url: HttpUrl | None = None
    page_port: Port = 8082

    @model_validator(mode="after")
    def _each_has_its_port(self) -> Self:
        ports = {"PORT": self.port}
        if self.sandbox:
            ports["SANDBOX_PORT"] = self.sandbox_port
        if self.has_page:
            ports["PAGE_PORT"] = self.page_port
        for port in ports.values():
            same = [name for name, its in ports.items() if its == port]
            if len(same) > 1:
                raise ValueError(f"{' and '.join(same)} are both {port}: choose another for one")
        return self

    @property
    def has_page(self) -> bool:
        """A real shop has a subscription page where it says at which address."""
        return self.sandbox or self.page_url is not None

    @property
    def sandbox(self) -> bool:
        return self.bot_token is None

    @property
    def bot_url(self) -> str:
        """For programs on this machine."""
        host = LOOPBACK[self.host.version] if self.host.is_unspecified else str(self.host)
        return f"http://[{host}]:{self.port}" if ":" in host else f"http://{host}:{self.port}"


def main() -> None:
    settings = RunSettings.load()
    if given().get(SET_UP):
        sys.exit("run: this folder has a shop that was set up: python -m scripts.shop run")
    try:
        with tools.lock("run.lock", wait=False):
            asyncio.run(run(settings))
    except BlockingIOError:
        hint = "stop it, or choose another folder with TICKOVER_HOME"
        sys.exit(f"run: another `make run` uses {tools.home()}: {hint}")
    except asyncio.CancelledError:
        say("Stopped.")
    except (
        *(ClusterError, database.DatabaseError, StartError),
        *(migrate.MigrateError, tools.NotOursError),
    ) as error:
        sys.exit(f"run: {error}")


async def run(settings: RunSettings) -> None:
    """Starts everything in order, and stops it in the reverse order when a signal cancels this
    task."""
    stop_on_signals()
    shared = environment(settings)
    check_settings(shared, page=settings.has_page)
    check_port("PORT", settings.port)
    if settings.sandbox:
        check_port("SANDBOX_PORT", settings.sandbox_port)
    if settings.has_page:
        check_port("PAGE_PORT", settings.page_port)
    server = database.private_cluster() if settings.database_url is None else None
    async with AsyncExitStack() as running:
        if server:
            with step("PostgreSQL"):
                server.create()
                server.start()
            running.callback(server.stop)
            if server.folder.is_symlink():
                say(f"  its user cannot reach {server.folder}: the data is in {server.data}")
            await database.create_database(server)
        here = database.locate(settings.database_url)
        await prepare(here, settings)
        for together in processes(here, settings, shared):
            for child in together:
                running.push_async_callback(child.stop)
            with step(" and ".join(child.name for child in together)):
                await asyncio.gather(*(child.start() for child in together))
        say(where_to_look(settings))
        await keep(server)


async def keep(server: Cluster | None) -> None:
    """Runs forever. PostgreSQL is not our child process, and may crash or be stopped by somebody
    else."""
    while True:
        await asyncio.sleep(LOOK_AGAIN)
        if server and not server.running():
            say(f"PostgreSQL ended; starting it again. Log: {server.log}")
            try:
                await asyncio.to_thread(server.start)
            except ClusterError as error:
                say(str(error))


def stop_on_signals() -> None:
    """The first signal cancels; a second one must not cancel the stopping."""
    loop = asyncio.get_running_loop()
    task = asyncio.current_task()
    assert task

    def stop() -> None:
        for number in SIGNALS:
            loop.add_signal_handler(number, lambda: None)
        say("\nStopping ...")
        task.cancel()

    for number in SIGNALS:
        loop.add_signal_handler(number, stop)


def check_port(variable: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("", port))
        except OSError as error:
            reason = "is in use" if error.errno == errno.EADDRINUSE else f"is refused ({error})"
            raise database.DatabaseError(
                f"{variable}: port {port} {reason}, choose another"
            ) from None


async def prepare(here: database.ShopDatabase, settings: RunSettings) -> None:
    """Creates roles, schema and functions; in the sandbox also the movable clock and demo data."""
    await here.check(sandbox=settings.sandbox)
    await here.bootstrap()
    if settings.sandbox:
        await here.mark_as_sandbox()
    with step("migrations"):
        await migrate.up(here.url("tickover_migrator"), report=lambda line: say(f"  {line}"))
    if settings.sandbox:
        await here.move_into_sandbox(settings.sandbox_port)


def environment(settings: RunSettings) -> dict[str, str]:
    """The environment of every process besides its DATABASE_URL."""
    if settings.sandbox:
        return {**sandbox_settings(settings), **given()}
    polling = {} if "WEBHOOK_URL" in given() else {"TELEGRAM_MODE": "polling"}
    return {**given(), **polling}


def check_settings(values: Mapping[str, str], *, page: bool) -> None:
    """Detects now what would stop a process after all others have been started."""
    names = ("DATABASE_URL", "PAYMENTS_DATABASE_URL", "PAGE_DATABASE_URL")
    values = {**dict.fromkeys(names, "postgresql://"), **values}
    models: list[type[Settings]] = [BotSettings, ListenerSettings]
    if page:
        models.append(PageSettings)
    for process in models:
        fields = {name: values.get(name.upper()) for name in process.model_fields}
        process.load(**{name: value for name, value in fields.items() if value})


def processes(
    here: database.ShopDatabase, settings: RunSettings, shared: Mapping[str, str]
) -> list[list[Child]]:
    """In the order of their start, the emulators first; they stop in the reverse order."""

    def child(
        name: str,
        url: str,
        up: Callable[[int], Awaitable[bool]],
        *arguments: str,
        **more: str,
    ) -> Child:
        log = tools.home() / "log" / f"{name}.log"
        log.parent.mkdir(exist_ok=True)
        log.unlink(missing_ok=True)
        return Child(name, arguments, {**shared, **more, "DATABASE_URL": url}, log, up)

    bot = f"{settings.bot_url}/health"
    page = f"http://127.0.0.1:{settings.sandbox_port}/sandbox/clock"
    if settings.sandbox:
        tools.own(tools.home() / "sandbox")
    sandbox = child("sandbox", here.admin_url, answers(page), "-m", "sandbox")
    ours = [
        child(
            *("bot", here.url("tickover_bot"), answers(bot), "-m", "bot"),
            PAYMENTS_DATABASE_URL=here.url("tickover_payments"),
        ),
        child("listener", here.url("tickover_listener"), here.has_listener, "listener.py"),
    ]
    if settings.has_page:
        own = here.url("tickover_page")
        ready = answers(f"http://127.0.0.1:{settings.page_port}/ready")
        ours.append(child("page", own, ready, "-m", "web", PAGE_DATABASE_URL=own))
    return [[sandbox], ours] if settings.sandbox else [ours]


def given() -> dict[str, str]:
    """The settings that somebody made: the environment before `.env`, and no empty values."""
    values = {**dotenv_values(".env"), **os.environ}
    return {name: value for name, value in values.items() if value}


def sandbox_settings(settings: RunSettings) -> Mapping[str, str]:
    """Makes the emulators the outside world, with this folder's own secrets."""
    secrets = database.Secrets(tools.home() / "secrets.json")
    world = f"http://127.0.0.1:{settings.sandbox_port}"
    return {
        "TICKOVER_HOME": str(tools.home()),
        "BOT_TOKEN": f"100200300:{secrets.get('bot_token')}",
        "TELEGRAM_API": world,
        "TELEGRAM_MODE": "webhook",
        "WEBHOOK_URL": f"{settings.bot_url}/telegram",
        "WEBHOOK_SECRET": secrets.get("webhook_secret"),
        "IDENTITY_KEY": secrets.get("identity_key"),
        **pair(secrets.get("requisites_key")),
        "PAGE_URL": f"http://127.0.0.1:{settings.page_port}",
        "PAGE_PORT": str(settings.page_port),
        "PANEL_KEYS": json.dumps(
            {"main": secrets.get("panel_key"), "nl": secrets.get("panel_token")}
        ),
        "TELEGRAM_PROVIDER_TOKEN": f"1000:TEST:{secrets.get('provider_token')}",
        **sandbox_providers(secrets, world, settings.bot_url),
    }


def pair(secret: str) -> Mapping[str, str]:
    """The keys for requisites, made of a secret."""
    return settings_of(PrivateKey(hashlib.sha256(secret.encode()).digest()))


def sandbox_providers(secrets: database.Secrets, world: str, bot: str) -> Mapping[str, str]:
    """Secrets of the payment providers, and the addresses to which they send webhooks."""
    return {
        "TELEGRAM_CURRENCIES": f"{world}/bots/payments/currencies.json",
        "CRYPTO_PAY_TOKEN": f"1000:{secrets.get('crypto_pay_token')}",
        "CRYPTO_PAY_API": f"{world}/crypto/api",
        "CRYPTO_PAY_WEBHOOK": f"{bot}/payments/crypto_pay",
        "YOOKASSA_SHOP_ID": "100500",
        "YOOKASSA_SECRET": secrets.get("yookassa_secret"),
        "YOOKASSA_API": f"{world}/yookassa/v3",
        "YOOKASSA_WEBHOOK": f"{bot}/payments/yookassa",
        "STRIPE_KEY": f"sk_test_{secrets.get('stripe_key')}",
        "STRIPE_API": f"{world}/stripe/v1",
        "STRIPE_WEBHOOK_SECRETS": f"whsec_{secrets.get('stripe_webhook_secret')}",
        "STRIPE_WEBHOOK": f"{bot}/payments/stripe",
        "HELEKET_MERCHANT": "8b03432e-385b-4670-8d06-064591096795",
        "HELEKET_PAYMENT_KEY": secrets.get("heleket_payment_key"),
        "HELEKET_PAYOUT_KEY": secrets.get("heleket_payout_key"),
        "HELEKET_API": f"{world}/heleket/v1",
        "HELEKET_CALLBACK": f"{bot}/payments/heleket",
    }


def answers(url: str) -> Callable[[int], Awaitable[bool]]:
    """Returns a check that the URL is served."""

    async def check(_: int) -> bool:
        async with httpx.AsyncClient(trust_env=False) as client:
            try:
                return (await client.get(url, timeout=2)).is_success
            except httpx.TransportError:
                return False

    return check


def where_to_look(settings: RunSettings) -> str:
    page = f"chat page  http://127.0.0.1:{settings.sandbox_port}/\n  " if settings.sandbox else ""
    ready = f"http://127.0.0.1:{settings.page_port}/ready"
    sub = f"page       {ready}\n  " if settings.has_page else ""
    return f"""
Tickover is running.

  {page}{sub}bot app    {settings.bot_url}/ready
  database   make psql        (make psql ROLE=operator and others)
  logs       {tools.home()}/log

Ctrl-C stops all of it."""


if __name__ == "__main__":
    main()
