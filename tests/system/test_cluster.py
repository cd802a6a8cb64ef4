"""The private cluster: its doors, its crashes, and what it finds left behind."""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import asyncpg
import psycopg
import pytest

from scripts import cluster, tools
from tests.support import place

Make = Callable[..., cluster.Cluster]


def test_roles_come_in_over_the_socket(server: cluster.Cluster) -> None:
    with psycopg.connect(server.url("postgres", "postgres")) as connection:
        assert connection.execute("select current_user").fetchone() == ("postgres",)


def test_nobody_is_trusted(server: cluster.Cluster) -> None:
    rules = [line.split() for line in cluster.HBA.splitlines() if not line.startswith("#")]
    assert {rule[-1] for rule in rules} == {"map=tickover", "scram-sha-256"}
    with pytest.raises(psycopg.OperationalError, match="no password supplied"):
        psycopg.connect(f"postgresql://postgres@127.0.0.1:{server.port}/postgres")
    with pytest.raises(psycopg.OperationalError, match="Peer authentication failed"):
        psycopg.connect(server.url("somebody", "postgres"))


@pytest.mark.skipif(os.geteuid() != 0, reason="another OS user takes root")
def test_other_users_of_the_machine_stay_out(server: cluster.Cluster) -> None:
    done = subprocess.run(
        [server.postgres.psql, server.url("postgres", "postgres"), "-c", "select 1"],
        env=server.postgres.environment(),
        user="nobody",
        group="nogroup",
        extra_groups=[],
        cwd="/",
        capture_output=True,
        text=True,
    )
    assert done.returncode != 0
    assert "Permission denied" in done.stderr


def test_a_failed_statement_is_not_logged(server: cluster.Cluster) -> None:
    url = server.url("postgres", "postgres")
    with psycopg.connect(url) as connection, pytest.raises(psycopg.Error):
        connection.execute("select 1 / 0, 'a-secret-that-nobody-may-read'")
    assert "a-secret-that-nobody-may-read" not in server.log.read_text()


@pytest.mark.long
def test_data_survives_a_crash(own_server: Make) -> None:
    server = own_server(durable=True)
    with psycopg.connect(server.url()) as connection:
        connection.execute("create table kept as select 42 as value")
    server.stop("immediate")
    assert not server.running()
    server.start()
    with psycopg.connect(server.url()) as connection:
        assert connection.execute("select value from kept").fetchone() == (42,)


@pytest.mark.long
def test_a_start_while_it_runs_changes_nothing(own_server: Make) -> None:
    server = own_server()
    pid = (server.data / "postmaster.pid").read_text()
    server.create()
    server.start()
    assert (server.data / "postmaster.pid").read_text() == pid


@pytest.mark.long
def test_a_foreign_process_with_the_old_pid_is_no_obstacle(own_server: Make) -> None:
    server = own_server()
    old = (server.data / "postmaster.pid").read_text().splitlines()
    server.stop()
    stale = "\n".join([str(os.getppid()), *old[1:]])
    (server.data / "postmaster.pid").write_text(f"{stale}\n")
    assert not server.running()
    server.start()
    assert server.running()


@pytest.mark.long
def test_a_taken_port_is_left_to_its_owner(own_server: Make) -> None:
    first, second = own_server(), own_server()
    second.stop()
    (second.folder / "port").write_text(f"{first.port}\n")
    second.start()
    assert first.running()
    assert second.running()
    assert second.port != first.port


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user can enter, as pytest's own are not."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.mark.long
def test_a_long_path_moves_the_socket(open_folder: Path) -> None:
    server = place(open_folder / ("long" * 25) / "postgres")
    try:
        server.create()
        server.start()
        assert server.data.is_relative_to(open_folder)
        assert server.socket_folder.parent == Path("/tmp")
        assert server.socket_folder.stat().st_mode & 0o777 == 0o700
        with psycopg.connect(server.url(database="postgres")) as connection:
            assert connection.execute("select 1").fetchone() == (1,)
    finally:
        server.remove()
    assert not server.socket_folder.exists()


@pytest.mark.long
@pytest.mark.parametrize("name", ["it's", "a,b", "back\\slash", "two words"])
def test_a_path_may_have_any_letters(open_folder: Path, name: str) -> None:
    server = place(open_folder / name / "postgres")
    try:
        server.create()
        server.start()
        with psycopg.connect(server.url(database="postgres")) as connection:
            assert connection.execute("show cron.host").fetchone() == (str(server.socket_folder),)
    finally:
        server.remove()


@pytest.mark.skipif(os.geteuid() != 0, reason="as a normal user the server can reach what we can")
def test_an_unreachable_folder_becomes_a_link(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    server = place(closed / "postgres")
    try:
        server.create()
        server.start()
        assert server.folder.is_symlink()
        assert server.data.is_relative_to("/var/lib")
        assert server.running()
    finally:
        server.remove()
    assert not server.folder.is_symlink()
    assert not server.data.parent.exists()


def test_data_of_another_version_is_refused(tmp_path: Path) -> None:
    server = place(tmp_path / "postgres")
    server.data.mkdir(parents=True)
    (server.data / "PG_VERSION").write_text("9\n")
    with pytest.raises(cluster.ClusterError, match="was made by PostgreSQL 9"):
        server.create()


@pytest.mark.long
def test_a_failure_shows_the_end_of_the_log(own_server: Make) -> None:
    server = own_server()
    server.stop()
    (server.data / "global" / "pg_control").rename(server.data / "pg_control.away")
    with pytest.raises(cluster.ClusterError, match="pg_control"):
        server.start()


@pytest.mark.long
def test_what_a_killed_test_run_leaves_is_swept(own_server: Make, tmp_path: Path) -> None:
    """A run that cannot clean up is found by its pid, which is dead."""
    code = """
import os, signal
from tests.support import throwaway
print(throwaway("left").folder, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""
    (tmp_path / "debian").symlink_to(tools.unpacked())
    env = {**os.environ, "TICKOVER_HOME": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True)
    assert done.returncode == -signal.SIGKILL
    left = place(Path(done.stdout.strip()))
    assert left.running()
    subprocess.run([sys.executable, "-c", "from tests.support import sweep; sweep()"], env=env)
    assert not left.running()
    assert not left.folder.exists()


async def test_a_lost_server_comes_back_for_asyncpg(own_server: Make) -> None:
    server = own_server()
    connection = await asyncpg.connect(server.url())
    server.stop("immediate")
    with pytest.raises((asyncpg.PostgresConnectionError, OSError, asyncpg.InterfaceError)):
        await connection.fetchval("select 1")
    server.start()
    again = await asyncpg.connect(server.url())
    assert await again.fetchval("select 1") == 1
    await again.close()
