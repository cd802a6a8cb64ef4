"""This machine: the settings, the files with secrets, the clock, the backups."""

import json
import os
import stat
import time
from contextlib import suppress
from datetime import datetime
from functools import partial
from pathlib import Path

from scripts.shop import compose, units
from scripts.shop.checks.base import Finding, Shop, Unknown, apart, broken, checks, ok, warning
from scripts.shop.checks.disks import disk
from scripts.shop.config import DATABASE, PANEL_KEYS, PROGRAMS
from scripts.shop.telegram import clock_ahead
from scripts.shop.terminal import Refused

SETUP = "python -m scripts.shop setup"
# A clock that is off by more makes TLS, codes of a minute, and times in messages wrong.
CLOCK_IS_OFF, CLOCK_IS_WRONG = 5, 60
BACKUP_STAMP = "BACKUP_STAMP"
BACKUP_PLACES = {"folder": "BACKUP_FOLDER", "chat": "BACKUP_CHAT"}
# What a backup may take, and the setting backup_hours where the database cannot say it.
BACKUP_TAKES, EACH_DAY = 2, 24
# Hours by which a backup may be newer than now, as clocks go.
AHEAD = 0.1


async def settings(shop: Shop) -> list[Finding]:
    """What each program would refuse at its start."""
    if not shop.config.path.exists() and not shop.config.get("BOT_TOKEN"):
        return broken(f"{shop.config.path.absolute()} is missing", SETUP)
    found = []
    names = [*shop.config.programs(), "migrate"]
    for program in names:
        try:
            shop.config.settings(PROGRAMS[program][0], program)
        except SystemExit as error:
            text = f"{program}: {str(error).removeprefix('settings: ')}"
            found += broken(text, f"correct it in {shop.config.path}, or {SETUP}")
    if not shop.config.get(DATABASE):
        found += broken(f"{DATABASE} is missing", SETUP)
    return found or ok(f"complete for {', '.join(names)}")


async def addresses(shop: Shop) -> list[Finding]:
    """Figures and the bot's own pages are for this machine, or for a proxy."""
    found = []
    for program, name, what in (
        ("bot", "HOST", "the bot's port, with /metrics and /ready,"),
        ("listener", "METRICS_HOST", "the listener's metrics"),
        ("page", "PAGE_HOST", "the page's port"),
    ):
        host = shop.config.values(program).get(name, "127.0.0.1")
        if host in ("0.0.0.0", "::"):
            text = f"{name} is {host}: {what} can be reached from outside"
            found += warning(text, f"set {name}=127.0.0.1 behind a reverse proxy")
    return found or ok("only this machine, or its reverse proxy, reaches the programs' ports")


async def files(shop: Shop) -> list[Finding]:
    """Who else can read the secrets."""
    secret = [shop.config.path, *(shop.config.own_file(name).path for name in PROGRAMS)]
    found = []
    if keys := shop.config.panel_keys_file():
        secret.append(keys)
        found += _handed_out(shop, keys)
    for file in (it for it in secret if it.is_file()):
        mode = stat.S_IMODE(file.stat().st_mode)
        if mode & 0o077:
            text = f"{file} can be read by others (mode {mode:04o})"
            found += broken(text, f"chmod 600 {file}")
    return found or ok("secrets are readable for their owner only")


def _handed_out(shop: Shop, keys: Path) -> list[Finding]:
    """Whether the program that calls panels can read it: as a user of its own, it is handed a copy;
    in a container it reads the file itself."""
    if not keys.is_file():
        text = "is no file" if keys.exists() else "is missing"
        return broken(f"{PANEL_KEYS} {keys} {text}", "create it, or unset it")
    if not units.hands_out(keys):
        text = f"the listener cannot read {PANEL_KEYS} {keys}: its unit does not hand it out"
        return broken(text, f"{SETUP} writes the unit again")
    if compose.is_used(shop.config) and keys.stat().st_uid != compose.USER:
        text = f"the listener cannot read {PANEL_KEYS} {keys}: it is of another user"
        return broken(text, f"chown {compose.USER} {keys}")
    if not os.access(keys, os.R_OK):
        return broken(f"{PANEL_KEYS} {keys} cannot be read", "give it to the shop's user")
    return []


