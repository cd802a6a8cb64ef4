"""The doctor finds each thing that is broken, one at a time, and says what fixes it."""

import asyncio
import json
import os
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager, asynccontextmanager, contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path

import asyncpg
import httpx
import psycopg
import pytest

from scripts.shop import compose, doctor, units
from scripts.shop.checks import ALL, database, disks, machine, telegram
from scripts.shop.checks.base import Check, Finding
from scripts.shop.checks.telegram import days_left
from scripts.shop.config import Config
from scripts.shop.setup import Setup
from scripts.shop.terminal import Terminal
from tests.support import ANN, execute, free_port
from tests.support.shop import Ground, ground

Broken = Callable[[Ground], AbstractContextManager[object]]


@pytest.fixture(scope="module")
def at(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    """A shop that was set up, without its programs."""
    with ground(tmp_path_factory.mktemp("doctor"), "doctor") as it:
        config = Config(it.folder / ".env", it.environment)
        asyncio.run(Setup(config, Terminal(it.answers, interactive=False)).run())
        yield it


async def look(at: Ground, check: str, **environment: str) -> list[doctor.Line]:
    config = Config(at.folder / ".env", {**at.environment, **environment})
    return list(await doctor.look(config, [it for it in ALL if it.name == check]))


# -- What breaks it


def sql(breaks: str, fixes: str) -> Broken:
    """Statements of an administrator."""

    @contextmanager
    def broken(at: Ground) -> Iterator[None]:
        execute(at.server.url(), breaks)
        try:
            yield
        finally:
            execute(at.server.url(), fixes.replace("{panel}", f"{at.world}/panel"))

    return broken


def mode(number: int) -> Broken:
    @contextmanager
    def broken(at: Ground) -> Iterator[None]:
        (at.folder / ".env").chmod(number)
        yield
        (at.folder / ".env").chmod(0o600)

    return broken


def file(name: str, text: str, age: float = 0) -> Broken:
    @contextmanager
    def broken(at: Ground) -> Iterator[None]:
        made = at.folder / name
        made.write_text(text)
        made.chmod(0o600)
        os.utime(made, (time.time() - age, time.time() - age))
        yield
        made.unlink()

    return broken


@contextmanager
def webhook_taken(at: Ground) -> Iterator[None]:
    with httpx.Client(base_url=at.world) as world:
        taken = {"url": "https://other.example/telegram"}
        world.post("/sandbox/webhook/taken", json=taken).raise_for_status()
        yield
        world.post("/bot100200300:sandbox/deleteWebhook").raise_for_status()


@contextmanager
def topics(at: Ground) -> Iterator[None]:
    with httpx.Client(base_url=at.world) as world:
        world.put("/sandbox/faults", json={"telegram": {"topics": True}}).raise_for_status()
        yield
        world.put("/sandbox/faults", json={}).raise_for_status()


def nothing(_: Ground) -> AbstractContextManager[object]:
    return nullcontext()


@dataclass(frozen=True)
class Case:
    check: str
    text: str
    fix: str
    broken: Broken = nothing
    environment: dict[str, str] = field(default_factory=dict)
    state: str = "broken"


def unset(name: str) -> Broken:
    """Without a variable that setup has written."""

    @contextmanager
    def broken(at: Ground) -> Iterator[None]:
        env = Config(at.folder / ".env", {}).file
        before = env.read()[name]
        env.write({name: ""})
        try:
            yield
        finally:
            env.write({name: before})

    return broken


def setting(name: str, value: str, before: str) -> Broken:
    change = "update app.settings set value = '{}' where name = '" + name + "'"
    return sql(change.format(value), change.format(before))


def role(changed: str, back: str) -> Broken:
    return sql(f"alter role {changed}", f"alter role {back}")


CRON_ELSEWHERE = "update cron.job set nodeport = nodeport {} 1"
FAILED_RUN = """
insert into cron.job_run_details
  (jobid, runid, database, username, command, status, return_message)
select 1, 1000000 + n, current_database(), 'tickover_cron', 'call jobs.work(''expire_due'')',
  'failed', 'connection failed'
from generate_series(1, 20) as n"""
DEAD = """
insert into outbox.dead_letters
  (id, topic, lane, kind, payload, enqueued_at, attempts, dropped, reason, priority, destination)
values
  (1000000, 'telegram', '1', 'telegram.notice', '{}', now(), 1, false, 'rejected',
  'notice', 'main')"""
REFUND = """
select billing.receive_payment(null, 'stars', 'c2', null, 100, 'RUB');
set session_replication_role = replica;
insert into billing.refunds
  (cause, user_id, payment_id, amount, currency, status, transfer_id, actor, reason, created_at)
select 'c2', 1, p.id, 100, 'RUB', 'sending', 0, 'operator:ann', 'asked for', now()
from billing.payments as p where p.external_id = 'c2'"""
UNCHECKED = """
alter table app.settings disable trigger all;
update app.settings set value = '"{}"' where name = 'trial_plan';
alter table app.settings enable trigger all"""
OF_CURRENCY = UNCHECKED.replace("trial_plan", "currency")
PANEL = "update vpn.panels set {} where code = 'main'"
ADMIN = f"""
select api.start({ANN}, sha256('ann'), 'ann', 'Ann', 'en');
select ops.make_admin({ANN});
update app.telegram_identities set unreachable_since = now()"""

REFUSED = ssl.SSLCertVerificationError(1, "refused")
REFUSED.verify_message = "unable to get local issuer certificate"
NO_PAGE = {"PAGE_URL": f"http://127.0.0.1:{free_port()}", "PAGE_PORT": str(free_port())}

CASES = {
    # The settings and this machine
    "no key of identities": Case(
        "settings", "IDENTITY_KEY", ".env", environment={"IDENTITY_KEY": "x"}
    ),
    "a webhook that is none of ours": Case(
        "settings",
        "WEBHOOK_URL must end in /telegram",
        ".env",
        environment={"WEBHOOK_URL": "https://shop.example/"},
    ),
    "metrics for everybody": Case(
        "addresses",
        "METRICS_HOST is 0.0.0.0",
        "METRICS_HOST=127.0.0.1",
        environment={"METRICS_HOST": "0.0.0.0"},
        state="warning",
    ),
    "a file that others read": Case("files", "mode 0644", "chmod 600", mode(0o644)),
    "no file of panel keys": Case(
        "files", "is missing", "create it", environment={"PANEL_KEYS_FILE": "/nowhere/keys"}
    ),
    "panel keys that are not JSON": Case(
        "panel_keys", "not a JSON object", "write it as", environment={"PANEL_KEYS": "main:key"}
    ),
    "no backup known": Case(
        *("backup", "no backup is known", "shop backup"),
        broken=unset("BACKUP_FOLDER"),
        state="warning",
    ),
    "no backup in the folder": Case(
        *("backup", "there was no backup to the folder", "shop backup"),
        environment={"BACKUP_FOLDER": "/nowhere"},
    ),
    "no backup yet": Case(
        *("backup", "there was no backup", "shop backup"),
        environment={"BACKUP_STAMP": "/nowhere/stamp"},
    ),
    # The database
    "a wrong password": Case(
        "logins",
        "password authentication failed",
        "setup",
        environment={"TICKOVER_BOT_PASSWORD": "wrong"},
    ),
    "a role that may not log in": Case(
        "logins",
        "not permitted to log in",
        "setup",
        role("tickover_page nologin", "tickover_page login"),
    ),
    "another database": Case(
        "logins",
        "does not exist",
        "TICKOVER_DATABASE",
        environment={"TICKOVER_DATABASE": "postgresql://127.0.0.1:{port}/nothing"},
    ),
    "no PostgreSQL": Case(
        "logins",
        "does not answer",
        "start PostgreSQL",
        environment={"TICKOVER_DATABASE": f"postgresql://127.0.0.1:{free_port()}/tickover"},
    ),
    "a server without TLS": Case(
        "logins",
        "no TLS with PostgreSQL",
        "sslmode",
        environment={
            "TICKOVER_DATABASE": "postgresql://127.0.0.1:{port}/tickover?sslmode=require",
        },
    ),
    "a file to apply": Case(
        "migrations",
        "1 of",
        "start migrate",
        sql(
            "update migrate.repeatables set checksum = reverse(checksum) where path ~ 'app/now'",
            "update migrate.repeatables set checksum = reverse(checksum) where path ~ 'app/now'",
        ),
    ),
    "a file that was edited": Case(
        "migrations",
        "0002_app.sql",
        "docs/migrations.md",
        sql(
            "update migrate.versions set checksum = reverse(checksum) where version = 2",
            "update migrate.versions set checksum = reverse(checksum) where version = 2",
        ),
    ),
    "a sandbox": Case(
        "sandbox",
        "belongs to a sandbox",
        "another database",
        sql("create schema sandbox", "drop schema sandbox"),
    ),
    "a restored shop that waits for lists": Case(
        "shop",
        "no saved card is charged until the lists",
        "ops.restores",
        sql(
            """insert into app.restores (taken_at, restored_at) values (now(), now());
               update billing.providers set can = can || '{list}' where name = 'stripe'""",
            """delete from app.restores;
               update billing.providers set can = array_remove(can, 'list')
               where name = 'stripe'""",
        ),
        state="warning",
    ),
    "a shop that is held": Case(
        "shop",
        "held",
        "ops.open_shop",
        sql("select ops.hold_shop('a look')", "select ops.open_shop('looked')"),
    ),
    "jobs of another server": Case(
        "cron",
        "another server or port",
        "start migrate",
        sql(CRON_ELSEWHERE.format("+"), CRON_ELSEWHERE.format("-")),
    ),
    "a job that is not scheduled": Case(
        "cron",
        "1 jobs are not scheduled",
        "start migrate",
        sql(
            "update cron.job set jobname = 'lost' where jobname = 'expire_due'",
            "update cron.job set jobname = 'expire_due' where jobname = 'lost'",
        ),
    ),
    "pg_cron that cannot connect": Case(
        "cron",
        "connection failed",
        "pg_hba.conf",
        sql(FAILED_RUN, "delete from cron.job_run_details where runid > 1000000"),
    ),
    "a job that is switched off": Case(
        "jobs",
        "expire_due is switched off",
        "app.flags",
        sql(
            "update app.flags set enabled = false where name = 'expiry'",
            "update app.flags set enabled = true where name = 'expiry'",
        ),
        state="warning",
    ),
    "a role that may too much": Case(
        "rights",
        "tickover_bot may do more",
        "nosuperuser",
        role("tickover_bot createrole", "tickover_bot nocreaterole"),
    ),
    "a column of no class": Case(
        "rights",
        "app.flags.extra",
        "start migrate",
        sql("alter table app.flags add extra text", "alter table app.flags drop extra"),
        state="warning",
    ),
    "a sequence that lags": Case(
        "sequences",
        "billing.plans_id_seq",
        "ops.fix_sequences",
        sql(
            "select setval('billing.plans_id_seq', 1, false)",
            "select setval('billing.plans_id_seq', 2)",
        ),
    ),
    # Telegram and the programs
    "a wrong token": Case(
        "token", "does not know this token", "setup", environment={"BOT_TOKEN": "1:wrong"}
    ),
    "topics in private chats": Case(
        "token", "private chats have topics", "BotFather", topics, state="warning"
    ),
    "two tokens": Case(
        "same_bot",
        "different tokens",
        "same BOT_TOKEN",
        file("listener.env", "BOT_TOKEN=1:other\n"),
    ),
    "the shop of another bot": Case(
        "same_bot",
        "is the shop of bot 7",
        "the token of bot 7",
        sql("insert into app.bot (id, since) values (7, now())", "delete from app.bot"),
    ),
    "another program that receives": Case(
        "webhook", "at other.example: polling gets none", "TELEGRAM_TAKE_OVER", webhook_taken
    ),
    "updates that go nowhere": Case(
        "webhook",
        "updates go nowhere",
        "restart",
        environment={
            "TELEGRAM_MODE": "webhook",
            "WEBHOOK_URL": "https://shop.example/telegram",
        },
    ),
    "a name that is not in the DNS": Case(
        "domain",
        "not found in the DNS",
        "add a record",
        environment={"PAGE_URL": "https://shop.invalid"},
    ),
    "nothing at the domain": Case(
        "domain",
        "nothing answers",
        "reverse proxy",
        environment={"PAGE_URL": f"https://127.0.0.1:{free_port()}"},
    ),
    "no bot": Case("bot", "does not run", "restart"),
    "no page": Case("page", "the page does not run", "tickover-page", environment=NO_PAGE),
    "no listener": Case("programs", "the listener does not run", "restart"),
    "no owner": Case("admins", "the shop has no owner", "owner-link"),
    "an owner who blocked the bot": Case(
        "admins",
        "has blocked the bot",
        "unblock",
        sql(ADMIN, "update app.users set role = null"),
    ),
    # Panels and providers
    "a panel that is down": Case(
        "panels",
        "main: xray-api: ConnectError",
        "start the panel",
        sql(
            PANEL.format("base_url = 'http://127.0.0.1:9/panel'"),
            PANEL.format("base_url = '{panel}'"),
        ),
    ),
    "a panel that refuses its key": Case(
        "panels", "main: ", "PANEL_KEYS", environment={"PANEL_KEYS": '{"main": "another-key"}'}
    ),
    "a panel without a key": Case(
        "panels", "no key for the panel main", "setup", environment={"PANEL_KEYS": "{}"}
    ),
    "no panel": Case(
        "panels",
        "no panel takes new customers",
        "enabled = true",
        sql(PANEL.format("enabled = false"), PANEL.format("enabled = true")),
    ),
    "a wrong key of a provider": Case(
        "providers",
        "crypto_pay: ",
        "CRYPTO_PAY_TOKEN",
        environment={"CRYPTO_PAY_TOKEN": "1:wrong"},
    ),
    "keys that go together": Case(
        "providers", "YOOKASSA_SECRET go together", "setup", environment={"YOOKASSA_SHOP_ID": "1"}
    ),
    "no way to pay": Case("ways_to_pay", "no way to pay", "setup"),
    # What is sold, and what waits
    "a currency without prices": Case(
        *("offers", "no price is in EUR", "setup"),
        sql(OF_CURRENCY.format("EUR"), OF_CURRENCY.format("RUB")),
    ),
    "a trial of no plan": Case(
        "trial",
        "nosuch, does not exist",
        "trial_plan",
        sql(UNCHECKED.format("nosuch"), UNCHECKED.format("basic")),
    ),
    "trials that are switched off": Case(
        "trial",
        "switched off",
        "app.flags",
        sql(
            "update app.flags set enabled = false where name = 'trials'",
            "update app.flags set enabled = true where name = 'trials'",
        ),
        state="warning",
    ),
    "a topic that is paused": Case(
        "queues",
        "vpn is paused",
        "ops.resume('vpn')",
        sql("select ops.pause('vpn', 'a look')", "select ops.resume('vpn')"),
    ),
    "a dead letter": Case(
        "dead_letters",
        "1 messages",
        "ops.redrive",
        sql(DEAD, "delete from outbox.dead_letters"),
        state="warning",
    ),
    "a parked row": Case(
        "parked",
        "1 rows",
        "ops.unpark",
        sql(
            "insert into jobs.parked (job, row_id, sqlstate, error) "
            "values ('expire_due', 1, 'XX000', 'x')",
            "delete from jobs.parked",
        ),
        state="warning",
    ),
    "money of nobody": Case(
        "suspense",
        " payments have no certain payer",
        "ops.assign_suspense",
        sql("select billing.receive_payment(null, 'stars', 'c1', null, 100, 'RUB')", "select 1"),
        state="warning",
    ),
    "a refund that waits": Case(
        "refunds",
        "1 refunds",
        "ops.refund_sent",
        sql(REFUND, "select 1"),
        state="warning",
    ),
    "nobody outside": Case("watcher", "nobody outside", "HEARTBEAT_URL", nothing, state="warning"),
    "a watcher that is away": Case(
        "watcher",
        "127.0.0.1 does not answer: ConnectError",
        "the address in HEARTBEAT_URL",
        nothing,
        environment={"HEARTBEAT_URL": "http://127.0.0.1:9/a-token-of-the-watcher"},
    ),
    "an alarm": Case(
        "alarms",
        "rows_parked",
        "Stuck lists them with their errors",
        sql(
            "select jobs.note_alarm('rows_parked', '1')",
            "select jobs.note_alarm('rows_parked', null)",
        ),
    ),
}


@pytest.mark.long
@pytest.mark.parametrize("name", CASES)
async def test_what_is_broken_is_found(at: Ground, name: str) -> None:
    case = CASES[name]
    environment = {
        key: value.replace("{port}", str(at.server.port)) for key, value in case.environment.items()
    }
    with case.broken(at):
        lines = await look(at, case.check, **environment)
    found = [it for it in lines if it.state == case.state]
    assert any(case.text in it.text and case.fix in it.fix for it in found), lines


@pytest.mark.long
@pytest.mark.parametrize(
    "name",
    sorted(
        {it.name for it in ALL}
        - {"bot", "programs", "admins", "ways_to_pay", "backup", "suspense", "refunds", "watcher"}
    ),
)
async def test_what_is_well_is_not_complained_about(at: Ground, name: str) -> None:
    assert {(it.state, it.fix) for it in await look(at, name)} == {("ok", "")}


# -- What needs no shop, or another machine


@pytest.mark.parametrize(
    ("age", "state"), [(0, "ok"), (26 * 3600 + 60, "broken"), (-3600, "broken")]
)
async def test_the_age_of_a_backup(at: Ground, age: float, state: str) -> None:
    with file("stamp", "", age)(at):
        lines = await look(at, "backup", BACKUP_STAMP=str(at.folder / "stamp"))
    assert [it.state for it in lines if "BACKUP_STAMP" in it.text] == [state]


async def test_texts_that_another_library_has_sorted(at: Ground) -> None:
    """As after an upgrade of the system: the version is noted when a database is made."""
    execute(
        at.server.url(),
        "create database sorted template template0 locale_provider icu icu_locale 'en-US'",
    )
    address = f"postgresql://127.0.0.1:{at.server.port}/sorted"
    assert [it.state for it in await look(at, "collation", TICKOVER_DATABASE=address)] == ["ok"]
    execute(
        at.server.url(),
        "update pg_database set datcollversion = '57.1' where datname = 'sorted'",
    )
    (line,) = await look(at, "collation", TICKOVER_DATABASE=address)
    assert line.state == "broken"
    assert "as of collation 57.1" in line.text
    assert "reindex database concurrently sorted" in line.fix
    assert doctor.to_tell([line])


async def test_a_zone_that_an_upgrade_took_away(at: Ground) -> None:
    """The system has it until then."""
    assert [it.state for it in await look(at, "zones")] == ["ok"]
    trigger, chosen = "trigger settings_are_sound", "update app.settings set value = '{}'"
    with sql(
        f"alter table app.settings disable {trigger}",
        f"alter table app.settings enable always {trigger}",
    )(at):
        where = " where name = 'timezone'"
        with sql(
            chosen.format('"Europe/Nowhere"') + where, chosen.format('"Europe/Moscow"') + where
        )(at):
            (line,) = await look(at, "zones")
    assert line.state == "broken"
    assert "Europe/Nowhere" in line.text
    assert doctor.to_tell([line])


@pytest.mark.parametrize(
    ("ahead", "state", "words"),
    [(2, "ok", "as at"), (-30, "warning", "s behind"), (300, "broken", "s ahead of")],
)
async def test_a_clock_that_is_wrong(
    at: Ground, monkeypatch: pytest.MonkeyPatch, ahead: float, state: str, words: str
) -> None:
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() + ahead)
    lines = await look(at, "clock")
    assert {it.state for it in lines} == {state}
    assert all(words in it.text for it in lines), lines


