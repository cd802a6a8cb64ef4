"""Sets a shop up: asks, checks each answer at once, and ends with the bot answering.

Every step can be repeated, and what was answered is stored before the next question: a run that
was interrupted is continued by another one.
"""

import asyncio
import json
import re
import secrets
import shlex
import shutil
import socket
import subprocess
import sys
from collections.abc import Awaitable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import available_timezones

import asyncpg
from nacl.public import PrivateKey

import migrate
from gateways.bot_api import BotApi
from gateways.errors import GatewayError
from gateways.requisites import settings_of
from scripts.database import REPOSITORY, password_variable
from scripts.progress import say, step
from scripts.shop import (
    backup,
    backup_folder,
    compose,
    database,
    owner_link,
    panels,
    payments,
    run,
    settle,
    units,
)
from scripts.shop.config import DATABASE, MIGRATOR, ROLES, SITES, Config, with_user
from scripts.shop.telegram import Me, bot_api, host, me, webhook
from scripts.shop.terminal import Refused, Terminal
from settings import WEBHOOK_ROUTE, BotSettings

ADMIN, METRICS_PORT = "ADMIN_DATABASE_URL", "METRICS_PORT"
# After those of the bot, the sandbox and the page, and as deploy/prometheus expects it.
FIRST_METRICS_PORT = 8083
LOCAL_ADMIN = f"postgresql://postgres@/postgres?host={database.DEFAULT_SOCKET}"
# How many minor units a unit has; two where it is not here.
DIGITS = {"JPY": 0, "KRW": 0, "VND": 0, "CLP": 0, "ISK": 0, "UGX": 0, "KWD": 3, "BHD": 3, "TND": 3}


