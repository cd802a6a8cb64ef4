"""A PostgreSQL that is there becomes a shop's: database, roles, passwords, migrations.

An administrator's URL is used for that and not kept. Passwords are made here and stored in the
shop's file before the server gets them, so that an interrupted run goes on with them.
"""

import os
import pwd
import secrets
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias
from urllib.parse import parse_qs, unquote, urlsplit

import asyncpg

from postgres import ERRORS, connect, servers
from scripts.database import LOOK, REPOSITORY, password_variable, scram_verifier
from scripts.progress import say
from scripts.shop.config import DATABASE, POOLER, ROLES, Config, with_user
from scripts.shop.terminal import Refused, Terminal

Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record]"

DEFAULT_SOCKET = "/var/run/postgresql"
_REFUSES = (asyncpg.InvalidAuthorizationSpecificationError, asyncpg.InvalidPasswordError)
_OTHER_ERRORS = (*ERRORS, ValueError)

SETTINGS = {
    "cron.database_name": "{database}",
    "cron.host": "{socket}",
    "cron.use_background_workers": "off",
}


@dataclass(frozen=True)
class Server:
    """How an administrator connects. `as_postgres`: over the socket, as the system's user."""

    url: str
    database: str
    as_postgres: bool = False

    @property
    def socket(self) -> str | None:
        """The socket's folder; None for a server that is reached by TCP."""
        parts = urlsplit(self.url)
        host = parse_qs(parts.query).get("host", [None])[0] or unquote(parts.hostname or "")
        return host if host.startswith("/") else None if host else DEFAULT_SOCKET

    @property
    def url_of_database(self) -> str:
        return urlsplit(self.url)._replace(path=f"/{self.database}").geturl()

    @asynccontextmanager
    async def connect(self, database: str | None = None) -> AsyncIterator[Connection]:
        url = urlsplit(self.url)._replace(path=f"/{database or self.database}").geturl()
        with _postgres_user(self.as_postgres):
            connection = await connect(url, timeout=10)
        connection.add_log_listener(_warn)
        try:
            yield connection
        finally:
            await connection.close()


def _warn(_: object, message: asyncpg.PostgresLogMessage) -> None:
    if message.severity == "WARNING":
        say(f"  {message.message}")


@contextmanager
def _postgres_user(wanted: bool) -> Iterator[None]:
    """Peer authentication asks the system who connects: root becomes its user postgres for it."""
    if not wanted:
        yield
        return
    os.seteuid(pwd.getpwnam("postgres").pw_uid)
    try:
        yield
    finally:
        os.seteuid(0)


async def find_server(url: str, database: str) -> Server:
    """Raises Refused for an administrator who cannot connect; `asyncpg.InvalidPasswordError` where
    a password is missing or wrong."""
    server = Server(url, database)
    try:
        return await _tried(server)
    except asyncpg.InvalidPasswordError:
        raise
    except _REFUSES as error:
        if os.geteuid() != 0 or server.socket is None or not _has_postgres_user():
            raise Refused(f"PostgreSQL refuses this administrator: {error}") from None
    except _OTHER_ERRORS as error:
        raise Refused(
            f"PostgreSQL does not answer there: {error or type(error).__name__}"
        ) from None
    try:
        return await _tried(Server(url, database, as_postgres=True))
    except _OTHER_ERRORS as error:
        raise Refused(f"PostgreSQL refuses this administrator: {error}") from None


async def _tried(server: Server) -> Server:
    async with server.connect("postgres") as connection:
        row = await connection.fetchrow(
            """select r.rolsuper or r.rolcreaterole and r.rolcreatedb as may,
                 current_setting('server_version_num')::integer as version
               from pg_roles as r where r.rolname = current_user"""
        )
    if row is None or not row["may"]:
        raise Refused("this user may not create roles and databases: use an administrator's")
    if row["version"] < 150000:
        raise Refused("PostgreSQL 15 or newer is needed")
    return server


def _has_postgres_user() -> bool:
    try:
        return bool(pwd.getpwnam("postgres"))
    except KeyError:
        return False


# -- Is it ours to take?


