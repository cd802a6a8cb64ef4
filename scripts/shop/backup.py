"""Backs a shop up: its database, and the secrets without which a restored one cannot live.

Both are encrypted for the owner (scripts/shop/sealing.py), written to a folder, read back, sent to
a chat if one is named, and noted in the database. Everything is a stream: a database of any size
needs a few megabytes of memory.

    tickover-0123456789ab-20270131T034100Z.dump.age          the output of pg_dump, custom format
    tickover-0123456789ab-20270131T034100Z.secrets.tar.age   .env, and the files beside it
"""

import asyncio
import io
import json
import os
import re
import subprocess
import tarfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO
from urllib.parse import unquote, urlsplit

import httpx

from gateways.bot_api import BotApi
from gateways.errors import GatewayError, Transient
from postgres import ERRORS, connect, locate
from scripts.database import REPOSITORY
from scripts.progress import live, say, step
from scripts.shop import postgres
from scripts.shop.backup_folder import (
    DUMP,
    SECRETS,
    UNFINISHED,
    Owner,
    make_folder,
    passing_folder,
    refuse_missing_disk,
    rotate,
)
from scripts.shop.config import MIGRATOR, OPERATOR, PROGRAMS, Config
from scripts.shop.sealing import Key, Reader, seal
from scripts.shop.telegram import bot_api
from scripts.shop.terminal import Refused

FOLDER, CHAT, RECIPIENTS = "BACKUP_FOLDER", "BACKUP_CHAT", "BACKUP_RECIPIENTS"
KEEP_DAILY, KEEP_WEEKLY = "BACKUP_KEEP_DAILY", "BACKUP_KEEP_WEEKLY"
DAILY, WEEKLY = 7, 4
STAMP = "BACKUP_STAMP"
PANEL_KEYS, PANEL_CERTIFICATES = "PANEL_KEYS_FILE", "PANEL_CERTIFICATES"
CERTIFICATE = re.compile(r"panel_certificate_([\w-]+)\.pem", re.ASCII)
# A bot may send files of 50 MB.
PART_BYTES = 45 << 20
UPLOADS, UNANSWERED_UPLOADS = 5, 2
# Each piece that is written has its own minute. The answer comes when Telegram has all of it, and
# much of that waits in this machine when everything is written: minutes on a slow line.
UPLOAD_TIMEOUT = httpx.Timeout(60, connect=10, read=600)
# Since the shop was restored, if it was: those before were made elsewhere. $1: in that place; null
# for any.
HAS_BACKUP = """
select exists (
  select
  from app.backups as b
  where ($1::text is null or b.place = $1)
    and b.ended_at > coalesce((select max(r.restored_at) from app.restores as r), '-infinity')
)
"""
# More would take hours, and somebody would have to collect them by hand.
MOST_PARTS = 99
MEGABYTE = 1_000_000


@dataclass
class Counted:
    """A stream that shows how much went through it."""

    stream: Reader
    what: str
    count: int = field(default=0)
    _shown: float = field(default=0.0)

    def read(self, size: int) -> bytes:
        data = self.stream.read(size)
        self.count += len(data)
        if time.monotonic() > self._shown + 0.2:
            self._shown = time.monotonic()
            live(f"  {self.what}: {self.count / MEGABYTE:.0f} MB")
        return data


@dataclass(frozen=True)
class Backup:
    """A finished one."""

    owner: Owner
    at: datetime
    files: Sequence[Path]

    @property
    def size(self) -> int:
        return sum(file.stat().st_size for file in self.files)


async def make(config: Config, *, part_bytes: int = PART_BYTES) -> Backup:
    """Raises Refused; what it wrote until then is removed."""
    recipients = [it.strip() for it in (config.get(RECIPIENTS) or "").split(",") if it.strip()]
    if not recipients:
        raise Refused(f"{RECIPIENTS} is missing: python -m scripts.shop backup-key makes a key")
    folder, chat = config.get(FOLDER), config.get(CHAT)
    if not folder and not chat:
        raise Refused(f"a place for backups is missing: set {FOLDER} or {CHAT} in {config.path}")
    server = await _server(config)
    with _folder(Path(folder) if folder else None, server) as place:
        backup = await _write(config, server, place, recipients)
        await _ask(config, "select ops.set_backup_places($1)", _places(folder, chat))
        # The folder first: while a chat fails each night, it must not grow until the disk is full.
        if folder:
            await _keep(config, place, backup)
        if chat:
            with step(f"sending {backup.size / MEGABYTE:.1f} MB to the chat"):
                await _send(config, chat, backup, part_bytes)
            await _note(config, "chat", backup)
    _touch(config.get(STAMP))
    return backup


def _places(folder: str | None, chat: str | None) -> list[str]:
    """Where it goes; a backup in another place was given up, and is not missed."""
    return [place for place, wanted in (("folder", folder), ("chat", chat)) if wanted]