@dataclass
class Setup:
    config: Config
    terminal: Terminal
    in_docker: bool = False
    """The database and the programs are those of `compose.yaml`."""
    me: Me | None = None
    has_changed: bool = False
    """Whether the programs have to be restarted for what was answered."""

    async def run(self) -> None:
        """Raises Refused where a step cannot be done."""
        before = self.config.file.read()
        say(f"Setting up a shop in {self.config.path.absolute()}")
        say("Enter keeps what is in brackets. Ctrl-C stops; another run goes on from there.\n")
        self._check_file()
        await self._telegram()
        await self._database()
        currency = await self._shop()
        await self._panel()
        await self._payments(currency)
        await self._updates()
        await self._page()
        await self._backups()
        await self._proxy()
        await self._watcher()
        await self._name()
        self.has_changed = self.config.file.read() != before

    # -- Its file

    def _check_file(self) -> None:
        """Raises Refused for a file that others can read: its secrets may be known."""
        path = self.config.path
        if path.exists() and path.stat().st_mode & 0o077:
            raise Refused(f"{path} can be read by others: chmod 600 {path}")

    def _keep(self, values: Mapping[str, str]) -> None:
        self.config.file.write(values)

    async def _ask_and_keep(
        self, name: str, question: str, *, default: str | None = None, **how: Any
    ) -> str:
        """Asks for a setting of the programs, with what the file has as the default."""
        before = self.config.file.read().get(name)
        answer = await self.terminal.ask(
            name, question, before or default, guarded=before is not None, **how
        )
        self._keep({name: answer})
        return answer

    # -- Telegram

    async def _telegram(self) -> None:
        say("Telegram")
        given = self.config.environment.get("TELEGRAM_API")
        if given:
            self._keep({"TELEGRAM_API": given})

        async def check(token: str) -> str:
            async with bot_api(self.config, token) as bot:
                self.me = await me(bot)
                await self._refuse_other_shop(bot)
            return f"This is @{self.me.username} ({self.me.name})."

        await self._ask_and_keep(
            "BOT_TOKEN", "Token of the bot, from @BotFather", check=check, secret=True
        )
        if not self.config.file.read().get("IDENTITY_KEY"):
            self._keep({"IDENTITY_KEY": secrets.token_hex(32)})
        if not self.config.file.read().get("REQUISITES_KEYS"):
            self._keep(settings_of(PrivateKey.generate()))

    async def _refuse_other_shop(self, bot: BotApi) -> None:
        """Two programs with one token take the updates away from each other."""
        url = (await webhook(bot)).get("url", "")
        ours = self.config.values().get("WEBHOOK_URL")
        if not url or url == ours:
            return
        question = f"Another program receives this bot's updates, at {host(url)}. Take them over?"
        if not await self.terminal.confirm("TAKE_OVER", question):
            raise Refused(
                f"another program receives this bot's updates, at {host(url)}: stop it, or use the "
                "token of another bot"
            )
        self._keep({"TELEGRAM_TAKE_OVER": "1"})

    # -- The database

    async def _database(self) -> None:
        say("\nDatabase: PostgreSQL 15 or newer with pg_cron")
        assert self.me
        server = await self.server()
        await database.create(server)
        await database.refuse_what_is_not_ours(server, self.me.id, self.terminal)
        await database.require_cron(server, self.terminal)
        with step("roles and passwords"):
            await database.prepare_roles(server, self.config, self.terminal)
        with step("migrations"):
            await self.migrate()

    async def server(self) -> database.Server:
        return await (self._server_in_docker() if self.in_docker else self._server())

    async def _server(self) -> database.Server:
        """The administrator's password is asked for each time, and not kept."""
        while True:
            url = await self._ask_and_keep(
                ADMIN,
                "URL of an administrator, without a password",
                default=LOCAL_ADMIN,
                check=_postgres_url,
            )
            name = await self.terminal.ask(
                "SHOP_DATABASE",
                "Name of the shop's database",
                self._database_name(url),
                check=_database_name,
            )
            try:
                return await self._connected(url, name)
            except Refused as refused:
                if not self.terminal.interactive or ADMIN in self.terminal.answers:
                    raise
                say(f"  {refused}")

    async def _server_in_docker(self) -> database.Server:
        """A new volume is initialised with the passwords of the roles."""
        before = self.config.file.read()
        names = [compose.PASSWORD, *map(password_variable, ROLES)]
        self._keep({name: before.get(name) or secrets.token_hex(24) for name in names})
        with step("PostgreSQL"):
            await compose.up(self.config, "postgres")
        return await database.find_server(compose.admin_url(self.config), "tickover")

    def _database_name(self, url: str) -> str:
        known = self.config.file.read().get(DATABASE)
        name = urlsplit(known or url).path.strip("/")
        return "tickover" if name in ("", "postgres") else name

    async def _connected(self, url: str, name: str) -> database.Server:
        try:
            return await database.find_server(url, name)
        except asyncpg.InvalidPasswordError:
            user = urlsplit(url).username or "postgres"
            password = await self.terminal.ask("ADMIN_PASSWORD", f"Password of {user}", secret=True)
        try:
            return await database.find_server(with_user(url, user, password), name)
        except asyncpg.InvalidPasswordError:
            raise Refused("PostgreSQL refuses this password") from None

    async def migrate(self) -> None:
        try:
            await migrate.up(self.config.url(MIGRATOR), report=lambda _: None)
        except migrate.MigrateError as error:
            raise Refused(f"migrations: {error}") from None

    # -- The shop

    async def _shop(self) -> str:
        """Returns its currency."""
        say("\nThe shop")
        before = await settle.setting(self.config, "currency")
        currency = (
            await self.terminal.ask(
                "SHOP_CURRENCY", "Currency", before, check=self._valid("currency", str.upper)
            )
        ).upper()
        await self._prices(currency, before)
        languages = await settle.setting(self.config, "languages")
        answer = await self.terminal.ask(
            *("SHOP_LANGUAGES", "Languages, the first one for all others", ",".join(languages)),
            check=self._valid("languages", _words),
        )
        await settle.set_setting(self.config, "languages", _words(answer))
        zone = await self.terminal.ask(
            *("SHOP_ZONE", "Time zone", await settle.setting(self.config, "timezone")),
            check=self._valid("timezone", _zone),
        )
        await settle.set_setting(self.config, "timezone", zone)
        contact = await self.terminal.ask(
            *("SHOP_SUPPORT", "Support contact: an address such as https://t.me/name"),
            await settle.setting(self.config, "support_url"),
            check=self._valid("support_url", str),
            optional=True,
        )
        await settle.set_setting(self.config, "support_url", contact or None)
        return currency

    def _valid(self, name: str, read: Any) -> Any:
        """The database says which values a setting may have."""

        async def check(answer: str) -> None:
            await settle.may_be(self.config, name, read(answer))

        return check

    async def _prices(self, currency: str, before: str) -> None:
        """A currency in which nothing is sold would sell nothing: each price is asked for."""
        if await settle.prices(self.config, currency):
            if currency != before:
                await settle.set_setting(self.config, "currency", currency)
            return
        say(f"  Nothing is sold in {currency} yet. What do these cost?")
        sold = []
        for price in await settle.prices(self.config, before):
            name = f"SHOP_PRICE_{price.plan.upper()}_{price.count}_{price.unit.upper()}"
            what = f"{price.title}, {price.count} {price.unit}s, {currency}"
            answer = await self.terminal.ask(name, f"  {what}", check=_amount(currency))
            sold.append(replace(price, amount=minor_units(answer, currency)))
        await settle.sell_in(self.config, currency, sold)
        say(f"  Prices and amounts of top-ups are in {currency} now.")

    # -- The panel

    async def _panel(self) -> None:
        say("\nVPN panel")
        row = await settle.panel(self.config)
        keys = self._panel_keys()
        # Until it has a key, its address is that of the sandbox.
        offered = row if row["code"] in keys else {**row, "kind": None, "base_url": None}
        while True:
            offered = await self._ask_panel(offered)
            key = await self.terminal.ask(
                *("SHOP_PANEL_KEY", f"Its {panels.KEYS[offered['kind']]}", keys.get(row["code"])),
                secret=True,
            )
            try:
                say(f"  {await panels.prove(self.config, row['code'], offered, key)}")
                break
            except Refused as refused:
                if not self.terminal.interactive or "SHOP_PANEL_URL" in self.terminal.answers:
                    raise
                say(f"  {refused}")
        self._keep({"PANEL_KEYS": json.dumps({**keys, row["code"]: key})})
        await settle.set_panel(self.config, row["code"], offered)

    async def _ask_panel(self, offered: Mapping[str, Any]) -> Mapping[str, Any]:
        """Returns the row with the answers; what is offered is its defaults."""
        kind = await self.terminal.ask(
            *("SHOP_PANEL_KIND", f"Kind ({', '.join(panels.KINDS)})", offered["kind"]), check=_kind
        )
        url = await self.terminal.ask(
            "SHOP_PANEL_URL", "Address", offered["base_url"], check=_http_url
        )
        options = await self.terminal.ask(
            *("SHOP_PANEL_OPTIONS", f"Options as JSON, such as {panels.OPTIONS[kind]}"),
            json.dumps(offered["options"]),
            check=_options,
        )
        answers = {"kind": kind, "base_url": url.rstrip("/"), "options": panels.options_of(options)}
        return {**offered, **answers}

    def _panel_keys(self) -> dict[str, str]:
        try:
            keys = json.loads(self.config.file.read().get("PANEL_KEYS", "{}"))
        except ValueError:
            raise Refused(f"PANEL_KEYS in {self.config.path} is not JSON") from None
        return {panel: key for panel, key in keys.items() if key}

    # -- Payments

    async def _payments(self, currency: str) -> None:
        say("\nPayments: Enter for a provider that you do not use")
        for code, keys in payments.KEYS.items():
            while not await self._provider(code, keys, currency):
                pass
        await self._stars(currency)
        values = self.config.file.read()
        has_provider = any(values.get(next(iter(keys))) for keys in payments.KEYS.values())
        if not has_provider and await settle.rate_of_stars(self.config, currency) is None:
            say("  Without a provider nobody can pay: trials work, purchases do not.")

    async def _provider(self, code: str, keys: Mapping[str, str], currency: str) -> bool:
        """Asks for the keys of a provider and proves them. False: to be asked again."""
        given: dict[str, str] = {}
        before = self.config.file.read()
        for name, question in keys.items():
            is_needed = bool(given)
            answer = await self.terminal.ask(
                *(name, question, before.get(name)),
                secret=name not in payments.OPEN,
                optional=not is_needed,
                guarded=name in before,
            )
            if not answer and not is_needed:
                self._keep({name: "" for name in keys if name in before})
                return True
            given[name] = answer
        try:
            await self._prove_provider(code, given, currency)
        except Refused as refused:
            if not self.terminal.interactive or any(name in self.terminal.answers for name in keys):
                raise
            say(f"  {refused}")
            return False
        self._keep(given)
        return True

    async def _prove_provider(self, code: str, given: Mapping[str, str], currency: str) -> None:
        known = self.config.values()
        others = {name for keys in payments.KEYS.values() for name in keys}
        values = {**{k: v for k, v in known.items() if k not in others}, **given}
        async with bot_api(self.config, known["BOT_TOKEN"]) as bot:
            wrong = (await payments.prove(values, bot, currency)).get(code)
        if wrong:
            raise Refused(f"{code} refuses: {wrong}")
        say(f"  {code} takes the keys.")

    async def _stars(self, currency: str) -> None:
        rate = await settle.rate_of_stars(self.config, currency)
        digits = DIGITS.get(currency, 2)
        before = None if rate is None else f"{Decimal(rate[0]).scaleb(-digits) / rate[1]:.4f}"
        answer = await self.terminal.ask(
            *("SHOP_STAR_PRICE", f"Telegram Stars: {currency} that one Star pays for", before),
            check=_amount(currency, parts=4),
            optional=True,
        )
        if answer and answer != before:
            amount = int(Decimal(answer.replace(",", ".")).scaleb(digits) * 10_000)
            await settle.set_rate_of_stars(self.config, currency, amount, 10_000)

    # -- Where updates come in

    async def _updates(self) -> None:
        say("\nUpdates of Telegram")
        before = self.config.file.read()
        domain = urlsplit(before.get("WEBHOOK_URL", "")).hostname
        answer = await self.terminal.ask(
            *("SHOP_DOMAIN", "Domain of a reverse proxy with TLS; none: the bot polls", domain),
            check=_domain,
            optional=True,
        )
        if answer:
            self._keep(
                {
                    "TELEGRAM_MODE": "webhook",
                    "WEBHOOK_URL": f"https://{answer}{WEBHOOK_ROUTE}",
                    "WEBHOOK_SECRET": before.get("WEBHOOK_SECRET") or secrets.token_hex(32),
                }
            )
            port = self.config.values().get("PORT", "8080")
            say(f"  It is to forward {WEBHOOK_ROUTE}, /payments/ and /panels/ to 127.0.0.1:{port}.")
        else:
            cleared = {"WEBHOOK_URL": ""} if before.get("WEBHOOK_URL") else {}
            self._keep({"TELEGRAM_MODE": "polling", **cleared})
        await self._ask_and_keep(
            "PORT", "Port of the bot on this machine", default="8080", check=_port
        )
        if not before.get(METRICS_PORT):
            given = self.terminal.answers.get(METRICS_PORT)
            self._keep({METRICS_PORT: given or str(_free_port(FIRST_METRICS_PORT))})

    async def _page(self) -> None:
        await self._ask_and_keep(
            *("PAGE_URL", "Public https address of the subscription page"),
            check=_http_url,
            optional=True,
        )

    async def _backups(self) -> None:
        """The first time a key is made, of which only the public part stays here."""
        say("\nBackups: database and secrets, encrypted")
        before = self.config.file.read().get(backup.FOLDER)
        folder = await self._ask_and_keep(
            *(backup.FOLDER, "Folder of the backups"),
            default=str(self.config.path.absolute().with_name("backups")),
            check=_folder,
            optional=True,
        )
        chat = await self._ask_and_keep(
            *(backup.CHAT, "Chat that gets them, by its id"), check=self._writes_to, optional=True
        )
        if folder and before and folder != before:
            backup_folder.begin_folder(Path(folder))
        if (folder or chat) and not self.config.file.read().get(backup.RECIPIENTS):
            backup.tell_key(backup.make_key(self.config))

    async def _writes_to(self, chat: str) -> None:
        async with bot_api(self.config, self.config.values()["BOT_TOKEN"]) as bot:
            try:
                await bot.call("getChat", {"chat_id": chat})
            except GatewayError as error:
                raise Refused(
                    f"the bot does not know that chat, write to it there: {error}"
                ) from None

    async def _proxy(self) -> None:
        """Offers that of deploy/caddy, where there is a name to which it can answer."""
        before = self.config.file.read()
        urls = (urlsplit(before.get(name, "")) for name in ("WEBHOOK_URL", "PAGE_URL"))
        names = list(dict.fromkeys(url.hostname for url in urls if url.hostname))
        question = f"Let Caddy receive what comes for {' and '.join(names)}, with certificates?"
        known = bool(before.get(SITES))
        if names and await self.terminal.confirm("SHOP_PROXY", question, default=known):
            self._keep({SITES: ", ".join(names)})
        elif known:
            self._keep({SITES: ""})

    async def _watcher(self) -> None:
        await self._ask_and_keep(
            *("HEARTBEAT_URL", "Address that an outside watcher gave you, as healthchecks.io does"),
            check=_http_url,
            secret=True,
            optional=True,
        )

    async def _name(self) -> None:
        """The name that people see at Telegram and in the texts. These take it only from somebody
        who was asked, and not every name that Telegram takes."""
        assert self.me
        before = self.me
        name = await self.terminal.ask("SHOP_NAME", "Name of the bot at Telegram", before.name)
        if self.terminal.interactive or self.terminal.answers.get("SHOP_NAME"):
            refused = await settle.set_brand(self.config, name, before.name)
            if refused:
                say(f"  The texts keep their name: {refused}. Give them one with ops.set_text.")
        if name == before.name:
            return
        async with bot_api(self.config, self.config.values()["BOT_TOKEN"]) as bot:
            try:
                await bot.call("setMyName", {"name": name})
            except GatewayError as error:
                say(f"  Telegram did not take the name: {error}")