async def create(server: Server) -> None:
    async with server.connect("postgres") as connection:
        known = "select true from pg_database where datname = $1"
        if not await connection.fetchval(known, server.database):
            name = await connection.fetchval("select quote_ident($1)", server.database)
            await connection.execute(
                f"create database {name} encoding 'UTF8' locale 'C.UTF-8' template template0"
            )
            say(f"  Database {server.database} is created.")


async def refuse_what_is_not_ours(server: Server, bot_id: int, terminal: Terminal) -> None:
    """Raises Refused for a sandbox, for something else than a shop, for a shop that is held, and
    for one of another bot unless that is meant."""
    async with server.connect() as connection:
        found = await connection.fetchval(LOOK)
        if found == "empty":
            return
        if found == "sandbox":
            raise Refused(
                f"{server.database} is the database of a sandbox, whose clock moves and whose "
                "payments are not real: choose another database for a real bot"
            )
        async with _as_owner(connection):
            if not await connection.fetchval("select to_regclass('migrate.versions') is not null"):
                raise Refused(
                    f"{server.database} holds something else than a shop: choose an empty database"
                )
            await _refuse_held(connection)
            await _refuse_other_bot(connection, bot_id, terminal)


@asynccontextmanager
async def _as_owner(connection: Connection) -> AsyncIterator[None]:
    """An administrator who is no superuser has made the owner of the tables, and reads as him."""
    unit = connection.transaction()
    await unit.start()
    try:
        if await connection.fetchval(
            """select not r.rolsuper and exists (
                 select from pg_roles as o where o.rolname = 'tickover_owner'
               )
               from pg_roles as r where r.rolname = current_user"""
        ):
            await connection.execute("grant tickover_owner to current_user")
            await connection.execute("set local role tickover_owner")
        yield
    finally:
        await unit.rollback()


async def _refuse_held(connection: Connection) -> None:
    if not await connection.fetchval("select to_regprocedure('app.held_because()') is not null"):
        return
    is_new = not await connection.fetchval("select exists (select from app.home)")
    why = await connection.fetchval("select app.held_because()")
    if why and not is_new and not await _was_just_restored(connection):
        raise Refused(
            f'the shop in this database is held: {why}. After a restore read "Backup and restore" '
            "in docs/operations.md, and first select ops.catch_up('<when the backup was taken>'); "
            "to open it: select ops.open_shop('why')"
        )


async def _was_just_restored(connection: Connection) -> bool:
    """`restore` has told what is next: the programs, and then to open it."""
    if not await connection.fetchval("select to_regclass('app.restores') is not null"):
        return False
    restored = """select exists (
      select from app.restores as r join app.home as h on r.restored_at > h.changed_at
    )"""
    return bool(await connection.fetchval(restored))


async def _refuse_other_bot(connection: Connection, bot_id: int, terminal: Terminal) -> None:
    if not await connection.fetchval("select to_regclass('app.bot') is not null"):
        return
    theirs = await connection.fetchval("select b.id from app.bot as b")
    if theirs in (None, bot_id):
        return
    question = f"The shop in this database is of another bot ({theirs}). Does this one replace it?"
    if not await terminal.confirm("REPLACE_BOT", question):
        raise Refused(
            f"the shop in this database is of another bot ({theirs}): use its token, or another "
            "database"
        )


# -- pg_cron


async def require_cron(server: Server, terminal: Terminal) -> None:
    """Raises Refused with what to do until pg_cron runs jobs in this database."""
    async with server.connect("postgres") as connection:
        try:
            home = await connection.fetchval("select current_setting('cron.database_name', true)")
        except asyncpg.InsufficientPrivilegeError:
            return await _refuse_without_package(connection, server)
        if home == server.database:
            return
        if home is not None and await _is_used(connection, home):
            raise Refused(
                f"pg_cron of this server works in the database {home}, and only in one: "
                f"call the shop's database {home}, or use another server"
            )
        await _offer_settings(connection, server, terminal)


async def _refuse_without_package(connection: Connection, server: Server) -> None:
    """Where only the provider of the server sees its settings. Where pg_cron works in another
    database, bootstrap.sql says so."""
    there = "select exists (select from pg_available_extensions where name = 'pg_cron')"
    if not await connection.fetchval(there):
        raise Refused(
            "this server has no pg_cron: switch it on in the settings of your provider, with "
            f"cron.database_name = {server.database}; or use another server"
        )


