"""The shop's database and secrets on this machine, as `make run` and `make psql` use them.

The database is in the private cluster, or where DATABASE_URL says: that is an administrator's URL,
and each login role gets a password of ours. Secrets that nobody set are made once and kept.
"""

import base64
import hashlib
import hmac
import json
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias
from urllib.parse import urlsplit

import asyncpg
from pydantic import SecretStr

from scripts import cluster, tools
from scripts.progress import say

REPOSITORY = Path(__file__).resolve().parent.parent
SCRAM_ROUNDS = 4096

# pg_cron remembers for each job where it was scheduled; a folder that moved has another socket.
FOLLOW_THE_SOCKET = """
do $$
begin
  if to_regclass('cron.job') is not null then
    update cron.job as j
    set nodename = current_setting('cron.host'), nodeport = current_setting('port')::integer
    where (j.nodename, j.nodeport)
      is distinct from (current_setting('cron.host'), current_setting('port')::integer);
  end if;
end
$$
"""

Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record]"


class ShopError(Exception):
    """The shop cannot be set up; the text says why."""


class Secrets:
    """Random strings by name, in a file that only its owner can read."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._values: dict[str, str] = json.loads(file.read_text()) if file.exists() else {}

    def get(self, name: str) -> str:
        """The secret of that name: 256 bits, made at the first call and the same ever after."""
        if name not in self._values:
            self._values[name] = secrets.token_hex(32)
            new = self._file.with_suffix(".new")
            new.touch(mode=0o600)
            new.write_text(json.dumps(self._values, indent=2))
            new.rename(self._file)
        return self._values[name]


@dataclass(frozen=True)
class Shop:
    """Where the shop's database is, and how each role connects to it."""

    admin_url: str
    passwords: Secrets | None = None
    """None in the private cluster, where the socket tells who connects."""

    def url(self, role: str) -> str:
        parts = urlsplit(self.admin_url)
        user = f"{role}:{self.passwords.get(role)}" if self.passwords else role
        return parts._replace(netloc=f"{user}@{parts.netloc.rpartition('@')[2]}").geturl()

    async def bootstrap(self, warn: Callable[[str], None] = say) -> None:
        """Runs sql/bootstrap.sql, passes on what it warns of, and lets each role connect."""
        async with administrator(self.admin_url, warn) as connection:
            await connection.execute((REPOSITORY / "sql" / "bootstrap.sql").read_text())
            if self.passwords is None:
                await connection.execute(FOLLOW_THE_SOCKET)
                return
            for role in cluster.LOGIN_ROLES:
                verifier = scram_verifier(self.passwords.get(f"tickover_{role}"))
                await connection.execute(f"alter role tickover_{role} password '{verifier}'")

    async def move_into_sandbox(self, port: int) -> None:
        """Gives the shop the clock that can be moved, and the emulators for an outside world."""
        async with administrator(self.admin_url) as connection:
            await connection.execute("select set_config('sandbox.port', $1, false)", str(port))
            for file in ("clock.sql", "seed.sql"):
                await connection.execute((REPOSITORY / "sandbox" / file).read_text())

    async def refuse_sandbox(self) -> None:
        """A real bot must not sell by a clock that somebody moved, to the people of a chat page."""
        async with administrator(self.admin_url) as connection:
            if await connection.fetchval("select to_regnamespace('sandbox') is not null"):
                raise ShopError(
                    "BOT_TOKEN is set, but this database was a sandbox's: "
                    "choose another folder with TICKOVER_HOME, or another DATABASE_URL"
                )

    async def has_listener(self, pid: int) -> bool:
        """Has the listener of that process given a heartbeat?"""
        async with administrator(self.admin_url) as connection:
            known = "select exists (select from outbox.listeners as l where l.pid = $1)"
            beats: bool = await connection.fetchval(known, pid)
        return beats


def private_cluster() -> cluster.Cluster:
    home = tools.home()
    return cluster.cluster(home / "postgres", home / "log" / "postgres.log")


def locate(database_url: SecretStr | None) -> Shop:
    """The shop at an administrator's URL, or the one in the private cluster."""
    if database_url:
        return Shop(database_url.get_secret_value(), Secrets(tools.home() / "passwords.json"))
    return Shop(private_cluster().url())


async def create_database(server: cluster.Cluster) -> None:
    """Makes the shop's database in a cluster that does not have it yet."""
    async with administrator(server.url(database="postgres")) as connection:
        known = "select true from pg_catalog.pg_database where datname = $1"
        if not await connection.fetchval(known, cluster.DATABASE):
            await connection.execute(f"create database {cluster.DATABASE}")


@asynccontextmanager
async def administrator(url: str, warn: Callable[[str], None] = say) -> AsyncIterator[Connection]:
    """A connection whose errors become one line, and whose warnings are said."""
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
        raise ShopError(f"database: {error or type(error).__name__}") from None
    finally:
        if connection:
            await connection.close()


def scram_verifier(password: str) -> str:
    """What PostgreSQL keeps of a password (RFC 5803), so that its log never has the password."""
    salt = secrets.token_bytes(16)
    salted = hashlib.pbkdf2_hmac("sha256", password.encode(), salt, SCRAM_ROUNDS)
    stored = hashlib.sha256(hmac.digest(salted, b"Client Key", "sha256")).digest()
    server = hmac.digest(salted, b"Server Key", "sha256")
    encoded = [base64.b64encode(part).decode() for part in (salt, stored, server)]
    return f"SCRAM-SHA-256${SCRAM_ROUNDS}:{encoded[0]}${encoded[1]}:{encoded[2]}"
