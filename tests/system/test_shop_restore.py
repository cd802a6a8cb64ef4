"""A shop dies; its backup becomes one on another server, and catches up with what happened."""

import io
import json
import subprocess
import sys
import tarfile
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import psycopg
import pytest

from scripts import cluster
from scripts.shop import database as shop_database
from scripts.shop import restore
from scripts.shop.config import Config
from scripts.shop.sealing import Key, seal
from scripts.shop.terminal import Refused, Terminal
from settings import fingerprint
from tests.support import ANN, Connection, Database, Spawn, eventually, execute, throwaway
from tests.support.shop import Ground, ground

WITHIN = 240
PRICE = 14900


@pytest.fixture
def old(tmp_path: Path) -> Iterator[Ground]:
    with ground(tmp_path, "old") as it:
        yield it


@pytest.fixture
def new_server() -> Iterator[cluster.Cluster]:
    """An empty PostgreSQL of another machine."""
    server = throwaway("new")
    with psycopg.connect(server.url(database="postgres"), autocommit=True) as connection:
        connection.execute(f"drop database {cluster.DATABASE}".encode())
    server.stop()
    server.start()
    yield server
    server.remove()


def shop(
    at: Ground,
    folder: Path,
    words: Sequence[str],
    answers: Mapping[str, str] | None = None,
    *,
    fails: bool = False,
) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "scripts.shop", *words],
        cwd=folder,
        env={**at.environment, **(answers or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=WITHIN,
    )
    assert (done.returncode != 0) == fails, done.stdout
    return done.stdout


@asynccontextmanager
async def listening(at: Ground, folder: Path, spawn: Spawn) -> AsyncIterator[None]:
    words = ("-m", "scripts.shop", "--env-file", str(folder / ".env"), "start", "listener")
    process = spawn(*words, env=at.environment, preloaded=False)
    try:
        yield
    finally:
        process.stop(40)


class Books:
    """Of the shop in a server, and what is paid at the provider."""

    def __init__(self, db: Connection, world: str) -> None:
        self.db = db
        self.world = world

    async def invoice(self) -> str:
        """Opens an invoice; returns the provider's id of it."""
        token = await self.db.fetchval(
            "select order_token from api.open_invoice($1, $2, 'crypto_pay')", ANN, PRICE
        )
        find = """
            select i.external_id from billing.invoices as i
            join billing.orders as o on o.id = i.order_id
            where o.token = $1 and i.status = 'open'
        """
        found = await eventually(lambda: self.db.fetchval(find, token), within=WITHIN, every=0.5)
        return str(found)

    async def pays(self, number: str) -> None:
        async with httpx.AsyncClient(trust_env=False) as http:
            url = f"{self.world}/sandbox/crypto/invoices/{number}/pay"
            (await http.post(url, json={})).raise_for_status()

    async def has(self, count: int) -> None:
        async def booked() -> bool:
            return bool(await self.db.fetchval("select count(*) = $1 from ops.payments", count))

        await eventually(booked, within=WITHIN, every=0.5)

    async def balance(self) -> Any:
        return await self.db.fetchval(
            "select sum(a.balance) from ledger.accounts as a where a.name = 'cash'"
        )

    async def reads_the_list(self) -> None:
        assert await self.db.fetchval("select ops.reconcile('crypto_pay')") == "started"


@pytest.mark.long
async def test_a_backup_becomes_a_shop_on_another_server(
    old: Ground, new_server: cluster.Cluster, tmp_path: Path, spawn: Spawn
) -> None:
    kept, folder = tmp_path / "kept", tmp_path / "new-machine"
    more = {"CRYPTO_PAY_TOKEN": "1000:sandbox", "BACKUP_FOLDER": str(kept)}
    told = shop(old, old.folder, ["setup"], {**old.answers, **more})
    key = next(line.strip() for line in told.splitlines() if "AGE-SECRET-KEY" in line)
    assert Key(key)

    # Ann has paid once; a second page is open when the backup is taken, and she pays it later.
    db = await asyncpg.connect(old.server.url())
    books = Books(db, old.world)
    await db.execute("update app.flags set enabled = true where name = 'topups'")
    await db.execute("select api.start($1, $2, 'ann', 'Ann', 'en')", ANN, bytes(32))
    async with listening(old, old.folder, spawn):
        first, second = await books.invoice(), await books.invoice()
        await books.pays(first)
        await books.reads_the_list()
        await books.has(1)
    assert "dump.age" in shop(old, old.folder, ["backup"])
    await books.pays(second)
    await db.close()
    old.server.stop("immediate")

    # An empty folder, an empty server, the files and the key.
    folder.mkdir()
    dump = max(kept.glob("*.dump.age"))  # setup made one, too
    answers = {
        "ADMIN_DATABASE_URL": new_server.url(database="postgres"),
        "SHOP_DATABASE": cluster.DATABASE,
        "BACKUP_KEY": str(key),
    }
    words = ["restore", str(dump)]
    refused = shop(old, folder, words, {**answers, "BACKUP_KEY": str(Key())}, fails=True)
    assert "made for another key" in refused
    told = shop(old, folder, words, answers)
    assert "HELD" in told
    assert "crypto_pay: list of payments (started)" in told
    assert "main: accounts" in told
    again = shop(old, folder, words, answers, fails=True)
    assert "holds something already, and a restore replaces nothing" in again
    before, after = ((at / ".env").read_text() for at in (old.folder, folder))
    assert [line for line in before.splitlines() if line.startswith("IDENTITY_KEY")] == [
        line for line in after.splitlines() if line.startswith("IDENTITY_KEY")
    ]
    assert {line for line in before.splitlines() if "_PASSWORD=" in line}.isdisjoint(
        after.splitlines()
    )

    db = await asyncpg.connect(new_server.url())
    books = Books(db, old.world)
    assert (await db.fetchval("select state from ops.shop"), await books.balance()) == (
        "held",
        PRICE,
    )
    assert "the shop is held" in shop(old, folder, ["doctor"], fails=True)
    async with listening(old, folder, spawn):
        waits = await db.fetchrow("select caught_up_at, waits_for from ops.restores")
        assert tuple(waits or ()) == (None, ["crypto_pay", "stars"])
        assert await db.fetchval("select ops.open_shop('restored')") == "open"
        await books.has(2)
        assert await books.balance() == 2 * PRICE
        caught_up = "select caught_up_at is not null from ops.restores"
        await eventually(lambda: db.fetchval(caught_up), within=WITHIN, every=0.5)

        async def quiet() -> bool:
            waiting = "select not exists (select from outbox.messages where topic = 'payment')"
            return bool(await db.fetchval(waiting))

        await eventually(quiet, within=WITHIN, every=0.5)
    assert await books.balance() == 2 * PRICE
    assert await db.fetch("select name, detail from ops.invariants where not ok") == []
    await db.close()


# -- Secrets


def secrets(folder: Path, key: Key, files: Mapping[str, str]) -> restore.Given:
    """A backup whose dump nobody reads here."""
    packed, dump = io.BytesIO(), folder / "tickover-20270131T034100Z.dump.age"
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for name, text in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(text)
            archive.addfile(member, io.BytesIO(text.encode()))
    dump.touch()
    packed.seek(0)
    with dump.with_name("tickover-20270131T034100Z.secrets.tar.age").open("wb") as target:
        seal(packed, target, [key.public])
    return restore.Given.of([dump])


# Each of them leads to the old machine.
OLD = """
IDENTITY_KEY=mine
BOT_TOKEN=1:x
TICKOVER_DATABASE=postgresql://old/tickover
TICKOVER_POOLER=postgresql://old:6432/tickover
CONSUMER_DATABASE_URL=postgresql://old/tickover
TICKOVER_BOT_PASSWORD=old
"""
KEYS = '{"main": "key"}'


def test_nothing_that_is_restored_leads_to_the_old_machine(tmp_path: Path) -> None:
    key, new = Key(), tmp_path / "new"
    new.mkdir()
    listener = "PROXY=http://p:1\nPANEL_KEYS_FILE=/old/keys.json\nTICKOVER_LISTENER_PASSWORD=old\n"
    files = {".env": OLD, "listener.env": listener, "panel_keys.json": KEYS}
    config = Config(new / ".env", {})
    restore._take_secrets(config, secrets(tmp_path, key, files), key)
    kept = new / "panel_keys.json"
    assert config.values("listener") == {
        "IDENTITY_KEY": "mine",
        "BOT_TOKEN": "1:x",
        "PROXY": "http://p:1",
        "PANEL_KEYS_FILE": str(kept),
    }
    assert (kept.read_text(), kept.stat().st_mode & 0o777) == (KEYS, 0o600)


def test_certificates_of_panels_are_put_beside_the_shop_s_file(tmp_path: Path) -> None:
    key, new = Key(), tmp_path / "new"
    new.mkdir()
    env = f'{OLD}PANEL_CERTIFICATES=\'{{"de": "/old/de.pem"}}\'\n'
    files = {".env": env, "panel_certificate_de.pem": "certificate"}
    config = Config(new / ".env", {})
    restore._take_secrets(config, secrets(tmp_path, key, files), key)
    kept = new / "panel_certificate_de.pem"
    assert json.loads(config.values("listener")["PANEL_CERTIFICATES"]) == {"de": str(kept)}
    assert kept.read_text() == "certificate"


@pytest.mark.parametrize("there", [KEYS, "{}"])
def test_a_file_of_keys_that_is_there_is_not_written_over(tmp_path: Path, there: str) -> None:
    """The same keys are those of a run that was interrupted."""
    key, new = Key(), tmp_path / "new"
    new.mkdir()
    (new / "panel_keys.json").write_text(there)
    config = Config(new / ".env", {})
    given = secrets(tmp_path, key, {".env": OLD, "panel_keys.json": KEYS})
    if there == KEYS:
        restore._take_secrets(config, given, key)
        assert config.get("PANEL_KEYS_FILE") == str(new / "panel_keys.json")
    else:
        with pytest.raises(Refused, match="differs from that of the backup"):
            restore._take_secrets(config, given, key)
        assert not config.path.exists()


# -- Versions


def as_if_made_by(database: Database, folder: Path, key: Key, was: bytes, now: bytes) -> Path:
    """A backup whose head says something else."""
    pg = database.server.postgres
    plain = subprocess.check_output(
        [str(pg.bin / "pg_dump"), "--format=custom", "--schema=jobs", database.url()],
        env=pg.environment(),
    )
    assert was in plain[:2000]
    file = folder / "tickover-0123456789ab-20270131T034100Z.dump.age"
    with file.open("wb") as target:
        seal(io.BytesIO(plain.replace(was, now, 1)), target, [key.public])
    return file


@pytest.mark.parametrize("what", ["fits", "server", "program"])
async def test_a_backup_that_does_not_fit_is_told_before_anything_is_made(
    database: Database, tmp_path: Path, what: str
) -> None:
    version = database.server.postgres.version
    key = Key()
    was, now = {
        "fits": (b"PGDMP", b"PGDMP"),
        "server": (f"{version}.".encode(), b"98."),
        # The version of the archive's form, of which this pg_restore knows none that high.
        "program": (b"PGDMP\x01", b"PGDMP\x63"),
    }[what]
    given = restore.Given.of([as_if_made_by(database, tmp_path, key, was, now)])
    config = Config(tmp_path / ".env", {"IDENTITY_KEY": "mine"})
    server = shop_database.Server(database.url(), "never_made")
    if what == "fits":
        program, name = await restore._fitting(config, server, given, key)
        assert program.version is not None
        assert program.version >= version
        assert name.split("?")[0].endswith("/never_made")
        with pytest.raises(Refused, match="made for another key"):
            await restore._fitting(config, server, given, Key())
        return
    answers = Terminal(
        {
            "BACKUP_KEY": str(key),
            "ADMIN_DATABASE_URL": database.server.url(database="postgres"),
            "SHOP_DATABASE": "never_made",
        },
        interactive=False,
    )
    words = {
        "server": f"was made with PostgreSQL 98, and this server is {version}",
        "program": f"was made with PostgreSQL {version}, which no pg_restore here can read",
    }[what]
    config.file.write({"IDENTITY_KEY": "mine"})
    with pytest.raises(Refused, match=words):
        await restore.restore(config, answers, given.parts["dump.age"])
    with psycopg.connect(database.url()) as connection:
        made = connection.execute("select from pg_database where datname = 'never_made'").fetchall()
    assert made == []


async def test_a_key_that_is_not_that_of_the_dump_is_refused(
    database: Database, tmp_path: Path
) -> None:
    server = shop_database.Server(database.url(), database.name)

    async def check(**values: str) -> None:
        await restore._refuse_other_key(Config(tmp_path / ".env", values), server)

    right = {"IDENTITY_KEY": "mine", "BOT_TOKEN": "4711:x"}
    execute(database.url(), "delete from app.identity_key; delete from app.bot")
    await check(**right)  # of a shop whose bot never started nothing is known
    execute(database.url(), "insert into app.bot (id, since) values (4711, app.now())")
    with pytest.raises(Refused, match=r"BOT_TOKEN in .* is of another shop"):
        await check(**{**right, "BOT_TOKEN": "4712:x"})
    mine = fingerprint("mine").hex()
    execute(database.url(), f"insert into app.identity_key (fingerprint) values ('\\x{mine}')")
    await check(**right)
    with pytest.raises(Refused, match=r"IDENTITY_KEY in .* is of another shop"):
        await check(**{**right, "IDENTITY_KEY": "other"})