async def clock(shop: Shop) -> list[Finding]:
    """This machine, PostgreSQL and Telegram have one time."""
    found, compared = [], []
    with suppress(Refused):  # the check of the token says why
        found += _skew("Telegram", await clock_ahead(shop.config), granularity=1)
        compared.append("Telegram")
    if shop.database_is_there:
        begun = time.time()
        told: datetime = await shop.ask("select clock_timestamp()")
        found += _skew("PostgreSQL", (begun + time.time()) / 2 - told.timestamp())
        compared.append("PostgreSQL")
    if not compared:
        raise Unknown("neither Telegram nor PostgreSQL answers")
    return found or ok(f"as at {' and '.join(compared)}")


def _skew(where: str, ahead: float, granularity: float = 0) -> list[Finding]:
    off = max(abs(ahead) - granularity, 0)
    if off < CLOCK_IS_OFF:
        return []
    direction = "ahead of" if ahead > 0 else "behind"
    text = f"this machine's clock is {abs(ahead):.0f} s {direction} {where}'s"
    fix = "timedatectl set-ntp true, on each machine whose clock is wrong"
    return broken(text, fix) if off > CLOCK_IS_WRONG else warning(text, fix)


async def backup(shop: Shop) -> list[Finding]:
    """Each place that a backup is written to, and the file that another program touches
    (BACKUP_STAMP) when its backup is complete."""
    fix = "python -m scripts.shop backup, each day (setup installs a timer for it)"
    found, most = [], BACKUP_TAKES + await _between_backups(shop)
    wanted = [place for place, name in BACKUP_PLACES.items() if shop.config.get(name)]
    if wanted or not shop.config.get(BACKUP_STAMP):
        rows = await shop.rows(
            "select b.place, extract(epoch from b.age) / 3600 from ops.backups as b"
        )
        ages = {place: float(hours) for place, hours in rows}
        for place in wanted:
            if place not in ages:
                found += broken(f"there was no backup to the {place} yet", fix)
        if not wanted and not ages:
            return warning("no backup is known", fix)
        found += _old_backups(ages, most, fix)
    if name := shop.config.get(BACKUP_STAMP):
        hours = await apart(partial(_age, name))
        if hours is None:
            return [
                *found,
                *broken(f"there was no backup yet: {name} (BACKUP_STAMP) is missing", fix),
            ]
        found += _old_backups({"file of BACKUP_STAMP": hours}, most, fix)
    return found


async def _between_backups(shop: Shop) -> int:
    """Hours."""
    if not shop.database_is_there:
        return EACH_DAY
    query = "select s.value::text from app.settings as s where s.name = 'backup_hours'"
    return int(await shop.ask(query) or EACH_DAY)


def _old_backups(ages: dict[str, float], most: int, fix: str) -> list[Finding]:
    found = []
    for place, hours in ages.items():
        if hours < -AHEAD:
            text = f"the last one, in the {place}, has a time in the future: a clock was ahead"
            found += broken(text, f"timedatectl set-ntp true; then {fix}")
            continue
        text = f"the last one, in the {place}, is {max(hours, 0):.0f} hours old"
        found += broken(text, fix) if hours > most else ok(text)
    return found


def _age(name: str) -> float | None:
    """Hours since the file was written; None if there is none."""
    file = Path(name)
    return (time.time() - file.stat().st_mtime) / 3600 if file.exists() else None


async def panel_keys(shop: Shop) -> list[Finding]:
    """Readable before anything asks for them."""
    values = shop.config.values("listener")
    for name, text in (
        ("PANEL_KEYS", values.get("PANEL_KEYS", "{}")),
        (PANEL_KEYS, _text(shop.config.panel_keys_file())),
    ):
        try:
            assert isinstance(json.loads(text), dict)
        except (ValueError, AssertionError):
            return broken(
                f"{name} is not a JSON object", f'write it as {{"main": "key"}}, or {SETUP}'
            )
    return ok("readable")


def _text(file: Path | None) -> str:
    return file.read_text() if file and file.is_file() and os.access(file, os.R_OK) else "{}"


CHECKS = checks(settings, addresses, files, panel_keys, disk, clock, backup)