# -- Starting it


async def back_up_first(config: Config) -> None:
    """The first backup here proves that there can be one. A shop that cannot make it runs
    nevertheless, and the doctor says what is wrong."""
    if not (config.get(backup.FOLDER) or config.get(backup.CHAT)):
        return
    async with settle.owner(config) as connection:
        if await connection.fetchval(backup.HAS_BACKUP, None):
            return
    say("\nThe first backup")
    try:
        await backup.make(config)
    except Refused as refused:
        say(f"  There is no backup yet: {refused}")


async def go_live(setup: Setup) -> bool:
    """Starts the programs: in Docker, or by systemd where it runs. Says what to do elsewhere.
    Returns whether they are to run in this terminal."""
    config, terminal = setup.config, setup.terminal
    config.settings(BotSettings, "bot")
    say("")
    if setup.in_docker:
        await _start(config, compose.up(config), "docker compose logs bot")
        _tell_backups(config)
        return False
    has_units = has_systemd() and any(
        (units.FOLDER / units.unit(name)).exists() for name in ("bot", "all")
    )
    if not has_units and await run.is_taken(config):
        await _refuse_other_program(config)
        say("The bot answers already. Restart the programs if you changed anything.")
        await finish(config)
        return False
    if has_units or (
        has_systemd()
        and await terminal.confirm(
            "SHOP_SYSTEMD", "Install systemd units and start them?", default=True
        )
    ):
        await _start(config, _start_units(config, setup.has_changed), "journalctl -u tickover-bot")
        _tell_backups(config, by=units.BACKUP_TIMER)
        return False
    _tell_backups(config)
    here = await terminal.confirm("SHOP_RUN", "Start the shop in this terminal?", default=False)
    if not here:
        say("Start the shop with:  python -m scripts.shop run")
        say("then ask for the owner's link:  python -m scripts.shop owner-link")
    return here


