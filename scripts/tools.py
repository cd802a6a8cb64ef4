"""Locates programs that are not written in Python: PostgreSQL, pg_prove, Chromium, V2Ray, Caddy.

They come from the system's packages or from the same packages unpacked below TICKOVER_HOME, where a
normal user may put them. They are searched for each time, so that no record of them can become
stale. Standard library only: setup runs this before there is a virtual environment.
"""

import fcntl
import os
import shutil
import sysconfig
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

MARK = ".made-by-tickover"
EXTENSIONS = ("pg_cron", "pgtap", "plpgsql_check", "btree_gist")
# The environment variable that selects a version which scripts/matrix.py unpacked.
VERSION = "TICKOVER_POSTGRES"


def home() -> Path:
    """The folder of everything that is made on this machine; never part of the repository."""
    return Path(os.environ.get("TICKOVER_HOME") or ".local").absolute()


def version_root(version: int) -> Path:
    """The root below which scripts/matrix.py unpacks a version of PostgreSQL."""
    return home() / f"postgres-{version}"


def unpacked() -> Path:
    """The root below which a normal user's packages are unpacked."""
    return home() / "debian"


class NotOursError(Exception):
    """A folder that we would create already exists; the text says what to do."""


# Folders from before there was a mark are recognised by their content.
SIGNS = {"venv": "requirements*.lock.stamp", "sandbox": "world.sqlite"}


def own(folder: Path) -> None:
    """Makes a folder that we may fill, and remove as a whole: TICKOVER_HOME may be a folder that
    contains other things, whatever they are called."""
    if folder.is_dir() and any(folder.iterdir()) and not is_ours(folder):
        raise NotOursError(
            f"{folder} already exists and was not made here: move it away, or choose another "
            "folder with TICKOVER_HOME"
        )
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MARK).touch()


def is_ours(folder: Path) -> bool:
    sign = SIGNS.get(folder.name)
    return (folder / MARK).exists() or (sign is not None and any(folder.glob(sign)))


@contextmanager
def lock(name: str, *, wait: bool) -> Iterator[None]:
    """Holds a lock of this folder; without waiting, BlockingIOError says that another process has
    it."""
    home().mkdir(parents=True, exist_ok=True)
    with (home() / name).open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        yield


@dataclass(frozen=True)
class Postgres:
    """A PostgreSQL server with the extensions that Tickover uses."""

    root: Path
    version: int

    @property
    def bin(self) -> Path:
        return self.root / f"usr/lib/postgresql/{self.version}/bin"

    @property
    def psql(self) -> Path:
        return self.bin / "psql"

    @property
    def complete(self) -> bool:
        """Whether the server, its extensions and pg_prove are all there."""
        control = self.root / f"usr/share/postgresql/{self.version}/extension"
        return (
            (self.bin / "postgres").exists()
            and all((control / f"{name}.control").exists() for name in EXTENSIONS)
            and (self.root / "usr/share/perl5/TAP/Parser/SourceHandler/pgTAP.pm").exists()
        )

    def environment(self) -> dict[str, str]:
        """A server that brought its own C library has it named by its programs: in the environment
        it would be given to the shell as well."""
        brought_all = self.root == version_root(self.version)
        return environment(Path("/") if brought_all else self.root)


def libraries(root: Path) -> list[Path]:
    triplet = sysconfig.get_config_var("MULTIARCH") or f"{os.uname().machine}-linux-gnu"
    folders = [root / "usr/lib" / triplet, root / "lib" / triplet]
    return [*folders, root / "usr/lib" / triplet / "pulseaudio"]


def environment(root: Path) -> dict[str, str]:
    """The environment that a program below `root` needs to find its files."""
    env = {"PATH": os.environ.get("PATH", os.defpath), "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}
    if root == Path("/"):
        return env
    triplet = sysconfig.get_config_var("MULTIARCH") or f"{os.uname().machine}-linux-gnu"
    perl = [root / "usr/share/perl5", *root.glob(f"usr/lib/{triplet}/perl*/5.*")]
    perl += root.glob("usr/share/perl/5.*")
    return env | {
        "PATH": f"{root / 'usr/bin'}:{env['PATH']}",
        "LD_LIBRARY_PATH": ":".join(map(str, libraries(root))),
        "PERL5LIB": ":".join(map(str, perl)),
        "FONTCONFIG_PATH": str(root / "etc/fonts"),
        "XDG_DATA_HOME": str(root / "usr/share"),
    }


def postgres() -> Postgres | None:
    """The version that is asked for; otherwise the unpacked server if there is one, else the newest
    complete one of the system."""
    if wanted := os.environ.get(VERSION):
        asked = Postgres(version_root(int(wanted)), int(wanted))
        return asked if asked.complete else None
    for root in (unpacked(), Path("/")):
        folders = (root / "usr/lib/postgresql").glob("[0-9]*")
        for version in sorted((int(folder.name) for folder in folders), reverse=True):
            found = Postgres(root, version)
            if found.complete:
                return found
    return None


@dataclass(frozen=True)
class Program:
    """A program of a package, and the root below which that package's files are."""

    path: Path
    root: Path

    def environment(self) -> dict[str, str]:
        return environment(self.root)


def chromium() -> Program | None:
    """A browser that Playwright can drive."""
    return find("lib/chromium/chromium", "chromium", "chromium-browser", "google-chrome")


def v2ray() -> Program | None:
    """A core of a VPN panel, and a client for its links."""
    return find("bin/v2ray", "v2ray")


def promtool() -> Program | None:
    """Checks the rules of Prometheus."""
    return find("bin/promtool", "promtool")


def pgbouncer() -> Program | None:
    """A pooler in front of PostgreSQL."""
    return find("sbin/pgbouncer", "pgbouncer")


def caddy() -> Program | None:
    """A reverse proxy that terminates TLS."""
    return find("bin/caddy", "caddy")


def find(unpacked_path: str, *names: str) -> Program | None:
    """The unpacked program if there is one, else the system's."""
    path = unpacked() / "usr" / unpacked_path
    if path.exists():
        return Program(path, unpacked())
    for name in names:
        if found := shutil.which(name):
            return Program(Path(found), Path("/"))
    return None
