"""The folder of backups: how files are named, which of them are this shop's, and which stay.

Setup offers each shop the same name for its database, and several shops may share a folder: a
file's name has the shop's own number (vpn.mark), too.
"""

import os
import re
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from scripts.shop.terminal import Refused

DUMP, SECRETS = "dump.age", "secrets.tar.age"
# A database may be called anything. Files of releases before 0.11.0 have no number.
NAME = re.compile(
    r"(?P<backup>(?P<database>.+?)(?:-(?P<shop>[0-9a-f]{12}))?-(?P<at>\d{8}T\d{6}Z))"
    rf"\.(?P<kind>{DUMP}|{SECRETS})(?:\.(?P<part>\d{{3}}))?",
    re.ASCII,
)
TIME = "%Y%m%dT%H%M%SZ"
UNFINISHED, A_DAY = ".new", 86_400
# Its presence says that an empty folder is meant.
MARK = ".tickover"


@dataclass(frozen=True)
class Owner:
    """Whose backups they are: the name of the database, and the shop's number."""

    database: str
    shop: str

    def name_at(self, at: datetime) -> str:
        return f"{self.database}-{self.shop}-{at:{TIME}}"

    def has(self, name: re.Match[str]) -> bool:
        return (name["database"], name["shop"]) == (self.database, self.shop)

    def may_have(self, name: re.Match[str]) -> bool:
        """Also a file without a number, of which nothing says whose it is."""
        return name["database"] == self.database and name["shop"] in (None, self.shop)


def taken_at(text: str) -> datetime:
    return datetime.strptime(text, TIME).replace(tzinfo=UTC)


# -- The folder itself


def make_folder(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise Refused(f"{folder} cannot be made: {error.strerror}") from None


def begin_folder(folder: Path) -> None:
    """Makes a folder to which backups go from now on, instead of another one."""
    make_folder(folder)
    try:
        (folder / MARK).touch()
    except OSError as error:
        raise Refused(f"{folder} cannot be written: {error.strerror}") from None


def refuse_missing_disk(folder: Path, owner: Owner) -> None:
    """Of a shop whose last backup went to a folder. Where a disk is not mounted, there is an empty
    folder or none, on the disk of the system: backups there would fill that, and none would be
    away from it. Raises Refused."""
    if (folder / MARK).exists() or any(owner.may_have(it) for it in _names(folder)):
        return
    raise Refused(
        f"{folder} has no backup of this shop, though the last one went to a folder: is its disk "
        f"mounted? If it is to be a new folder: mkdir -p {folder} && touch {folder / MARK}"
    )


def _names(folder: Path) -> Iterator[re.Match[str]]:
    found = folder.iterdir() if folder.is_dir() else ()
    return (name for file in found if (name := NAME.fullmatch(file.name)))


@contextmanager
def passing_folder() -> Iterator[Path]:
    """For a backup that goes to a chat only. Not /tmp, which may be memory, as in Debian 13."""
    place = os.environ.get("TMPDIR") or "/var/tmp"
    try:
        folder = tempfile.TemporaryDirectory(prefix="tickover-backup-", dir=place)
    except OSError as error:
        raise Refused(f"{place} cannot be written: {error.strerror}") from None
    with folder as name:
        yield Path(name)


# -- What stays


def rotate(folder: Path, owner: Owner, daily: int, weekly: int) -> None:
    """Keeps the newest backup of each of the last days and weeks that have one, and removes the
    others, and what a run that was killed left. Files that do not have the shop's number in their
    names stay, also those of earlier releases: they may be another shop's."""
    found: dict[datetime, list[Path]] = {}
    for file in folder.iterdir():
        is_unfinished = file.name.startswith(".") and file.name.endswith(UNFINISHED)
        name = NAME.fullmatch(
            file.name[1:].removesuffix(UNFINISHED) if is_unfinished else file.name
        )
        if not name or not owner.has(name) or name["part"]:
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