async def _keep(config: Config, folder: Path, backup: Backup) -> None:
    daily, weekly = (
        int(config.get(name) or usual)
        for name, usual in ((KEEP_DAILY, DAILY), (KEEP_WEEKLY, WEEKLY))
    )
    try:
        rotate(folder, backup.owner, daily, weekly)
    except OSError as error:
        raise Refused(f"old backups cannot be removed from {folder}: {error.strerror}") from None
    await _note(config, "folder", backup)
    say(f"  {backup.files[0]}: {backup.size / MEGABYTE:.1f} MB")


def _touch(stamp: str | None) -> None:
    """For a doctor who is told of a file instead."""
    try:
        if stamp:
            Path(stamp).touch()
    except OSError as error:
        raise Refused(
            f"the backup is complete, but {stamp} ({STAMP}) was not touched: {error.strerror}"
        ) from None


@contextmanager
def _folder(folder: Path | None, server: "_Server") -> Iterator[Path]:
    if folder is None:
        with passing_folder() as place:
            yield place
        return
    if server.has_folder:
        refuse_missing_disk(folder, server.owner)
    else:
        make_folder(folder)
    yield folder


# -- Writing


async def _write(
    config: Config, server: "_Server", folder: Path, recipients: Sequence[str]
) -> Backup:
    """The files get their names when they are complete and were read back. For reading back there
    is a key of this run only: the owner's is not here."""
    now, check, secrets = datetime.now(UTC), Key(), _secrets(config)
    url, version, name = server.url, server.version, server.owner.name_at(now)
    files = [folder / f"{name}.{kind}" for kind in (DUMP, SECRETS)]
    new = [file.with_name(f".{file.name}{UNFINISHED}") for file in files]
    keys = [*recipients, check.public]
    try:
        with step("database"):
            _dump(config, url, version, new[0], keys)
        with _created(new[1]) as target:
            seal(io.BytesIO(secrets), target, keys)
        with step("reading it back"):
            _read_back(config, url, version, new[0], check)
            with new[1].open("rb") as source:
                check.unseal(source, io.BytesIO())
        for made, file in zip(new, files, strict=True):
            made.rename(file)
    except OSError as error:
        raise Refused(f"{folder}: {error.strerror or error}") from None
    finally:
        for made in new:
            made.unlink(missing_ok=True)
    return Backup(server.owner, now, files)


def _database_name(url: str) -> str:
    """With it the files' names begin."""
    name = unquote(urlsplit(url).path.removeprefix("/"))
    if not name or "/" in name:
        raise Refused(f"a file cannot be named after the database {name!r}: rename it")
    return name


@dataclass(frozen=True)
class _Server:
    """The one that takes writes: pg_dump itself would wait for one that is silent, and take an old
    primary. `url`: the migrator's; `has_folder`: the last backup went to a folder, as far as this
    machine's are known."""

    url: str
    version: int
    owner: Owner
    has_folder: bool


async def _server(config: Config) -> _Server:
    query = f"""
        select
          current_setting('server_version_num')::integer / 10000 as version,
          (select m.shop from vpn.mark as m) as shop,
          ({HAS_BACKUP}) as has_folder
    """
    try:
        url = await locate(config.url(MIGRATOR), timeout=10)
        connection = await connect(config.url(OPERATOR), timeout=10)
        try:
            row = await connection.fetchrow(query, "folder")
        finally:
            await connection.close()
    except ERRORS as error:
        raise Refused(f"the database does not answer: {error or type(error).__name__}") from None
    assert row
    owner = Owner(_database_name(url), row["shop"])
    return _Server(url, row["version"], owner, row["has_folder"])


def _dump(config: Config, url: str, version: int, file: Path, keys: Sequence[str]) -> None:
    """Without what pg_cron recorded: `migrate.py up` schedules the jobs again, and a job of another
    database of this server is not ours to read."""
    pg_dump, database = postgres.program(config, "pg_dump", url, version)
    words = [
        "--format=custom",
        f"--dbname={database}",
        "--role=tickover_owner",
        "--exclude-table-data=cron.*",
        "--lock-wait-timeout=1min",
    ]
    with _created(file) as target, pg_dump.run(*words, stdout=subprocess.PIPE) as process:
        assert process.stdout
        seal(Counted(process.stdout, "database"), target, keys)


def _read_back(config: Config, url: str, version: int, file: Path, key: Key) -> None:
    """All of it is decrypted, unpacked and turned into statements, which nobody executes."""
    pg_restore, _ = postgres.program(config, "pg_restore", url, version)
    with (
        file.open("rb") as source,
        pg_restore.run(
            "--file=/dev/null", stdin=subprocess.PIPE, stdout=subprocess.DEVNULL
        ) as process,
    ):
        assert process.stdin
        key.unseal(Counted(source, "reading it back"), process.stdin)
        process.stdin.close()


