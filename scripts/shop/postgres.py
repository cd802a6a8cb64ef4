"""pg_dump and pg_restore as streams: the programs of this machine or, for a shop in Docker, of its
container."""

import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from scripts import tools
from scripts.shop import compose
from scripts.shop.config import Config
from scripts.shop.terminal import Refused

_INSTALLED = Path("/usr/lib/postgresql")


@dataclass(frozen=True)
class Program:
    """`words`: what starts it. `as_postgres`: as the system's user, whom the server knows over the
    socket. `version`: its major one; None for that of the server's container."""

    words: Sequence[str]
    environment: Mapping[str, str]
    as_postgres: bool = False
    version: int | None = None

    @contextmanager
    def run(
        self, *arguments: str, stdin: IO[bytes] | int = subprocess.DEVNULL, stdout: int
    ) -> Iterator["subprocess.Popen[bytes]"]:
        """Raises Refused with the program's words when it fails, which come before an error of
        whoever reads from it or writes to it. Its output is read to the end first."""
        user: dict[str, Any] = {"user": "postgres", "extra_groups": []} if self.as_postgres else {}
        with tempfile.TemporaryFile() as errors:
            process = subprocess.Popen(
                [*self.words, *arguments],
                cwd="/",
                env=self.environment,
                stdin=stdin,
                stdout=stdout,
                stderr=errors,
                **user,
            )
            failure: Exception | None = None
            try:
                with process:
                    try:
                        yield process
                    except Exception as error:  # the program may say why
                        failure = error
            except BaseException:
                process.kill()
                process.wait()
                raise
            errors.seek(0)
            words = errors.read().decode(errors="replace").strip().splitlines()
            if process.returncode:
                raise Refused(words[0] if words else f"{self.words[-1]}: {process.returncode}")
            if failure:
                raise failure


def program(
    config: Config, name: str, url: str, server_version: int, *, as_postgres: bool = False
) -> tuple[Program, str]:
    """Returns pg_dump or pg_restore, and the database as it is named to it. The oldest that knows
    this server: what it writes, older servers can read. Raises Refused where no program is as new
    as the server."""
    found, named = programs(config, name, url, server_version, as_postgres=as_postgres)
    return found[0], named


def programs(
    config: Config, name: str, url: str, server_version: int, *, as_postgres: bool = False
) -> tuple[Sequence[Program], str]:
    """Returns all that know the server, the oldest first, and the database as it is named to them:
    a password is in the environment, where other users of the machine cannot see it."""
    if compose.is_used(config):
        database = urlsplit(url).path.strip("/")
        return [Program(compose.inside(config, name), tools.environment(Path("/")))], database
    named, password = without_password(url)
    return [
        Program([str(folder / name)], {**environment, **password}, as_postgres, version)
        for version, folder, environment in _folders(server_version)
    ], named


def without_password(url: str) -> tuple[str, Mapping[str, str]]:
    """Returns the URL as it may be among a program's words, which other users of the machine can
    read, and what its environment needs instead."""
    parts = urlsplit(url)
    given = parse_qsl(parts.query, keep_blank_values=True)
    password = dict(given).get("password") or unquote(parts.password or "")
    if not password:
        return url, {}
    user, at, place = parts.netloc.rpartition("@")
    others = [it for it in given if it[0] != "password"]
    query = urlencode(others, safe="/", quote_via=quote)
    # Not by geturl(), which leaves the slashes out before an empty place.
    named = f"{parts.scheme}://{user.partition(':')[0]}{at}{place}{parts.path}"
    return f"{named}?{query}" if query else named, {"PGPASSWORD": password}


def _folders(server_version: int) -> Sequence[tuple[int, Path, Mapping[str, str]]]:
    """The versions that know this server, the oldest first."""
    system = tools.environment(Path("/"))
    found = [(it.parent, system) for it in _INSTALLED.glob("*/bin/pg_dump")]
    if ours := tools.postgres():
        found.append((ours.bin, ours.environment()))
    if path := shutil.which("pg_dump"):
        found.append((Path(path).parent, system))
    versions = {_version(folder, env): (folder, env) for folder, env in reversed(found)}
    fitting = sorted(version for version in versions if version >= server_version)
    if not fitting:
        raise Refused(
            f"pg_dump {server_version} or newer is not here: apt install "
            f"postgresql-client-{server_version}"
        )
    return [(version, *versions[version]) for version in fitting]


def _version(folder: Path, environment: Mapping[str, str]) -> int:
    told = subprocess.run(
        [folder / "pg_dump", "--version"], env=environment, capture_output=True, text=True
    )
    found = re.search(r"\d+", told.stdout)
    return int(found.group()) if found else 0
