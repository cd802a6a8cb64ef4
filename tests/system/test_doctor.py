"""The doctor finds each thing that is broken, one at a time, and says what fixes it."""

import asyncio
import json
import os
import shutil
import ssl
import subprocess
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager, asynccontextmanager, contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from scripts.shop import doctor
from scripts.shop.checks import ALL, disks
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


@pytest.mark.parametrize(("age", "state"), [(0, "ok"), (26 * 3600 + 60, "broken")])
async def test_the_age_of_a_backup(at: Ground, age: float, state: str) -> None:
    with file("stamp", "", age)(at):
        lines = await look(at, "backup", BACKUP_STAMP=str(at.folder / "stamp"))
    assert [it.state for it in lines if "BACKUP_STAMP" in it.text] == [state]


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


async def test_how_long_a_certificate_is_valid(tmp_path: Path) -> None:
    async with tls(tmp_path, days=9) as (port, trusting):
        assert await days_left("localhost", port, trusting) == 8


async def test_a_certificate_that_nobody_signed(at: Ground, tmp_path: Path) -> None:
    async with tls(tmp_path, days=9) as (port, _):
        lines = await look(at, "domain", PAGE_URL=f"https://localhost:{port}")
    assert [it.state for it in lines] == ["broken"]
    assert "its certificate is refused" in lines[0].text
    assert "certbot" in lines[0].fix


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


async def test_a_check_that_hangs_delays_no_other(at: Ground) -> None:
    async def hangs(_: object) -> list[Finding]:
        await asyncio.Event().wait()
        raise AssertionError

    config = Config(at.folder / ".env", at.environment)
    rights = next(it for it in ALL if it.name == "rights")
    lines = await doctor.look(config, [Check("hangs", hangs, within=0.05), rights])
    assert [(it.check, it.state) for it in lines] == [("hangs", "unknown"), ("rights", "ok")]
    assert lines[0].text == "no answer within 0.05 s"