@contextmanager
def _created(file: Path) -> Iterator[IO[bytes]]:
    """A file that only its owner can read, and that is on the disk when this ends."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    with os.fdopen(os.open(file, flags, 0o600), "wb") as target:
        yield target
        target.flush()
        os.fsync(target.fileno())


def _secrets(config: Config) -> bytes:
    """An archive with the shop's file and those beside it."""
    if "IDENTITY_KEY" not in config.file.read():
        raise Refused(
            f"{config.path} has no IDENTITY_KEY, without which a restored shop knows nobody: a "
            "backup has to contain it"
        )
    files = {".env": config.path}
    files |= {f"{name}.env": config.own_file(name).path for name in PROGRAMS}
    if keys := _panel_keys(config):
        files["panel_keys.json"] = keys
    files |= {certificate_name(panel): file for panel, file in _certificates(config).items()}
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for name, file in files.items():
            if file.exists():
                content = file.read_bytes()
                member = tarfile.TarInfo(name)
                member.size, member.mode = len(content), 0o600
                archive.addfile(member, io.BytesIO(content))
    return packed.getvalue()


def certificate_name(panel: str) -> str:
    return f"panel_certificate_{panel}.pem"


def _of_panels(config: Config, name: str) -> str | None:
    """As the program has it that calls panels, which works in the repository."""
    return config.values("all" if "all" in config.programs() else "listener").get(name)


def _certificates(config: Config) -> Mapping[str, Path]:
    """The files that panels are trusted by, by panel. One that is not here is told, and keeps from
    nothing: the panel can be asked for it again."""
    try:
        named: Mapping[str, str] = json.loads(_of_panels(config, PANEL_CERTIFICATES) or "{}")
    except ValueError:
        raise Refused(f"{PANEL_CERTIFICATES} is not JSON") from None
    files = {panel: REPOSITORY / file for panel, file in named.items()}
    for panel, file in files.items():
        if not file.is_file():
            say(f"  not in the backup: {file}, the certificate of the panel {panel}")
    return {panel: file for panel, file in files.items() if file.is_file()}


def _panel_keys(config: Config) -> Path | None:
    """Without its keys no panel can be reached, so a backup that cannot have them is none."""
    named = _of_panels(config, PANEL_KEYS)
    if not named:
        return None
    file = REPOSITORY / named
    if not file.is_file():
        raise Refused(
            f"{PANEL_KEYS} is {named}, and {file} is not there: name the file as it is seen from "
            f"here, {PANEL_KEYS}=/path python -m scripts.shop backup"
        )
    return file


# -- Sending, noting, keeping


async def _send(config: Config, chat: str, backup: Backup, part_bytes: int) -> None:
    """A file larger than a bot may send goes in parts, which `cat` puts together again."""
    token = config.get("BOT_TOKEN")
    if not token:
        raise Refused(f"BOT_TOKEN is missing in {config.path}")
    counts = [-(-file.stat().st_size // part_bytes) for file in backup.files]
    if max(counts) > MOST_PARTS:
        raise Refused(f"the backup is too large for a chat ({max(counts)} parts): use {FOLDER}")
    async with bot_api(config, token) as bot:
        for file, count in zip(backup.files, counts, strict=True):
            with file.open("rb") as source:
                for number in range(1, count + 1):
                    name = file.name if count == 1 else f"{file.name}.{number:03}"
                    live(f"  {name}")
                    await _upload(bot, chat, name, source.read(part_bytes))


async def _upload(bot: BotApi, chat: str, name: str, content: bytes) -> None:
    """Waits as Telegram asks. A part that is sent twice does no harm, one that is missing does; but
    one that gets no answer has gone out as a whole, and perhaps arrived: it is sent once more."""
    where, file = {"chat_id": chat, "disable_notification": True}, ("document", name, content)
    unanswered = 0
    for attempt in range(1, UPLOADS + 1):
        try:
            await bot.upload("sendDocument", where, file, timeout=UPLOAD_TIMEOUT)
        except Transient as error:
            unanswered += isinstance(error.__cause__, httpx.ReadTimeout)
            if attempt == UPLOADS or unanswered == UNANSWERED_UPLOADS:
                raise Refused(f"the chat does not get the backup: {error}") from None
            await asyncio.sleep(error.retry_after or 1)
        except GatewayError as error:
            raise Refused(f"the chat does not get the backup: {error}") from None
        else:
            return


async def _note(config: Config, place: str, backup: Backup) -> None:
    note = "select ops.note_backup($1, $2, $3)"
    try:
        await _ask(config, note, place, backup.at, backup.size)
    except Refused as error:
        raise Refused(f"the backup is complete, but was not noted: {error}") from None


async def _ask(config: Config, query: str, *arguments: object) -> None:
    """Raises Refused."""
    try:
        connection = await connect(config.url(OPERATOR), timeout=10)
        try:
            await connection.execute(query, *arguments)
        finally:
            await connection.close()
    except ERRORS as error:
        raise Refused(f"the database: {error or type(error).__name__}") from None


# -- The key


def make_key(config: Config) -> Key:
    """Backups from now on are for this key as well; its secret part is kept nowhere."""
    key = Key()
    before = config.file.read().get(RECIPIENTS)
    config.file.write({RECIPIENTS: f"{before},{key.public}" if before else key.public})
    return key


def tell_key(key: Key) -> None:
    say("  The key of the backups, which is shown once and kept nowhere here:")
    say(f"    {key}")
    say("  Write it down away from this machine: without it no backup can be read.")
