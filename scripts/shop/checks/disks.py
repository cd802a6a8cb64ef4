"""The disks of this machine that the shop writes to."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from scripts.shop import compose
from scripts.shop.checks.base import Finding, Shop, apart, broken, ok
from scripts.shop.config import DATABASE

GIGABYTE = 1 << 30
# As in DiskFull of deploy/prometheus: 5 % of a large disk last for weeks, and 10 GB may be half of
# a small one.
LITTLE, ENOUGH, SHARE = GIGABYTE, 10 * GIGABYTE, 0.05
# Debian's, and Docker's: only a superuser may ask PostgreSQL for another.
POSTGRES, DOCKER = Path("/var/lib/postgresql"), Path("/var/lib/docker")


async def disk(shop: Shop) -> list[Finding]:
    """Each disk once, where the shop's file, the data and the backups are, as far as that is
    visible here."""
    found, most = [], []
    for place, usage in await apart(lambda: _used(shop)):
        most.append(usage.free)
        if usage.free < LITTLE or usage.free < min(ENOUGH, usage.total * SHARE):
            text = (
                f"{place}: {usage.free / GIGABYTE:.1f} GB of {usage.total / GIGABYTE:.0f} are free"
            )
            found += broken(text, "free some space, or move what is there to a larger disk")
    return found or ok(f"{min(most) / GIGABYTE:.0f} GB are free")


def _used(shop: Shop) -> "list[tuple[Path, shutil._ntuple_diskusage]]":
    return [(place, shutil.disk_usage(place)) for place in _one_of_each_disk(_places(shop))]


def _places(shop: Shop) -> Iterator[Path]:
    here = shop.config.path.absolute().parent
    yield here
    host = urlsplit(shop.config.get(DATABASE) or "").hostname
    if host in (None, "127.0.0.1", "localhost", "::1"):
        # A cluster, its write-ahead log and its tablespaces may each be a mount or a link.
        yield from (POSTGRES, *POSTGRES.glob("*/*"), *POSTGRES.glob("*/*/pg_wal"))
        yield from POSTGRES.glob("*/*/pg_tblspc/*")
    if compose.is_used(shop.config):
        yield from (DOCKER, DOCKER / "volumes")
    if folder := shop.config.get("BACKUP_FOLDER"):
        yield here / folder


def _one_of_each_disk(places: Iterator[Path]) -> Iterator[Path]:
    seen = set()
    for place in places:
        device = _device(place)
        if device is not None and device not in seen:
            seen.add(device)
            yield place


def _device(place: Path) -> int | None:
    """None for what is not there, or not visible."""
    try:
        return place.stat().st_dev
    except OSError:
        return None
