"""A private PostgreSQL cluster: made, started and stopped here, accessible only to its owner.

`make run` keeps one under TICKOVER_HOME, the tests make throwaway ones. Each has its own socket,
where the operating system identifies who connects (peer, with a map to the roles), and a free port
on loopback that requires a password; there is no trust authentication. PostgreSQL refuses to run as
root, so as root the server belongs to the system's user postgres.
"""

import hashlib
import os
import pwd
import shutil
import socket
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote

from scripts import tools

SUPERUSER = "postgres"
LOGIN_ROLES = ("migrator", "bot", "payments", "listener", "page", "cron", "dba", "operator")
DATABASE = "tickover"
SOCKET_PATH_LIMIT = 100

# For a laptop that also does other things. A failed statement is not logged, because it may contain
# a secret. pg_cron connects over the socket as the job's role; in 1.4 its background workers block
# its launcher. plpgsql_check counts coverage across sessions only when it is preloaded.
SETTINGS: dict[str, object] = {
    "listen_addresses": "127.0.0.1",
    "max_connections": 200,
    "shared_buffers": "256MB",
    "effective_cache_size": "2GB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "2GB",
    "checkpoint_timeout": "15min",
    "random_page_cost": 1.1,
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] %q%u@%d ",
    "log_min_error_statement": "panic",
    "log_checkpoints": "off",
    "shared_preload_libraries": "plpgsql,plpgsql_check,pg_cron",
    "cron.use_background_workers": "off",
    "cron.log_statement": "off",
}
FAST: dict[str, object] = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": 0,
    "autovacuum": "off",  # it looks at each clone, and takes a twentieth of the server's time
}
HBA = """\
# Peer authentication over the socket, a password on loopback, no trust authentication.
local all all peer map=tickover
host all all 127.0.0.1/32 scram-sha-256
"""


class ClusterError(Exception):
    """The cluster cannot be made, started or stopped; the text says why and what to do."""


