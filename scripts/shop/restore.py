"""Makes a shop of a backup: on an empty machine, or beside what is left of the old one.

The shop comes up held (app.held_because), so that nothing happens before somebody has read what
`restore` says at its end. What it knows is as old as the backup; ops.catch_up has everything asked
that happened outside since, as soon as the shop is opened.
"""

import io
import json
import os
import re
import subprocess
import tarfile
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import closing, suppress
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
from scripts.shop.backup import (
    CERTIFICATE,
    PANEL_CERTIFICATES,
    PANEL_KEYS,
    Counted,
    certificate_name,
)
from scripts.shop.backup_folder import DUMP, NAME, SECRETS, taken_at
from scripts.shop.config import DATABASE, OPERATOR, POOLER, PROGRAMS, ROLES, Config
from scripts.shop.postgres import Program
from scripts.shop.sealing import Key
from scripts.shop.setup import ADMIN, Setup
from scripts.shop.terminal import Refused, Terminal
from settings import fingerprint

KEY = "BACKUP_KEY"
# They are of the machine: where its database is, and the passwords of roles, which are made anew.
# What is kept of them would lead programs to the old database.
_OF_THE_MACHINE = {
    *(DATABASE, POOLER, ADMIN, compose.PASSWORD, compose.PORT, PANEL_KEYS, PANEL_CERTIFICATES),
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
                    f"tickover-0123456789ab-20270131T034100Z.{DUMP}, and say when it was taken"
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
            self.close()
        return b""

    def close(self) -> None:
        if self._open:
            self._open.close()
        self._open = None


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
    with step("backup"):
        pg_restore, name = await _fitting(config, server, given, key)
    await database.create(server)
    await _refuse_what_is_there(server)
    await database.require_cron(server, terminal)
    with step("roles and passwords"):
        await database.prepare_roles(server, config, terminal)
    with step("database"):
        _fill(pg_restore, name, given, key)
    try:
        with step("migrations"):
            await setup.migrate()
        await _refuse_other_key(config, server)
        await _catch_up(config, given)
    except BaseException:
        say(UNFINISHED.format(call=given.call))
        raise


async def _refuse_what_is_there(server: database.Server) -> None:
    async with server.connect() as connection:
        if await connection.fetchval(LOOK) != "empty":
            raise Refused(
                f"{server.database} holds something already, and a restore replaces nothing: name "
                "another database, or drop this one yourself"
            )


async def _fitting(
    config: Config, server: database.Server, given: Given, key: Key
) -> tuple[Program, str]:
    """Returns the pg_restore that reads this backup and writes to this server, and the database as
    it is named to it. Raises Refused where there is none, before anything is made."""
    async with server.connect("postgres") as connection:
        number = await connection.fetchval("select current_setting('server_version_num')::integer")
    version = int(number) // 10000
    found, name = postgres.programs(
        config, "pg_restore", server.url_of_database, version, as_postgres=server.as_postgres
    )
    needed = "newer"
    for program in found:
        try:
            made_with = _made_with(program, given, key)
        except _TooNew as error:
            needed = str(error)
            continue
        if made_with[0] > version or _sets_what_is_unknown(program, version):
            raise Refused(_NEEDS_NEWER_SERVER.format(needed=max(made_with), version=version))
        return program, name
    raise Refused(_NEEDS_NEWER_PROGRAM.format(needed=needed, version=version))


def _sets_what_is_unknown(program: Program, server_version: int) -> bool:
    """From 17 on pg_restore sets transaction_timeout, which older servers refuse."""
    return program.version is not None and program.version >= 17 > server_version


_NEEDS_NEWER_SERVER = (
    "the backup was made with PostgreSQL {needed}, and this server is {version}: name a server of "
    "version {needed} or newer. Nothing was made here."
)
_NEEDS_NEWER_PROGRAM = (
    "the backup was made with PostgreSQL {needed}, which no pg_restore here can read, and this "
    "server is {version}: name a server as new as that of the backup, and apt install "
    "postgresql-client-{needed}. Nothing was made here."
)
_MADE_WITH = re.compile(r"Dumped (?:from database|by pg_dump) version: (\d+)")


def _made_with(program: Program, given: Given, key: Key) -> tuple[int, int]:
    """Returns the major versions of the server and of the pg_dump that made the backup. It reads
    the beginning only. Raises _TooNew if this program cannot read what that pg_dump wrote."""
    beginning = _Beginning()
    with tempfile.TemporaryFile() as told:
        try:
            with program.run("--list", stdin=subprocess.PIPE, stdout=told.fileno()) as process:
                assert process.stdin
                beginning.give(given, key, process.stdin)
        except Refused as refused:
            if "unsupported version" in str(refused):
                raise _TooNew(beginning.version) from None
            raise beginning.failure or refused from None
        told.seek(0)
        of_server, of_program = _MADE_WITH.findall(told.read().decode(errors="replace"))[:2]
    return int(of_server), int(of_program)


class _TooNew(Exception):
    """Its text is the major version that the backup names."""


class _Beginning:
    """What a program that reads a backup is given, until it has had enough."""

    def __init__(self) -> None:
        self.failure: Refused | None = None
        self._head = b""
        self._was_enough = False

    def give(self, given: Given, key: Key, target: IO[bytes]) -> None:
        self._target = target
        with closing(_Joined(given.parts[DUMP])) as dump, suppress(BrokenPipeError), target:
            try:
                key.unseal(dump, self)
            except Refused as refused:
                self.failure = None if self._was_enough else refused

    def write(self, data: bytes) -> int:
        self._head = self._head or data[:1000]
        try:
            return self._target.write(data)
        except BrokenPipeError:
            self._was_enough = True
            raise

    def flush(self) -> None:
        self._target.flush()

    @property
    def version(self) -> str:
        """As pg_dump writes it before all that is of its own version: of the server, as a text."""
        found = re.search(rb"\0(\d\d)(?:\.\d|devel|beta|rc)", self._head)
        return found[1].decode() if found else "newer"


def _fill(pg_restore: Program, name: str, given: Given, key: Key) -> None:
    """In one transaction: all of it, or nothing."""
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
        pems = {panel: _content(archive, name) for panel, name in _pems(archive).items()}
    theirs = _of_no_machine(found[".env"])
    if here.get("IDENTITY_KEY", theirs.get("IDENTITY_KEY")) != theirs.get("IDENTITY_KEY"):
        raise Refused(
            f"{config.path} is of another shop (its IDENTITY_KEY differs): restore in an empty "
            "folder, or name another file with --env-file"
        )
    has_keys, has_certificates = (
        any(config.values(program).get(name) for program in ("listener", "all"))
        for name in (PANEL_KEYS, PANEL_CERTIFICATES)
    )
    if (keys := found["panel_keys.json"]) and not has_keys:
        theirs[PANEL_KEYS] = str(_keep(config, "panel_keys.json", keys))
    if pems and not has_certificates:
        theirs[PANEL_CERTIFICATES] = _keep_certificates(config, pems)
    config.file.write({k: v for k, v in theirs.items() if k not in here})
    for name in PROGRAMS:
        own = config.own_file(name)
        if (content := found[f"{name}.env"]) and not own.path.exists():
            own.write(_of_no_machine(content))
    say(f"  The secrets are in {config.path.absolute()}.")


def _keep(config: Config, name: str, content: bytes, mode: int = 0o600) -> Path:
    """Beside the shop's file. Keys are readable for their owner alone from the first moment. Raises
    Refused if another file has that name."""
    file = config.path.absolute().with_name(name)
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    except FileExistsError:
        if file.read_bytes() != content:
            raise Refused(f"{file} differs from that of the backup: move it away") from None
    else:
        with os.fdopen(descriptor, "wb") as target:
            target.write(content)
    return file


def _pems(archive: tarfile.TarFile) -> Mapping[str, str]:
    """The names of certificates in the archive, by panel."""
    found = ((CERTIFICATE.fullmatch(name), name) for name in archive.getnames())
    return {panel[1]: name for panel, name in found if panel}


def _keep_certificates(config: Config, pems: Mapping[str, bytes | None]) -> str:
    """They are public, and the listener may be another user. Returns the setting."""
    files = {
        panel: str(_keep(config, certificate_name(panel), pem or b"", 0o644))
        for panel, pem in pems.items()
    }
    return json.dumps(files)


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