def _tell_backups(config: Config, by: str | None = None) -> None:
    """`by`: what makes them each night. Without systemd, and in Docker, nothing here does."""
    if not (config.get(backup.FOLDER) or config.get(backup.CHAT)):
        return
    if by:
        say(f"A backup is made each night, by {by}.")
        return
    words = [sys.executable, "-m", "scripts.shop", "--env-file", str(config.path.absolute())]
    # For cron a % is the end of the line.
    line = f"cd {shlex.quote(str(REPOSITORY))} && {shlex.join(words)} backup".replace("%", "\\%")
    say("Nothing here makes a backup each night. Let cron do it, on this machine (crontab -e):")
    say(f"  17 3 * * * {line}")


async def _refuse_other_program(config: Config) -> None:
    if not await run.is_ready(config):
        raise Refused(
            f"what answers at {run.ready_url(config)} is not a bot that is ready: if it is another "
            "program choose another PORT, otherwise run doctor"
        )


def has_systemd() -> bool:
    return Path("/run/systemd/system").is_dir() and shutil.which("systemctl") is not None


async def _start(config: Config, starting: Awaitable[None], log: str) -> None:
    with step("bot and listener"):
        await starting
        if not await run.wait_until_ready(config):
            raise Refused(f"the bot is not ready: {log}, then run doctor")
    await finish(config)