async def test_a_file_of_panel_keys_that_the_listener_cannot_read(
    at: Ground, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It runs as a user of its own: systemd hands it a copy, a container reads the file itself."""
    keys = tmp_path / "keys.json"
    keys.write_text("{}")
    keys.chmod(0o600)
    monkeypatch.setattr(units, "FOLDER", tmp_path)
    named = {"PANEL_KEYS_FILE": str(keys)}
    assert [it.state for it in await look(at, "files", **named)] == ["ok"]

    for given, states in ((None, ["broken"]), (keys, ["ok"])):
        made = units.rendered(at.folder / ".env", ("listener",), panel_keys=given)
        units.write(made, tmp_path)
        lines = await look(at, "files", **named)
        assert [it.state for it in lines] == states
    units.write(units.rendered(at.folder / ".env", ("listener",)), tmp_path)
    (line,) = await look(at, "files", **named)
    assert "the listener cannot read" in line.text
    assert "setup" in line.fix
    (tmp_path / units.unit("listener")).unlink()

    (line,) = await look(at, "files", **named, **{compose.PASSWORD: "of Docker"})
    assert line.fix == f"chown {compose.USER} {keys}"


async def test_a_folder_in_place_of_panel_keys(at: Ground) -> None:
    """Docker made one of a path that was not there; its mode is nobody's business."""
    named = {"PANEL_KEYS_FILE": "/etc"}
    assert [it.text for it in await look(at, "files", **named)] == [
        "PANEL_KEYS_FILE /etc is no file"
    ]
    assert [it.state for it in await look(at, "panel_keys", **named)] == ["ok"]


async def test_a_disk_that_is_full(at: Ground, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: object) -> "shutil._ntuple_diskusage":
        return shutil._ntuple_diskusage(total=100 << 30, used=99 << 30, free=1 << 29)

    monkeypatch.setattr(shutil, "disk_usage", full)
    (line, *_) = await look(at, "disk")
    assert line.state == "broken"
    assert "0.5 GB of 100 are free" in line.text


@pytest.mark.parametrize(
    ("total", "free", "is_broken"),
    [(2000, 50, False), (100, 4, True), (4, 0.9, True), (12, 2, False)],
)
async def test_how_much_is_too_little_depends_on_the_disk(
    at: Ground, monkeypatch: pytest.MonkeyPatch, total: float, free: float, is_broken: bool
) -> None:
    def usage(_: object) -> "shutil._ntuple_diskusage":
        return shutil._ntuple_diskusage(int(total * 2**30), 0, int(free * 2**30))

    monkeypatch.setattr(shutil, "disk_usage", usage)
    assert {it.state for it in await look(at, "disk")} == {"broken" if is_broken else "ok"}


@pytest.mark.parametrize("where", ["17/main", "17/main/pg_wal", "docker/volumes", "kept"])
async def test_every_disk_of_the_shop_is_looked_at(
    at: Ground, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, where: str
) -> None:
    """Each may be a mount of its own."""
    mount = tmp_path / where
    mount.mkdir(parents=True)
    monkeypatch.setattr(disks, "POSTGRES", tmp_path)
    monkeypatch.setattr(disks, "DOCKER", tmp_path / "docker")
    real = disks._device
    monkeypatch.setattr(disks, "_device", lambda place: -1 if place == mount else real(place))

    def usage(place: object) -> "shutil._ntuple_diskusage":
        return shutil._ntuple_diskusage(100 << 30, 0, 0 if place == mount else 50 << 30)

    monkeypatch.setattr(shutil, "disk_usage", usage)
    given = {
        "TICKOVER_DATABASE": "postgresql://127.0.0.1/tickover",
        "BACKUP_FOLDER": str(tmp_path / "kept"),
        "POSTGRES_PASSWORD": "any",
    }
    (line,) = await look(at, "disk", **given)
    assert line.text == f"{mount}: 0.0 GB of 100 are free"


@asynccontextmanager
async def tls(folder: Path, days: int) -> AsyncIterator[tuple[int, ssl.SSLContext]]:
    """A server with a certificate of its own, and a context that believes it."""
    key, certificate = folder / "key.pem", folder / "cert.pem"
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost"]
    names = ["-addext", "subjectAltName=DNS:localhost", "-days", str(days)]
    files = ["-keyout", str(key), "-out", str(certificate)]
    done = await asyncio.create_subprocess_exec(*made, *names, *files, stderr=subprocess.DEVNULL)
    assert await done.wait() == 0
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server = await asyncio.start_server(lambda _, w: w.close(), "127.0.0.1", 0, ssl=context)
    trusting = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    trusting.load_verify_locations(certificate)
    async with server:
        yield server.sockets[0].getsockname()[1], trusting


async def test_a_proxy_without_a_certificate(at: Ground) -> None:
    """As Caddy answers for a name that it could get none for: with an alert in the handshake."""

    async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(5)
        writer.write(bytes.fromhex("15030300020250"))  # an alert: fatal, internal error
        writer.close()

    server = await asyncio.start_server(refuse, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server:
        (line,) = await look(at, "domain", PAGE_URL=f"https://localhost:{port}")
    assert line.state == "broken"
    assert "the proxy has no certificate for this name" in line.text
    assert "its log says why" in line.fix


@pytest.mark.parametrize(
    ("error", "state", "text"),
    [
        (socket.gaierror(socket.EAI_AGAIN, "again"), "unknown", "the DNS does not answer"),
        (socket.gaierror(socket.EAI_NONAME, "none"), "broken", "not found in the DNS"),
        (TimeoutError(), "broken", "nothing answers on its port: TimeoutError"),
    ],
)
async def test_a_name_that_cannot_be_reached(error: OSError, state: str, text: str) -> None:
    found = telegram._unreachable("shop.example", error)
    assert found.state == state
    assert text in found.text
    assert ("add a record" in found.fix) is ("not found" in text)


@asynccontextmanager
async def answering(status: str, *headers: str, body: str = "{}") -> AsyncIterator[str]:
    """A server with one answer to everything."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        lines = [f"HTTP/1.1 {status}", *headers, f"content-length: {len(body)}"]
        writer.write("\r\n".join([*lines, "connection: close", "", body]).encode())
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


@pytest.mark.parametrize(
    ("own", "public", "state", "text"),
    [
        ("200 OK", "404 Not Found", "ok", "it is ready, and answers"),
        ("503 Away", "404 Not Found", "broken", "it is not ready: InvalidPasswordError"),
        ("200 OK", "502 Bad Gateway", "broken", "its address answers 502"),
        (None, "404 Not Found", "ok", "from another machine"),
    ],
)
async def test_a_page_is_asked_at_its_port_and_at_its_address(
    at: Ground, own: str | None, public: str, state: str, text: str
) -> None:
    detail = '{"ready": false, "detail": "InvalidPasswordError"}'
    async with (
        answering(own or "200 OK", body=detail) as ready,
        answering(public, "x-robots-tag: noindex") as url,
    ):
        port = ready.rpartition(":")[2] if own else str(free_port())
        (line,) = await look(at, "page", PAGE_URL=url, PAGE_PORT=port)
    assert line.state == state
    assert text in line.text


async def test_a_machine_that_does_not_reach_its_own_address(
    at: Ground, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Behind many routers; others do reach it."""
    async with tls(tmp_path, days=60) as (port, trusting):
        known = telegram.days_left

        async def days(name: str, port: int, at: str | None = None) -> int:
            if at is None:
                raise TimeoutError
            return await known(name, port, trusting, at)

        monkeypatch.setattr(telegram, "days_left", days)
        (line,) = await look(at, "domain", PAGE_URL=f"https://localhost:{port}")
    assert line.state == "warning"
    assert "does not reach its own address" in line.text
    assert "look from outside" in line.fix


@pytest.mark.parametrize(
    ("error", "fix"),
    [
        (asyncpg.TooManyConnectionsError("too many clients already"), "raise max_connections"),
        (asyncpg.CannotConnectNowError("the database system is starting up"), "wait until"),
        (asyncpg.InsufficientPrivilegeError("permission denied"), "sql/bootstrap.sql"),
        (asyncpg.InternalServerError("out of order"), "log says more"),
        (asyncpg.InternalClientError("no word"), "correct TICKOVER_DATABASE"),
        (REFUSED, "sslrootcert"),
        (ssl.SSLError(1, "handshake"), "sslmode"),
        (ConnectionError("PostgreSQL server at 'x' rejected SSL upgrade"), "sslmode"),
        (ConnectionRefusedError(), "start PostgreSQL"),
    ],
)
async def test_what_keeps_a_role_from_connecting(
    at: Ground, monkeypatch: pytest.MonkeyPatch, error: Exception, fix: str
) -> None:
    async def connect(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(database, "connect", connect)
    lines = await look(at, "logins")
    assert lines
    assert all(fix in it.fix for it in lines), lines


async def test_a_server_that_takes_no_more_connections(at: Ground) -> None:
    limit = "alter role tickover_page connection limit "
    with sql(f"{limit} 0", f"{limit} -1")(at):
        (line,) = await look(at, "logins")
    assert "tickover_page: too many connections" in line.text
    assert "max_connections" in line.fix


async def test_how_long_a_certificate_is_valid(tmp_path: Path) -> None:
    async with tls(tmp_path, days=9) as (port, trusting):
        assert await days_left("localhost", port, trusting) == 8


async def test_a_certificate_that_nobody_signed(at: Ground, tmp_path: Path) -> None:
    async with tls(tmp_path, days=9) as (port, _):
        lines = await look(at, "domain", PAGE_URL=f"https://localhost:{port}")
    assert [it.state for it in lines] == ["broken"]
    assert "its certificate is refused" in lines[0].text
    assert "certbot" in lines[0].fix


@pytest.mark.parametrize(
    "wrong",
    [
        {"HEARTBEAT_URL": "https://watcher.example/word", "WEBHOOK_URL": "https://shop.example/"},
        {"PROXY": "socks5://127.0.0.1:9"},
        {"TICKOVER_DATABASE": "postgresql://127.0.0.1:port/tickover"},
    ],
)
async def test_a_wrong_setting_hides_no_other_finding(at: Ground, wrong: dict[str, str]) -> None:
    config = Config(at.folder / ".env", {**at.environment, **wrong})
    lines = await doctor.look(config)
    assert {it.check for it in lines} == {check.name for check in ALL}
    assert any(it.state == "broken" for it in lines)
    assert any(it.check == "disk" and it.state == "ok" for it in lines)
    for line in lines:
        assert "the check itself failed" not in line.text, line


async def test_a_check_that_fails_itself_is_unknown(at: Ground) -> None:
    async def fails(_: object) -> list[Finding]:
        raise ZeroDivisionError("of a secret word")

    lines = await doctor.look(
        Config(at.folder / ".env", at.environment), [Check("fails", fails, within=5)]
    )
    assert [(it.state, it.text) for it in lines] == [
        ("unknown", "the check itself failed: ZeroDivisionError")
    ]


@pytest.mark.long
async def test_no_secret_is_printed(at: Ground, capsys: pytest.CaptureFixture[str]) -> None:
    """Whatever is wrong, and in both forms."""
    wrong = {"CRYPTO_PAY_TOKEN": "77:aVerySecretToken", "TICKOVER_BOT_PASSWORD": "aVerySecretWord"}
    config = Config(at.folder / ".env", {**at.environment, **wrong})
    for as_json in (False, True):
        assert await doctor.examine(config, as_json=as_json) == 1
        printed = capsys.readouterr().out
        values = {**config.values(), **wrong}
        secrets = [v for k, v in values.items() if k.endswith(("TOKEN", "PASSWORD", "KEY", "KEYS"))]
        assert [it for it in secrets if it in printed] == []
    assert {line["check"] for line in json.loads(printed)} == {check.name for check in ALL}


async def test_what_is_wrong_on_the_machine_becomes_an_alarm_until_it_is_over(
    at: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = Config(at.folder / ".env", at.environment)
    full = doctor.Line("disk", "broken", "0.5 GB are free", "free some")
    others = [
        doctor.Line("jobs", "broken", "expire_due is overdue", "an alarm of its own"),
        doctor.Line("backup", "broken", "the last one, in the folder, is old", "as well"),
        doctor.Line("clock", "warning", "6 s behind", "look"),
        doctor.Line("domain", "unknown", "the DNS does not answer", ""),
    ]
    stamp = doctor.Line("backup", "broken", "the file of BACKUP_STAMP is old", "backup")
    looks: list[list[doctor.Line]] = []

    async def look(_: Config) -> list[doctor.Line]:
        return looks.pop(0)

    monkeypatch.setattr(doctor, "look", look)
    monkeypatch.setattr(doctor, "LASTS", 0)

    async def told(*found: list[doctor.Line]) -> object:
        looks.extend(found)
        await doctor.examine(config, tell=True)
        assert looks == []
        with psycopg.connect(at.server.url()) as connection:
            rows = connection.execute("select detail from jobs.alarms where name = 'doctor'")
            return rows.fetchall()

    seen = [it for it in others if it.state != "unknown"]
    assert await told(others) == []
    assert await told([full], seen) == [], "it was over when it was looked at again"
    assert await told([full], [full, *others]) == [("disk: 0.5 GB are free",)]
    both = "disk: 0.5 GB are free; backup: the file of BACKUP_STAMP is old"
    assert await told([full], [full, stamp]) == [(both,)]
    assert await told(others) == [(both,)], "nobody could look at the domain"
    hangs = doctor.Line("backup", "unknown", "no answer within 15 s", "")
    assert await told([*seen, hangs]) == [(both,)], "nor at the file of BACKUP_STAMP"
    elsewhere = doctor.Line("token", "unknown", "Telegram could not be asked", "")
    assert await told([*seen, elsewhere]) == [], "which is told by another alarm"


@pytest.mark.parametrize("what", ["disk", "backup"])
def test_a_disk_that_does_not_answer_holds_nothing_up(
    at: Ground, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    """As a network's folder whose server is gone: neither the other checks nor the end wait."""
    answers = threading.Event()
    monkeypatch.setattr(shutil, "disk_usage", lambda _: answers.wait())
    monkeypatch.setattr(machine, "_age", lambda _: answers.wait())
    config = Config(at.folder / ".env", {**at.environment, "BACKUP_STAMP": "/nfs/stamp"})
    hangs, rights = (next(it for it in ALL if it.name == name) for name in (what, "rights"))
    checks, lines = [replace(hangs, within=2), rights], list[doctor.Line]()
    looking = threading.Thread(
        target=lambda: lines.extend(asyncio.run(doctor.look(config, checks))), daemon=True
    )
    looking.start()
    looking.join(60)
    is_held_up = looking.is_alive()
    answers.set()
    assert not is_held_up
    assert [(it.check, it.state) for it in lines] == [(what, "unknown"), ("rights", "ok")]


async def test_a_check_that_hangs_delays_no_other(at: Ground) -> None:
    async def hangs(_: object) -> list[Finding]:
        await asyncio.Event().wait()
        raise AssertionError

    config = Config(at.folder / ".env", at.environment)
    rights = next(it for it in ALL if it.name == "rights")
    lines = await doctor.look(config, [Check("hangs", hangs, within=0.05), rights])
    assert [(it.check, it.state) for it in lines] == [("hangs", "unknown"), ("rights", "ok")]
    assert lines[0].text == "no answer within 0.05 s"