async def _is_used(connection: Connection, database: str) -> bool:
    known = "select exists (select from pg_database where datname = $1 and datname <> 'postgres')"
    return bool(await connection.fetchval(known, database))


async def _offer_settings(connection: Connection, server: Server, terminal: Terminal) -> None:
    version = (
        int(await connection.fetchval("select current_setting('server_version_num')")) // 10000
    )
    there = "select exists (select from pg_available_extensions where name = 'pg_cron')"
    if not await connection.fetchval(there):
        raise Refused(
            f"pg_cron is not installed: apt install postgresql-{version}-cron (or what your server "
            "offers for it), then run setup again"
        )
    libraries = await connection.fetchval("select current_setting('shared_preload_libraries')")
    preload = ",".join(dict.fromkeys([*filter(None, libraries.split(",")), "pg_cron"]))
    socket = server.socket or DEFAULT_SOCKET
    wanted = {"shared_preload_libraries": preload} | {
        name: value.format(database=server.database, socket=socket)
        for name, value in SETTINGS.items()
    }
    say("  pg_cron needs these settings of PostgreSQL:")
    for name, value in wanted.items():
        say(f"    {name} = '{value}'")
    files = await _tell_rules(connection, server)
    then = "restart PostgreSQL (systemctl restart postgresql), then run setup again"
    if not await terminal.confirm("SET_POSTGRESQL", "Set them now (alter system)?", default=False):
        raise Refused(f"pg_cron is not set up: write these lines, {then}")
    for name, value in wanted.items():
        # A list must not become one quoted name.
        quoted = value if name == "shared_preload_libraries" else await _literal(connection, value)
        if await connection.fetchval("select current_setting($1, true) is null", name):
            # Before version 17 it refuses a name that this session does not know, as long as
            # pg_cron is not loaded.
            await connection.execute(f"set {name} = {quoted}")
        await connection.execute(f"alter system set {name} = {quoted}")
    if server.socket is not None:
        _write_rules(server.database, *files)
    raise Refused(f"the settings are written: {then}")


async def _literal(connection: Connection, value: str) -> str:
    quoted: str = await connection.fetchval("select quote_literal($1)", value)
    return quoted


def _rules(database: str) -> tuple[str, str]:
    """pg_cron comes over the socket, as the system's user of the server."""
    return f"local {database} tickover_cron peer map=tickover", "tickover postgres tickover_cron"


async def _tell_rules(connection: Connection, server: Server) -> tuple[Path, Path]:
    """Returns the files of the server's rules."""
    row = await connection.fetchrow(
        "select current_setting('hba_file') as hba, current_setting('ident_file') as ident"
    )
    assert row
    hba, ident = _rules(server.database)
    say(f"  {row['hba']}, above the other lines that begin with local:")
    say(f"    {hba}")
    say(f"  {row['ident']}:")
    say(f"    {ident}")
    return Path(row["hba"]), Path(row["ident"])


def _write_rules(database: str, hba: Path, ident: Path) -> None:
    """On the server's own machine. The first rule that fits counts, so ours stand above all."""
    for file, line in zip((hba, ident), _rules(database), strict=True):
        try:
            text = file.read_text()
            if line not in text.splitlines():
                with file.open("r+") as it:  # keeps owner and mode
                    it.write(f"{line}\n{text}")
        except OSError as error:
            say(f"  {file} was not written ({error.strerror}): write that line yourself.")


# -- Roles


async def prepare_roles(server: Server, config: Config, terminal: Terminal) -> None:
    """Creates the roles, gives those of the programs passwords, and stores where they connect."""
    await _make_passwords(server, config, terminal)
    async with server.connect() as connection:
        await connection.execute((REPOSITORY / "sql" / "bootstrap.sql").read_text())
        await _refuse_without_cron(connection, server)
        for role in ROLES:
            address = config.get(DATABASE)
            if address and await logs_in(config.url(role)):
                continue
            verifier = scram_verifier(config.values()[password_variable(role)])
            await connection.execute(f"alter role {role} login password '{verifier}'")
    await _find_address(server, config)