async def _start_units(config: Config, changed: bool) -> None:
    """Restarts what runs only where something changed."""
    # systemctl restarts one after the other: a later restart of migrate would end it at work.
    programs, keys = ("migrate", *config.programs()), config.panel_keys_file()
    made = {**units.rendered(config.path, programs, panel_keys=keys), **units.doctor(config.path)}
    if config.get(SITES):
        made |= units.proxy(config, _caddy())
    folder, stamp = config.get(backup.FOLDER), config.get(backup.STAMP)
    if folder or config.get(backup.CHAT):
        made |= units.backup(config.path, folder, stamp)
    if folder:
        backup_folder.make_folder(config.path.absolute().parent / folder)
    changed = units.write(made) or changed
    for name in units.left_over(made):
        await asyncio.to_thread(_systemctl, "disable", "--now", name)
        (units.FOLDER / name).unlink()
    # Their timers start a backup, at night, and the doctor.
    by_timer = (units.BACKUP_SERVICE, units.DOCTOR_SERVICE)
    begun = [name for name in made if name not in by_timer]
    then = "restart" if changed else "start"
    for command in (["daemon-reload"], ["enable", *begun], [then, *begun]):
        await asyncio.to_thread(_systemctl, *command)


def _caddy() -> Path:
    found = shutil.which("caddy")
    if found is None:
        raise Refused(
            "caddy is not installed: apt-get install caddy, then systemctl disable --now caddy, "
            "because the shop's own unit starts it"
        )
    return Path(found)


