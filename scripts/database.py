"""The shop's database and secrets on this machine, as `make run` and `make psql` use them.

The database is in the private cluster, or where DATABASE_URL says: that is an administrator's URL.
Roles belong to the whole server, where another shop may use them: a password is set only for roles
that are created here. Secrets that nobody set are generated once and kept.
"""

import base64
import hashlib
import hmac
import json
import os
import secrets
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias
from urllib.parse import quote, urlsplit

import asyncpg
from dotenv import dotenv_values
from pydantic import SecretStr

from scripts import cluster, tools
from scripts.progress import say

REPOSITORY = Path(__file__).resolve().parent.parent
SCRAM_ROUNDS = 4096

# The roles that the shop needs; the others are for people.
PROGRAMS = (
    "tickover_migrator",
    "tickover_bot",
    "tickover_payments",
    "tickover_listener",
    "tickover_page",
)

# The content of the database: nothing (objects of an extension do not count), a sandbox, or
# somebody's data. A sandbox is marked before its first migration.
LOOK = """
select case
  when to_regnamespace('sandbox') is not null then 'sandbox'
  when exists (
    select
    from pg_catalog.pg_namespace as n
    left join lateral (
      select 'pg_class'::regclass as classid, c.oid
      from pg_catalog.pg_class as c
      where c.relnamespace = n.oid
      union all
      select 'pg_proc'::regclass, p.oid
      from pg_catalog.pg_proc as p
      where p.pronamespace = n.oid
    ) as o on true
    where n.nspname !~ '^pg_'
      and n.nspname <> 'information_schema'
      and (n.nspname <> 'public' or o.oid is not null)
      and not exists (
        select
        from pg_catalog.pg_depend as d
        where d.deptype = 'e'
          and (d.classid, d.objid) in (('pg_namespace'::regclass, n.oid), (o.classid, o.oid))
      )
  ) then 'shop'
  else 'empty'
end
"""
MARK = """
set role tickover_owner;
create schema if not exists sandbox;
reset role;
"""

Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record]"


class DatabaseError(Exception):
    """The shop cannot be set up; the text says why."""


class Secrets:
    """Random strings by name, in a file that only its owner can read; given secrets take
    precedence."""

    def __init__(self, file: Path, given: Mapping[str, str] | None = None) -> None:
        self._file = file
        self._given = given or {}
        self._values: dict[str, str] = json.loads(file.read_text()) if file.exists() else {}

    def get(self, name: str) -> str:
        """Returns the secret of that name: 256 bits, generated at the first call and then
        constant."""
        if name in self._given:
            return self._given[name]
        if name not in self._values:
            self._values[name] = secrets.token_hex(32)
            new = self._file.with_suffix(".new")
            new.touch(mode=0o600)
            new.write_text(json.dumps(self._values, indent=2))
            new.rename(self._file)
        return self._values[name]


