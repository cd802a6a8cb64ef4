"""Backs a shop up: its database, and the secrets without which a restored one cannot live.

Both are encrypted for the owner (scripts/shop/sealing.py), written to a folder, read back, sent to
a chat if one is named, and noted in the database. Everything is a stream: a database of any size
needs a few megabytes of memory.

    tickover-20270131T034100Z.dump.age          the output of pg_dump, in its custom format
    tickover-20270131T034100Z.secrets.tar.age   .env, and the files beside it
"""

import asyncio
import io
import os
import re
import subprocess
import tarfile
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO
from urllib.parse import unquote, urlsplit

from gateways.bot_api import BotApi
from gateways.errors import GatewayError, Transient
from postgres import ERRORS, connect, locate
from scripts.database import REPOSITORY
from scripts.progress import live, say, step
from scripts.shop import postgres
from scripts.shop.config import MIGRATOR, OPERATOR, PROGRAMS, Config
from scripts.shop.sealing import Key, Reader, seal
from scripts.shop.telegram import bot_api
from scripts.shop.terminal import Refused

FOLDER, CHAT, RECIPIENTS = "BACKUP_FOLDER", "BACKUP_CHAT", "BACKUP_RECIPIENTS"
KEEP_DAILY, KEEP_WEEKLY = "BACKUP_KEEP_DAILY", "BACKUP_KEEP_WEEKLY"
DAILY, WEEKLY = 7, 4
STAMP = "BACKUP_STAMP"
DUMP, SECRETS = "dump.age", "secrets.tar.age"
# A database may be called anything.
NAME = re.compile(
    rf"(?P<backup>(?P<database>.+)-(?P<at>\d{{8}}T\d{{6}}Z))\.(?P<kind>{DUMP}|{SECRETS})(?:\.(?P<part>\d{{3}}))?",
    re.ASCII,
)
TIME = "%Y%m%dT%H%M%SZ"
PANEL_KEYS = "PANEL_KEYS_FILE"
# A bot may send files of 50 MB.
PART_BYTES = 45 << 20
UPLOADS = 5
# More would take hours, and somebody would have to collect them by hand.
MOST_PARTS = 99
MEGABYTE = 1_000_000
UNFINISHED, A_DAY = ".new", 86_400


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

    database: str
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
    with _folder(Path(folder) if folder else None) as place:
        backup = await _write(config, place, recipients)
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
        rotate(folder, backup.database, daily, weekly)
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
def _folder(folder: Path | None) -> Iterator[Path]:
    if folder is None:
        with tempfile.TemporaryDirectory(prefix="tickover-backup-") as place:
            yield Path(place)
        return
    make_folder(folder)
    yield folder


def make_folder(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise Refused(f"{folder} cannot be made: {error.strerror}") from None


# -- Writing


async def _write(config: Config, folder: Path, recipients: Sequence[str]) -> Backup:
    """The files get their names when they are complete and were read back. For reading back there
    is a key of this run only: the owner's is not here."""
    now, check, secrets = datetime.now(UTC), Key(), _secrets(config)
    url, version = await _found(config.url(MIGRATOR))
    database = _database_name(url)
    name = f"{database}-{now:{TIME}}"
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
    return Backup(database, now, files)


def _database_name(url: str) -> str:
    """With it the files' names begin."""
    name = unquote(urlsplit(url).path.removeprefix("/"))
    if not name or "/" in name:
        raise Refused(f"a file cannot be named after the database {name!r}: rename it")
    return name


async def _found(url: str) -> tuple[str, int]:
    """The URL of the server that takes writes, and its version: pg_dump itself would wait for one
    that is silent, and take an old primary."""
    try:
        url = await locate(url, timeout=10)
        connection = await connect(url, timeout=10)
    except ERRORS as error:
        raise Refused(f"the database does not answer: {error or type(error).__name__}") from None
    try:
        number = await connection.fetchval("select current_setting('server_version_num')::integer")
        return url, int(number) // 10000
    finally:
        await connection.close()


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
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for name, file in files.items():
            if file.exists():
                content = file.read_bytes()
                member = tarfile.TarInfo(name)
                member.size, member.mode = len(content), 0o600
                archive.addfile(member, io.BytesIO(content))
    return packed.getvalue()


def _panel_keys(config: Config) -> Path | None:
    """The file as the program that calls panels finds it, which works in the repository. Without
    its keys no panel can be reached, so a backup that cannot have them is none."""
    program = "all" if "all" in config.programs() else "listener"
    named = config.values(program).get(PANEL_KEYS)
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
    """Waits as Telegram asks: a part that is sent twice does no harm, one that is missing does."""
    where = {"chat_id": chat, "disable_notification": True}
    for attempt in range(1, UPLOADS + 1):
        try:
            await bot.upload("sendDocument", where, ("document", name, content))
        except Transient as error:
            if attempt == UPLOADS:
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


def rotate(folder: Path, database: str, daily: int, weekly: int) -> None:
    """Keeps the newest backup of each of the last days and weeks that have one, and removes the
    others, and what a run that was killed left. Files with other names are not ours: several shops
    may share a folder."""
    found: dict[datetime, list[Path]] = {}
    for file in folder.iterdir():
        is_unfinished = file.name.startswith(".") and file.name.endswith(UNFINISHED)
        name = NAME.fullmatch(
            file.name[1:].removesuffix(UNFINISHED) if is_unfinished else file.name
        )
        if not name or name["database"] != database or name["part"]:
            continue
        if not is_unfinished:
            found.setdefault(taken_at(name["at"]), []).append(file)
        elif time.time() - file.stat().st_mtime > A_DAY:
            file.unlink()
    for at in found.keys() - kept(list(found), daily, weekly):
        for file in found[at]:
            file.unlink()


def kept(times: Sequence[datetime], daily: int, weekly: int) -> set[datetime]:
    newest = sorted(times, reverse=True)
    days: dict[object, datetime] = {}
    weeks: dict[object, datetime] = {}
    for at in newest:
        days.setdefault(at.date(), at)
        weeks.setdefault(at.isocalendar()[:2], at)
    return {*newest[:1], *list(days.values())[:daily], *list(weeks.values())[:weekly]}


def taken_at(text: str) -> datetime:
    return datetime.strptime(text, TIME).replace(tzinfo=UTC)


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