async def _refuse_without_cron(connection: Connection, server: Server) -> None:
    """bootstrap.sql has warned of what is in the way."""
    if not await connection.fetchval(
        "select exists (select from pg_extension as e where e.extname = 'pg_cron')"
    ):
        raise Refused(
            f"pg_cron is not in {server.database}, and no job would run: have a superuser, or your "
            f"provider, set cron.database_name = {server.database} and call there: "
            "create extension pg_cron; grant usage on schema cron to <this administrator> with "
            "grant option"
        )


async def _make_passwords(server: Server, config: Config, terminal: Terminal) -> None:
    """Roles belong to the whole server, and may be another shop's: its programs would be locked
    out by new passwords."""
    values = config.values()
    unknown = [role for role in ROLES if not values.get(password_variable(role))]
    taken = await _with_password(server, unknown)
    question = (
        f"{', '.join(taken)}: already on this server with passwords that are not known here. If "
        "another shop uses them, new ones lock it out. Set new ones?"
    )
    if taken and not await terminal.confirm("NEW_PASSWORDS", question):
        raise Refused(
            "the roles of this server have passwords that are not known here: give them in "
            + ", ".join(map(password_variable, taken))
        )
    config.file.write({password_variable(role): secrets.token_hex(24) for role in unknown})


async def _with_password(server: Server, roles: list[str]) -> list[str]:
    """Only a superuser can see whether a role has one."""
    async with server.connect() as connection:
        try:
            rows = await connection.fetch(
                """select a.rolname from pg_authid as a
                   where a.rolname = any ($1) and a.rolpassword is not null order by 1""",
                roles,
            )
        except asyncpg.InsufficientPrivilegeError:
            rows = await connection.fetch(
                "select r.rolname from pg_roles as r where r.rolname = any ($1) order by 1", roles
            )
    return [row["rolname"] for row in rows]


async def logs_in(url: str) -> bool:
    try:
        connection = await connect(url, timeout=10)
    except _OTHER_ERRORS:
        return False
    await connection.close()
    return True


async def _find_address(server: Server, config: Config) -> None:
    """Programs connect with passwords: by TCP, or over the socket where that takes passwords."""
    wrong = None
    for address in await _addresses(server):
        try:
            for role in ROLES:
                password = config.values()[password_variable(role)]
                connection = await connect(with_user(address, role, password), timeout=10)
                await connection.close()
        except _OTHER_ERRORS as error:
            wrong = wrong or f"{error or type(error).__name__}".splitlines()[0]
            continue
        _forget_pooler(config, address)
        config.file.write({DATABASE: address})
        return
    raise Refused(
        f"the programs cannot connect with their passwords ({wrong}): pg_hba.conf needs the line\n"
        f"    host {server.database} all 127.0.0.1/32 scram-sha-256\n"
        "  then select pg_reload_conf(), and run setup again"
    )


def _forget_pooler(config: Config, address: str) -> None:
    """It leads to the database before, also when the shop has moved to another one."""
    before = config.file.read()
    if before.get(POOLER) and before.get(DATABASE) and not _is_same(before[DATABASE], address):
        config.file.write({POOLER: ""})
        say(f"  {POOLER} is cleared: it led to {before[DATABASE]}. Set it again for this database.")


def _is_same(one: str, other: str) -> bool:
    """One of the servers that the first names is among those of the second, and so is its
    database."""

    def places(address: str) -> set[tuple[str, int]]:
        return {("" if _is_here(host) else host, port) for host, port in servers(address)}

    paths = {unquote(urlsplit(address).path) for address in (one, other)}
    return len(paths) == 1 and not places(one).isdisjoint(places(other))


def _is_here(host: str) -> bool:
    return host.startswith("/") or host in ("", "localhost", "127.0.0.1", "::1")


async def _addresses(server: Server) -> list[str]:
    parts = urlsplit(server.url)
    if server.socket is None:
        place = parts.netloc.rpartition("@")[2]
        return [parts._replace(netloc=place, path=f"/{server.database}").geturl()]
    async with server.connect() as connection:
        port = await connection.fetchval("select current_setting('port')")
    return [
        f"postgresql://127.0.0.1:{port}/{server.database}",
        f"postgresql:///{server.database}?host={server.socket}&port={port}",
    ]