@dataclass(frozen=True)
class Cluster:
    """A cluster in a folder. `durable=False` trades safety for speed and is only for tests;
    `settings` override SETTINGS."""

    folder: Path
    log: Path
    postgres: tools.Postgres
    durable: bool
    settings: Mapping[str, object]

    @property
    def is_ours(self) -> bool:
        """A cluster from before folders were marked has a file with its port."""
        return tools.is_ours(self.folder) or (self.folder / "port").exists()

    @property
    def data(self) -> Path:
        return self.folder.resolve() / "data"

    @property
    def socket_folder(self) -> Path:
        """Next to the data, or below /tmp if that path is too long for a socket or contains a
        separator of socket lists."""
        beside = self.folder.resolve() / "run"
        fits = len(f"{beside}/.s.PGSQL.65535") <= SOCKET_PATH_LIMIT
        if fits and "," not in str(beside):
            return beside
        return Path("/tmp") / f"tickover-{_digest(self.folder)}"

    @property
    def port(self) -> int:
        return int((self.folder / "port").read_text())

    def url(self, role: str = SUPERUSER, database: str = DATABASE) -> str:
        """Returns a URL for the socket, without a password, for the user who runs this and for
        root."""
        return f"postgresql://{role}@/{database}?host={quote(str(self.socket_folder))}&port={self.port}"

    def create(self) -> None:
        """Makes the cluster if there is none yet.

        A folder that the server's user cannot reach, for example in root's home, becomes a link to
        one below /var/lib.
        """
        if (self.data / "PG_VERSION").exists():
            self._check_version()
            if self.is_ours:
                return
        if not self.folder.exists() and not _reachable(self.folder.parent):
            self.folder.unlink(missing_ok=True)
            self.folder.symlink_to(f"/var/lib/tickover-{_digest(self.folder)}")
        try:
            tools.own(self.folder.resolve())
        except tools.NotOursError as error:
            raise ClusterError(str(error)) from None
        self._make_folder(self.folder.resolve())
        shutil.rmtree(self.data, ignore_errors=True)
        options = ["--username", SUPERUSER, "--auth-local=peer", "--auth-host=scram-sha-256"]
        # Text is compared by bytes: the order of C.UTF-8, but without the C library.
        options += ["--encoding=UTF8", "--locale=C.UTF-8", "--lc-collate=C"]
        options += ["--data-checksums"] if self.durable else ["--no-sync"]
        self._run("initdb", "--pgdata", str(self.data), *options)

    def start(self) -> None:
        """Starts the server, unless it is already running, as after a killed `make run`."""
        if self.running():
            return
        self._forget_stale_pid()
        self._make_folder(self.socket_folder)
        self._choose_port()
        self._configure()
        self._run("pg_ctl", "start", "--pgdata", str(self.data), "--wait", "--timeout=60")

    def stop(self, mode: Literal["fast", "immediate"] = "fast") -> None:
        """Stops the server; `immediate` is a crash."""
        if self.running():
            self._run("pg_ctl", "stop", "--pgdata", str(self.data), "--wait", f"--mode={mode}")

    def remove(self) -> None:
        """Removes all of it, wherever it is."""
        self.stop("immediate")
        shutil.rmtree(self.socket_folder, ignore_errors=True)
        shutil.rmtree(self.folder.resolve(), ignore_errors=True)
        if self.folder.is_symlink():
            self.folder.unlink()

    def running(self) -> bool:
        """Whether a server works in its data folder; another process with the old pid does not
        count."""
        pid = self._pid()
        try:
            return pid is not None and Path(f"/proc/{pid}/cwd").readlink() == self.data
        except OSError:
            return False

    def _pid(self) -> int | None:
        try:
            return int((self.data / "postmaster.pid").read_text().split("\n", 1)[0])
        except (FileNotFoundError, ValueError):
            return None

    def _forget_stale_pid(self) -> None:
        """After a power failure another process may have the pid, and PostgreSQL would refuse to
        start.

        Any other stale file stays: PostgreSQL reads from it whether old backends are still alive.
        """
        if (pid := self._pid()) and Path(f"/proc/{pid}").exists():
            (self.data / "postmaster.pid").unlink()

    def _check_version(self) -> None:
        made = int((self.data / "PG_VERSION").read_text())
        if made != self.postgres.version:
            raise ClusterError(
                f"{self.folder} was made by PostgreSQL {made}, but {self.postgres.version} is "
                f"installed: install {made}, or start over with `make clean`"
            )

    def _make_folder(self, folder: Path) -> None:
        """Makes a folder of the server's user that no other user can enter or could have made
        before."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        owner = pwd.getpwnam(server_user())
        if os.geteuid() == 0:
            os.chown(folder, owner.pw_uid, owner.pw_gid)
        elif folder.stat().st_uid != owner.pw_uid:
            raise ClusterError(f"{folder} belongs to another user")

    @property
    def _address(self) -> object:
        return {**SETTINGS, **self.settings}["listen_addresses"]

    def _choose_port(self) -> None:
        """Keeps its port while that is free; the first one is derived from the folder's name."""
        file = self.folder / "port"
        first = 20000 + int(_digest(self.folder), 16) % 10000
        wanted = self.port if file.exists() else first
        for port in (wanted, *range(first, first + 1000)):
            with socket.socket() as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                with suppress(OSError):
                    probe.bind((str(self._address), port))
                    file.write_text(f"{port}\n")
                    return
        raise ClusterError(f"no free port on {self._address} between {first} and {first + 999}")

    def _configure(self) -> None:
        own = {"cron.host": self.socket_folder, "cron.database_name": DATABASE}
        speed = {} if self.durable else FAST
        settings = {**SETTINGS, **speed, **own, **self.settings} | {
            "port": self.port,
            "unix_socket_directories": self.socket_folder,
        }
        lines = [f"{name} = {quoted(value)}\n" for name, value in settings.items()]
        (self.data / "postgresql.conf").write_text("".join(lines))
        (self.data / "pg_hba.conf").write_text(HBA)
        (self.data / "pg_ident.conf").write_text(
            "".join(
                f"tickover {user} {role}\n"
                for user in sorted({_user_name(), server_user()})
                for role in (SUPERUSER, *(f"tickover_{name}" for name in LOGIN_ROLES))
            )
        )

    def _run(self, program: str, *arguments: str) -> None:
        """Runs one of the server's programs as the server's user, with its output in the log."""
        as_user: dict[str, Any] = {}
        if os.geteuid() == 0:
            as_user = {"user": server_user(), "group": server_user(), "extra_groups": []}
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("a") as log:
            begin = log.tell()
            done = subprocess.run(
                [self.postgres.bin / program, *arguments],
                cwd="/",
                env=self.postgres.environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                **as_user,
            )
        if done.returncode:
            tail = self.log.read_bytes()[begin:].decode(errors="replace").splitlines()[-12:]
            raise ClusterError("\n".join([f"{program} failed (see {self.log}):", *tail]))


def cluster(
    folder: Path, log: Path, *, durable: bool = True, settings: Mapping[str, object] | None = None
) -> Cluster:
    """Returns the cluster of that folder, with the PostgreSQL of this machine."""
    postgres = tools.postgres()
    if postgres is None:
        raise ClusterError("no PostgreSQL with pg_cron, pgTAP and plpgsql_check here: `make run`")
    return Cluster(folder, log, postgres, durable, settings or {})


def quoted(value: object) -> str:
    """Quotes a value for postgresql.conf."""
    escaped = str(value).replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"


def server_user() -> str:
    """The user that the server runs as: PostgreSQL refuses to be root."""
    return "postgres" if os.geteuid() == 0 else _user_name()


def _reachable(folder: Path) -> bool:
    if os.geteuid() != 0:
        return True
    test = ["test", "-x", str(folder)]
    return subprocess.run(test, cwd="/", user="postgres", extra_groups=[]).returncode == 0


def _user_name() -> str:
    return pwd.getpwuid(os.geteuid()).pw_name


def _digest(folder: Path) -> str:
    return hashlib.sha256(str(folder).encode()).hexdigest()[:8]
