"""Makes a shop of a backup: on an empty machine, or beside what is left of the old one.

The shop comes up held (app.held_because), so that nothing happens before somebody has read what
`restore` says at its end. What it knows is as old as the backup; ops.catch_up has everything asked
that happened outside since, as soon as the shop is opened.
"""

import io
import os
import subprocess
import tarfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

import asyncpg
from dotenv import dotenv_values

from postgres import connect
from scripts.database import LOOK, password_variable
from scripts.progress import say, step
from scripts.shop import compose, database, postgres
from scripts.shop.backup import DUMP, NAME, PANEL_KEYS, SECRETS, Counted, taken_at
from scripts.shop.config import DATABASE, OPERATOR, POOLER, PROGRAMS, ROLES, Config
from scripts.shop.sealing import Key
from scripts.shop.setup import ADMIN, Setup
from scripts.shop.terminal import Refused, Terminal
from settings import fingerprint

KEY = "BACKUP_KEY"
# They are of the machine: where its database is, and the passwords of roles, which are made anew.
# What is kept of them would lead programs to the old database.
_OF_THE_MACHINE = {
    *(DATABASE, POOLER, ADMIN, compose.PASSWORD, compose.PORT, PANEL_KEYS),
    *(variable for _, urls, _ in PROGRAMS.values() for variable in urls),
    *map(password_variable, ROLES),
}
_PARTS_OF_SECRETS = (".env", "panel_keys.json", *(f"{name}.env" for name in PROGRAMS))


@dataclass(frozen=True)
class Given:
    """The files of one backup, each in its parts."""

    name: str
    at: datetime
    parts: Mapping[str, Sequence[Path]]

    @property
    def call(self) -> str:
        """Has the restored shop ask for what it misses."""
        return f"select ops.catch_up('{self.at:%Y-%m-%d %H:%M:%S}+00');"

    @classmethod
    def of(cls, files: Sequence[Path]) -> "Given":
        """Raises Refused for files of several backups, and for parts that are missing. The secrets
        that are beside a dump belong to it."""
        found: dict[str, dict[int, Path]] = {}
        backups = {}
        for file in dict.fromkeys([*files, *_beside(files)]):
            name = NAME.fullmatch(file.name)
            if not name or not file.is_file():
                raise Refused(
                    f"{file} is no file of a backup: their names are as in "
                    f"tickover-20270131T034100Z.{DUMP}, and say when it was taken"
                )
            backups[name["backup"]] = taken_at(name["at"])
            found.setdefault(name["kind"], {})[int(name["part"] or 0)] = file
        if len(backups) != 1:
            raise Refused(f"these are files of several backups: {', '.join(sorted(backups))}")
        if DUMP not in found:
            raise Refused(f"the database is missing: the file that ends with .{DUMP}")
        for kind, parts in found.items():
            wanted = [0] if 0 in parts else list(range(1, len(parts) + 1))
            if sorted(parts) != wanted:
                raise Refused(f"parts of {kind} are missing: there are {sorted(parts)}")
        ((name_, at),) = backups.items()
        return cls(name_, at, {k: [v[n] for n in sorted(v)] for k, v in found.items()})


def _beside(files: Sequence[Path]) -> list[Path]:
    names = [(file, NAME.fullmatch(file.name)) for file in files]
    beside = [file.with_name(f"{name['backup']}.{SECRETS}") for file, name in names if name]
    return [file for file in beside if file.exists()]


class _Joined:
    """Files, one after the other."""

    def __init__(self, files: Sequence[Path]) -> None:
        self._left = list(files)
        self._open: IO[bytes] | None = None

    def read(self, size: int) -> bytes:
        while self._open or self._left:
            self._open = self._open or self._left.pop(0).open("rb")
            if data := self._open.read(size):
                return data
            self._open.close()
            self._open = None
        return b""


async def restore(
    config: Config, terminal: Terminal, files: Sequence[Path], *, in_docker: bool = False
) -> None:
    """Raises Refused. Until the database is restored as a whole, a run can be repeated."""
    given = Given.of(files)
    say(f"Restoring the backup of {given.at:%Y-%m-%d %H:%M} UTC ({given.name})\n")

    async def check(answer: str) -> None:
        Key(answer)

    question = "Key of the backups (AGE-SECRET-KEY-...)"
    key = Key(await terminal.ask(KEY, question, check=check, secret=True))
    _take_secrets(config, given, key)
    setup = Setup(config, terminal, in_docker)
    say("\nDatabase: PostgreSQL 15 or newer with pg_cron, and nothing of a shop in it")
    server = await setup.server()
    await database.create(server)
    version = await _refuse_what_is_there(server)
    await database.require_cron(server, terminal)
    with step("roles and passwords"):
        await database.prepare_roles(server, config, terminal)
    with step("database"):
        _fill(config, server, version, given, key)
    try:
        with step("migrations"):
            await setup.migrate()
        await _refuse_other_key(config, server)
        await _catch_up(config, given)
    except BaseException:
        say(UNFINISHED.format(call=given.call))
        raise


async def _refuse_what_is_there(server: database.Server) -> int:
    """Returns the server's version."""
    async with server.connect() as connection:
        if await connection.fetchval(LOOK) != "empty":
            raise Refused(
                f"{server.database} holds something already, and a restore replaces nothing: name "
                "another database, or drop this one yourself"
            )
        version = await connection.fetchval("select current_setting('server_version_num')::integer")
    return int(version) // 10000


