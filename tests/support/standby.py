"""A primary and its synchronous standby, as docs/scaling.md sets them up, on one machine."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg

from scripts import cluster, tools
from tests.support import Database, eventually, execute, place, throwaway

STANDBY = "standby"
REPLICATES: dict[str, object] = {
    "wal_level": "replica",
    "max_wal_senders": 5,
    "synchronous_commit": "on",
}


@dataclass
class Pair:
    """`cron` is the folder of the socket over which pg_cron connects. On two machines it has the
    same name on both, and leads to the server of that machine."""

    primary: cluster.Cluster
    cron: Path
    standby: cluster.Cluster

    def url(self, role: str) -> str:
        """Names both servers, the one that was the primary at first before the other."""
        both = (self.primary, self.standby)
        hosts = ",".join(quote(str(server.socket_folder)) for server in both)
        ports = ",".join(str(server.port) for server in both)
        return (
            f"postgresql://{role}@/{cluster.DATABASE}?host={hosts}&port={ports}"
            "&target_session_attrs=read-write"
        )

    def replicate(self) -> None:
        """Copies the primary, and lets no commit be answered before the standby has it."""
        primary, standby = self.primary, self.standby
        with (primary.data / "pg_hba.conf").open("a") as rules:
            rules.write("local replication all peer map=tickover\n")
        execute(primary.url(), "select pg_reload_conf()")
        source = f"host={primary.socket_folder} port={primary.port} user=postgres"
        copy = ("-D", str(standby.data), "-d", f"{source} application_name={STANDBY}")
        standby._run("pg_basebackup", *copy, "-R", "-X", "stream", "--checkpoint=fast")
        (standby.folder / "port").write_text(f"{primary.port}\n")
        standby.start()
        assert standby.port == primary.port
        execute(primary.url(), f"alter system set synchronous_standby_names = '{STANDBY}'")
        execute(primary.url(), "select pg_reload_conf()")

    async def in_step(self) -> None:
        async def synchronous() -> bool:
            with psycopg.connect(self.primary.url()) as connection:
                query = "select sync_state from pg_stat_replication"
                return ("sync",) in connection.execute(query).fetchall()

        await eventually(synchronous, within=60)

    async def crash(self) -> None:
        """The machine of the primary is gone."""
        pid = int((self.primary.data / "postmaster.pid").read_text().split("\n", 1)[0])
        os.kill(pid, signal.SIGKILL)

        async def dead() -> bool:
            return not self.primary.running()

        await eventually(dead)

    def promote(self) -> None:
        self.cron.unlink()
        self.cron.symlink_to(self.standby.socket_folder)
        self.standby._run("pg_ctl", "promote", "--pgdata", str(self.standby.data), "--wait")


@contextmanager
def pair() -> Iterator[Pair]:
    """The primary, with an empty database; the standby begins with `replicate`."""
    name = f"pair-{os.getpid()}"
    cron = Path("/tmp") / f"tickover-cron-{os.getpid()}"
    settings = {**REPLICATES, "cron.host": cron}
    primary = throwaway(name, settings=settings)
    # The same port, as on two machines, where pg_cron connects after a promotion as before it.
    second = {**settings, "listen_addresses": "127.0.0.2"}
    standby = place(primary.folder.with_name(f"{primary.folder.name}-standby"), settings=second)
    tools.own(standby.folder)
    standby._make_folder(standby.folder)
    cron.symlink_to(primary.socket_folder)
    try:
        yield Pair(primary, cron, standby)
    finally:
        cron.unlink()
        for server in (standby, primary):
            with suppress(cluster.ClusterError):
                server.remove()


def database_of(server: cluster.Cluster) -> Database:
    return Database(server, cluster.DATABASE)