@dataclass(frozen=True)
class ShopDatabase:
    """Where the shop's database is, and how each role connects to it."""

    admin_url: str
    passwords: Secrets | None = None
    """None in the private cluster, where the socket identifies who connects."""

    def url(self, role: str) -> str:
        parts = urlsplit(self.admin_url)
        user = f"{role}:{quote(self.passwords.get(role), safe='')}" if self.passwords else role
        return parts._replace(netloc=f"{user}@{parts.netloc.rpartition('@')[2]}").geturl()

    async def check(self, *, sandbox: bool) -> None:
        """A sandbox moves the clock and accepts payments without money. So it takes only an empty
        database or its own, and a real shop never takes a sandbox's."""
        async with administrator(self.admin_url) as connection:
            found: Literal["empty", "sandbox", "shop"] = await connection.fetchval(LOOK)
        if sandbox and found == "shop":
            raise DatabaseError(
                "without a BOT_TOKEN this would become a sandbox, but the database is not empty "
                "and not a sandbox's: set BOT_TOKEN, or choose an empty database"
            )
        if not sandbox and found == "sandbox":
            raise DatabaseError(
                "BOT_TOKEN is set, but this database was a sandbox's: "
                "choose another folder with TICKOVER_HOME, or another DATABASE_URL"
            )

    async def bootstrap(self, warn: Callable[[str], None] = say) -> None:
        """Creates the roles, runs sql/bootstrap.sql and reports its warnings."""
        async with administrator(self.admin_url, warn) as connection:
            if self.passwords:
                await self._make_logins(connection, self.passwords)
            await connection.execute((REPOSITORY / "sql" / "bootstrap.sql").read_text())

    async def _make_logins(self, connection: Connection, passwords: Secrets) -> None:
        """Creates each login role that the server lacks, with its password. The passwords of
        existing roles must be known, or the shop cannot start here."""
        there = {row["rolname"] for row in await connection.fetch("select rolname from pg_roles")}
        for role in (f"tickover_{name}" for name in cluster.LOGIN_ROLES):
            if role not in there:
                verifier = scram_verifier(passwords.get(role))
                await connection.execute(f"create role {role} login password '{verifier}'")
        if strange := [role for role in PROGRAMS if not await self._logs_in(role)]:
            raise DatabaseError(
                f"{', '.join(strange)}: already on this server, with a password that is not known "
                f"here: give it in {', '.join(map(password_variable, strange))}"
            )

    async def _logs_in(self, role: str) -> bool:
        """Whether the role has this password; its rights are checked later."""
        try:
            connection = await asyncpg.connect(self.url(role), timeout=10)
        except asyncpg.InvalidAuthorizationSpecificationError:
            return False
        except asyncpg.InsufficientPrivilegeError:
            return True
        await connection.close()
        return True

    async def move_into_sandbox(self, port: int) -> None:
        """Gives the shop the movable clock, and the emulators as its outside world."""
        async with administrator(self.admin_url) as connection:
            await connection.execute("select set_config('sandbox.port', $1, false)", str(port))
            for file in ("clock.sql", "seed.sql", "demo.sql"):
                await connection.execute((REPOSITORY / "sandbox" / file).read_text())

    async def mark_as_sandbox(self) -> None:
        """Runs before anything is created, so that an interrupted start can be continued."""
        async with administrator(self.admin_url) as connection:
            await connection.execute(MARK)

    async def has_listener(self, pid: int) -> bool:
        """Whether the listener of that process has sent a heartbeat."""
        async with administrator(self.admin_url) as connection:
            known = "select exists (select from outbox.consumers as c where c.pid = $1)"
            beats: bool = await connection.fetchval(known, pid)
        return beats


def private_cluster() -> cluster.Cluster:
    home = tools.home()
    return cluster.cluster(home / "postgres", home / "log" / "postgres.log")


def locate(database_url: SecretStr | None) -> "ShopDatabase":
    """Returns the shop at an administrator's URL, or the one in the private cluster."""
    if database_url:
        roles = (f"tickover_{name}" for name in cluster.LOGIN_ROLES)
        given = {**dotenv_values(".env"), **os.environ}
        known = {role: word for role in roles if (word := given.get(password_variable(role)))}
        passwords = Secrets(tools.home() / "passwords.json", known)
        return ShopDatabase(database_url.get_secret_value(), passwords)
    return ShopDatabase(private_cluster().url())


def password_variable(role: str) -> str:
    """The variable for a role's password, the same as in compose.yaml."""
    return f"{role.upper()}_PASSWORD"


async def create_database(server: cluster.Cluster) -> None:
    """Creates the shop's database in a cluster that does not have it yet."""
    async with administrator(server.url(database="postgres")) as connection:
        known = "select true from pg_catalog.pg_database where datname = $1"
        if not await connection.fetchval(known, cluster.DATABASE):
            await connection.execute(f"create database {cluster.DATABASE}")


@asynccontextmanager
async def administrator(url: str, warn: Callable[[str], None] = say) -> AsyncIterator[Connection]:
    """A connection whose errors become one line, and whose warnings are printed."""
    connection = None
    try:
        connection = await asyncpg.connect(url, timeout=10)
        connection.add_log_listener(
            lambda _, message: (
                warn(f"  {message.message}") if message.severity == "WARNING" else None
            )
        )
        yield connection
    except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError) as error:
        raise DatabaseError(f"database: {error or type(error).__name__}") from None
    finally:
        if connection:
            await connection.close()


def scram_verifier(password: str) -> str:
    """The form in which PostgreSQL stores a password (RFC 5803), so that its log never contains the
    password."""
    salt = secrets.token_bytes(16)
    salted = hashlib.pbkdf2_hmac("sha256", password.encode(), salt, SCRAM_ROUNDS)
    stored = hashlib.sha256(hmac.digest(salted, b"Client Key", "sha256")).digest()
    server = hmac.digest(salted, b"Server Key", "sha256")
    encoded = [base64.b64encode(part).decode() for part in (salt, stored, server)]
    return f"SCRAM-SHA-256${SCRAM_ROUNDS}:{encoded[0]}${encoded[1]}:{encoded[2]}"