def _fill(config: Config, server: database.Server, version: int, given: Given, key: Key) -> None:
    """In one transaction: all of it, or nothing."""
    pg_restore, name = postgres.program(
        config, "pg_restore", server.url_of_database, version, as_postgres=server.as_postgres
    )
    words = ["--single-transaction", f"--dbname={name}"]
    with pg_restore.run(*words, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as process:
        assert process.stdin
        key.unseal(Counted(_Joined(given.parts[DUMP]), "database"), process.stdin)
        process.stdin.close()


# -- Secrets


def _take_secrets(config: Config, given: Given, key: Key) -> None:
    """What is set here already stays. Raises Refused if it is of another shop."""
    here = config.file.read()
    if SECRETS not in given.parts:
        if "IDENTITY_KEY" not in here:
            raise Refused(
                f"the secrets are missing: the file that ends with .{SECRETS}, or the shop's own "
                f"file at {config.path}"
            )
        return
    unpacked = io.BytesIO()
    key.unseal(_Joined(given.parts[SECRETS]), unpacked)
    unpacked.seek(0)
    with tarfile.open(fileobj=unpacked) as archive:
        found = {name: _content(archive, name) for name in _PARTS_OF_SECRETS}
    theirs = _of_no_machine(found[".env"])
    if here.get("IDENTITY_KEY", theirs.get("IDENTITY_KEY")) != theirs.get("IDENTITY_KEY"):
        raise Refused(
            f"{config.path} is of another shop (its IDENTITY_KEY differs): restore in an empty "
            "folder, or name another file with --env-file"
        )
    has_keys = any(config.values(name).get(PANEL_KEYS) for name in ("listener", "all"))
    if (keys := found["panel_keys.json"]) and not has_keys:
        theirs[PANEL_KEYS] = str(_keep_panel_keys(config, keys))
    config.file.write({k: v for k, v in theirs.items() if k not in here})
    for name in PROGRAMS:
        own = config.own_file(name)
        if (content := found[f"{name}.env"]) and not own.path.exists():
            own.write(_of_no_machine(content))
    say(f"  The secrets are in {config.path.absolute()}.")


def _keep_panel_keys(config: Config, keys: bytes) -> Path:
    """Readable for its owner alone from the first moment. Raises Refused if another file has that
    name."""
    file = config.path.absolute().with_name("panel_keys.json")
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        if file.read_bytes() != keys:
            raise Refused(f"{file} has other keys than the backup: move it away") from None
    else:
        with os.fdopen(descriptor, "wb") as target:
            target.write(keys)
    return file


def _content(archive: tarfile.TarFile, name: str) -> bytes | None:
    try:
        file = archive.extractfile(name)
    except KeyError:
        return None
    return file.read() if file else None


def _of_no_machine(content: bytes | None) -> dict[str, str]:
    found = dotenv_values(stream=io.StringIO((content or b"").decode()), interpolate=False)
    return {k: value for k, value in found.items() if value and k not in _OF_THE_MACHINE}


async def _refuse_other_key(config: Config, server: database.Server) -> None:
    """Only the database knows by which key its hashes were made: the bot notes that, and its own
    id, when it first starts. Raises Refused for another one, as the bot would."""
    values = config.values("bot")
    async with server.connect() as connection:
        known = await connection.fetchval("select k.fingerprint from app.identity_key as k")
        bot = await connection.fetchval("select b.id from app.bot as b")
    is_key = known in (None, fingerprint(values.get("IDENTITY_KEY", "")))
    is_bot = str(bot) == values.get("BOT_TOKEN", str(bot)).partition(":")[0]
    if not is_key or (known is None and bot is not None and not is_bot):
        what = "IDENTITY_KEY" if not is_key else "BOT_TOKEN"
        raise Refused(
            f"{what} in {config.path} is of another shop: drop the database {server.database}, and "
            "restore in an empty folder, with the secrets beside the dump"
        )


# -- What is next

NEXT = """
The shop is restored and HELD: it sends nothing, charges nobody and claims nothing. Next:

  1. Make sure that the old shop is gone for good: stop its programs and its PostgreSQL. Two shops
     with one bot would both charge.
  2. python -m scripts.shop setup
     goes on with this machine's address and starts the programs. It asks for nothing that it knows.
  3. python -m scripts.shop doctor
     says that the shop is held, and whatever else is missing.
  4. select ops.open_shop('restored from {name}')   as tickover_operator (make psql ROLE=operator)
     opens it. Then, by itself and in this order:
{steps}
  5. select * from ops.restores
     says when the lists were read. Until then no saved card is charged. Then look at
     ops.reconciliation and ops.suspense (money of people who are not known here:
     ops.assign_suspense), and at ops.drift (accounts at panels that nobody owns here).

Not known here is what happened after {at:%Y-%m-%d %H:%M} UTC: who came, what was bought with a
balance, what support and admins did. docs/operations.md, "Backup and restore", says more."""


UNFINISHED = """
The database is restored and HELD, but this did not end. When that is fixed:

  python -m scripts.shop start migrate
  {call}   as tickover_operator (make psql ROLE=operator)

ops.open_shop() refuses to open it before."""


async def _catch_up(config: Config, given: Given) -> None:
    connection = await connect(config.url(OPERATOR), timeout=10)
    try:
        if await connection.fetchval("select s.state from ops.shop as s") != "held":
            raise Refused("the restored shop is open: select ops.hold_shop('restored'), at once")
        async with connection.transaction():
            rows = await connection.fetch("select * from ops.catch_up($1)", given.at)
    except asyncpg.PostgresError as error:
        raise Refused(str(error.args[0])) from None
    finally:
        await connection.close()
    steps = [f"       {row['subject']}: {row['step']} ({row['outcome']})" for row in rows]
    say(NEXT.format(name=given.name, at=given.at, steps="\n".join(steps)))