def _systemctl(*words: str) -> None:
    done = subprocess.run(["systemctl", *words], capture_output=True, text=True)
    if done.returncode:
        raise Refused(f"systemctl {words[0]}: {done.stderr.strip() or done.returncode}")


async def finish(config: Config) -> None:
    """Says that the bot answers, and gives the owner's link until there is an owner."""
    async with bot_api(config, config.values()["BOT_TOKEN"]) as bot:
        name = (await me(bot)).username
    say(f"The bot answers: https://t.me/{name}")
    if not await settle.has_owner(config):
        link, _ = await owner_link.make(config)
        say("Open this within an hour, once, to be its owner:")
        say(f"  {link}")
    say("Is everything well?  python -m scripts.shop doctor")


# -- Answers


async def _postgres_url(answer: str) -> None:
    parts = urlsplit(answer)
    if parts.scheme not in ("postgresql", "postgres"):
        raise Refused("that has to begin with postgresql://")
    if parts.password:
        raise Refused("leave the password out: it is asked for where it is needed, and not kept")


async def _database_name(answer: str) -> None:
    if not answer.isidentifier() or not answer.islower():
        raise Refused("small letters, digits and _, such as tickover")


async def _kind(answer: str) -> None:
    if answer not in panels.KINDS:
        raise Refused(f"one of {', '.join(panels.KINDS)}")


async def _http_url(answer: str) -> None:
    parts = urlsplit(answer)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise Refused("that has to be an address that begins with https://")


async def _folder(answer: str) -> None:
    if not Path(answer).is_absolute():
        raise Refused("a whole path, which begins with /: the backup starts in another folder")


async def _options(answer: str) -> None:
    panels.options_of(answer)


async def _port(answer: str) -> None:
    if not (answer.isdigit() and 1 <= int(answer) <= 65535):
        raise Refused("a number from 1 to 65535")


def _free_port(first: int) -> int:
    """Another shop of this machine may have taken the first one."""
    for port in range(first, first + 100):
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    return first


async def _domain(answer: str) -> str:
    try:
        found = socket.getaddrinfo(answer, 443, type=socket.SOCK_STREAM)
    except OSError:
        raise Refused(f"{answer} is not found in the DNS: add a record for this machine") from None
    return f"{answer} is {', '.join(sorted({str(it[4][0]) for it in found}))}."


def _amount(currency: str, parts: int | None = None) -> Any:
    async def check(answer: str) -> None:
        minor_units(answer, currency, parts)

    return check


def minor_units(answer: str, currency: str, parts: int | None = None) -> int:
    """`parts`: how many digits behind the point are allowed, if not those of the currency."""
    digits = DIGITS.get(currency, 2)
    try:
        # In 1,000 the comma groups, in 1,5 it is the point.
        groups = re.fullmatch(r"[1-9]\d{,2}(,\d{3})+(\.\d+)?", answer)
        amount = Decimal(answer.replace(",", "" if groups else "."))
    except InvalidOperation:
        raise Refused("an amount, such as 1.99") from None
    exact = amount.scaleb(digits if parts is None else parts)
    if not amount.is_finite() or amount <= 0 or exact != exact.to_integral_value():
        raise Refused(
            f"an amount above zero, with at most {parts or digits} digits behind the point"
        )
    return int(amount.scaleb(digits))


def _words(answer: str) -> list[str]:
    return [word.strip() for word in answer.split(",") if word.strip()]


def _zone(answer: str) -> str:
    if answer not in available_timezones():
        raise Refused("an IANA time zone, such as Europe/Berlin")
    return answer
