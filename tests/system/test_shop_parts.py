"""The parts of setup: its file, its answers, what it refuses to take, the units."""

import asyncio
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Coroutine
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from dotenv import dotenv_values
from hypothesis import given
from hypothesis import strategies as st

from gateways.vpn.keys import PanelKeys
from scripts import cluster, tools
from scripts.database import password_variable
from scripts.shop import compose, database, run, settle, units
from scripts.shop import setup as shop_setup
from scripts.shop.backup import HAS_BACKUP
from scripts.shop.config import MIGRATOR, PROGRAMS, ROLES, Config
from scripts.shop.envfile import EnvFile
from scripts.shop.setup import Setup, _free_port, _start_units, go_live, minor_units
from scripts.shop.telegram import Me
from scripts.shop.terminal import Refused, Terminal
from tests.support import REPOSITORY, Database, execute
from tests.support.sandbox import TOKEN, receiver, sandbox

BOT = 100200300
NOBODY = 65534


def silent(**answers: str) -> Terminal:
    return Terminal(answers, interactive=False)


# -- The file


def test_what_somebody_wrote_stays(tmp_path: Path) -> None:
    path = tmp_path / ".env"
    path.write_text("# mine\nPROXY=http://proxy:1\nexport PORT = 1\nOTHER='a b'")
    EnvFile(path).write({"PORT": "8080", "NEW": "x"})
    assert path.read_text() == ("# mine\nPROXY=http://proxy:1\nPORT=8080\nOTHER='a b'\nNEW=x\n")
    assert path.stat().st_mode & 0o777 == 0o600


def test_nothing_is_written_where_nothing_changes(tmp_path: Path) -> None:
    file = EnvFile(tmp_path / ".env")
    file.write({"ONE": "1", "TWO": ""})
    before = file.path.stat()
    file.write({"ONE": "1", "TWO": ""})
    # Not when it was read last.
    after = file.path.stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=30))
def test_a_value_comes_back_as_it_went(
    tmp_path_factory: pytest.TempPathFactory, value: str
) -> None:
    file = EnvFile(tmp_path_factory.mktemp("env") / ".env")
    file.write({"VALUE": value})
    assert dotenv_values(file.path, interpolate=False) == {"VALUE": value}


# -- A program is given its own settings only


def test_a_program_has_no_secret_of_another(tmp_path: Path) -> None:
    config = Config(tmp_path / ".env", {})
    config.file.write(
        {
            "TICKOVER_DATABASE": "postgresql://127.0.0.1:5432/tickover",
            **{f"TICKOVER_{r}_PASSWORD": f"{r}-word" for r in ("BOT", "LISTENER", "PAYMENTS")},
            **{"STRIPE_KEY": "sk_1", "IDENTITY_KEY": "k" * 32, "BOT_TOKEN": TOKEN},
        }
    )
    bot, listener = (config.environment_of(name) for name in ("bot", "listener"))
    assert bot["DATABASE_URL"] == "postgresql://tickover_bot:BOT-word@127.0.0.1:5432/tickover"
    assert "PAYMENTS-word" in bot["PAYMENTS_DATABASE_URL"]
    assert {"STRIPE_KEY"} & bot.keys() == set()
    assert {"IDENTITY_KEY", "PAYMENTS_DATABASE_URL"} & listener.keys() == set()


def test_a_program_that_is_started_reads_no_file(tmp_path: Path) -> None:
    """A unit's user may not: its file is the credential that systemd handed over."""
    (tmp_path / ".env").write_text("DATABASE_URL=postgresql://somebody@127.0.0.1:1/else\n")
    given = run.environment(Config(tmp_path / "other.env"), "migrate")
    done = subprocess.run(
        [sys.executable, REPOSITORY / "migrate.py", "status"],
        cwd=tmp_path,
        env=given,
        capture_output=True,
        text=True,
    )
    assert (done.stdout, done.stderr.count("\n")) == ("", 1)
    assert done.stderr.startswith("settings: ")
    assert "DATABASE_URL" in done.stderr


@pytest.mark.long
async def test_migrations_wait_for_a_database_that_is_away(
    own_server: Callable[..., cluster.Cluster], monkeypatch: pytest.MonkeyPatch
) -> None:
    """When a machine starts, everything else waits for them."""
    at, is_told = own_server(), asyncio.Event()
    await run._database_answers(at.url(database="nowhere"))
    at.stop()
    monkeypatch.setattr(run, "say", lambda _: is_told.set())
    waiting = asyncio.create_task(run._database_answers(at.url()))
    async with asyncio.timeout(60):
        await is_told.wait()
    assert not waiting.done()
    at.start()
    async with asyncio.timeout(60):
        await waiting


# -- Answers


async def test_what_is_missing_is_named() -> None:
    with pytest.raises(Refused, match="BOT_TOKEN is missing: Token"):
        await silent().ask("BOT_TOKEN", "Token")


async def test_an_answer_replaces_another_only_if_that_is_meant() -> None:
    with pytest.raises(Refused, match="PORT is set to another value: run with --replace"):
        await silent(PORT="2").ask("PORT", "Port", "1", guarded=True)
    terminal = Terminal({"PORT": "2"}, interactive=False, replace=True)
    assert await terminal.ask("PORT", "Port", "1", guarded=True) == "2"


@pytest.mark.parametrize(
    ("answer", "currency", "amount"),
    [
        ("1.99", "EUR", 199),
        ("1,5", "RUB", 150),
        ("200", "JPY", 200),
        ("1.234", "KWD", 1234),
        ("1,000", "RUB", 100_000),
    ],
)
def test_amounts_are_in_minor_units(answer: str, currency: str, amount: int) -> None:
    assert minor_units(answer, currency) == amount


@pytest.mark.parametrize("answer", ["", "free", "-1", "0", "1.999", "NaN", "Infinity"])
def test_what_is_no_amount_is_refused(answer: str) -> None:
    with pytest.raises(Refused):
        minor_units(answer, "EUR")


# -- The name

OWN_BRAND = "select text from ops.texts where name = 'brand' and locale = 'all'"
TOO_LONG = "The swift and private network of our town"


def named(at: Database, folder: Path, name: str, terminal: Terminal, **known: str) -> Setup:
    """Setup of a shop whose bot has that name at Telegram."""
    config = Config(
        folder / ".env",
        {
            "TICKOVER_DATABASE": at.url(),
            password_variable(MIGRATOR): "any",
            "BOT_TOKEN": TOKEN,
            **known,
        },
    )
    return Setup(config, terminal, me=Me(BOT, "shop_bot", name))


async def brand(at: Setup) -> object:
    async with settle.owner(at.config) as connection:
        return await connection.fetchval(OWN_BRAND)


@pytest.mark.parametrize(
    ("name", "why"), [(TOO_LONG, "more than 32 characters"), ("A & B", "a character that")]
)
async def test_a_name_that_the_texts_cannot_have_stays_at_telegram(
    database: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, why: str
) -> None:
    setup = named(database, tmp_path, name, silent(SHOP_NAME=name))
    await setup._name()
    told = capsys.readouterr().out
    assert "The texts keep their name" in told
    assert why in told
    assert await brand(setup) is None


async def test_telegram_gets_a_name_that_the_texts_cannot_have(
    database: Database, tmp_path: Path
) -> None:
    async with receiver() as telegram:
        answers = silent(SHOP_NAME="A & B")
        setup = named(database, tmp_path, "Swift", answers, TELEGRAM_API=telegram.url)
        await setup._name()
    assert telegram.bodies == [{"name": "A & B"}]
    assert await brand(setup) is None


async def test_the_name_at_telegram_is_no_answer(database: Database, tmp_path: Path) -> None:
    setup = named(database, tmp_path, "Swift VPN", silent())
    await setup._name()
    assert await brand(setup) is None
    setup = named(database, tmp_path, "Swift VPN", silent(SHOP_NAME="Swift VPN"))
    await setup._name()
    assert await brand(setup) == "Swift VPN"


async def test_a_name_in_the_files_of_texts_stays(database: Database, tmp_path: Path) -> None:
    """And they have ours as they come, so that a name of the shop's can be told from it."""
    shutil.copytree(REPOSITORY / "texts", tmp_path / "texts")
    setup = named(database, tmp_path, "Old", silent())
    (tmp_path / "texts" / "ru" / "brand.ftl").write_text("-brand = Ласточка\n")
    assert await settle.set_brand(setup.config, "Swift VPN", "Old", tmp_path / "texts") is None
    assert await brand(setup) is None
    assert await settle.set_brand(setup.config, "Swift VPN", "Old") is None
    assert await brand(setup) == "Swift VPN"


# -- What it does not take


async def test_a_bot_that_another_program_runs(tmp_path: Path) -> None:
    taken = {"url": "https://other.example/telegram"}
    async with sandbox() as telegram:
        await telegram.post("webhook/taken", taken)
        config = Config(tmp_path / ".env", {"TELEGRAM_API": telegram.url})
        with pytest.raises(Refused, match="receives this bot's updates, at other"):
            await Setup(config, silent(BOT_TOKEN=TOKEN))._telegram()
        await Setup(config, silent(BOT_TOKEN=TOKEN, TAKE_OVER="yes"))._telegram()
    assert config.get("TELEGRAM_TAKE_OVER") == "1"


async def test_a_file_that_others_read(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("")
    (tmp_path / ".env").chmod(0o644)
    with pytest.raises(Refused, match="chmod 600"):
        await Setup(Config(tmp_path / ".env", {}), silent()).run()


async def refused(at: Database, **answers: str) -> str:
    server = database.Server(at.server.url(database="postgres"), at.name)
    try:
        await database.refuse_what_is_not_ours(server, BOT, silent(**answers))
    except Refused as error:
        return str(error)
    return ""


async def test_databases_that_are_not_ours(empty_database: Database) -> None:
    assert await refused(empty_database) == ""
    execute(empty_database.url(), "create table public.letters ()")
    assert "holds something else" in await refused(empty_database)
    execute(empty_database.url(), "create schema sandbox")
    assert "database of a sandbox" in await refused(empty_database)


async def test_shops_that_are_not_ours(database: Database) -> None:
    execute(database.url(), "drop schema sandbox cascade")
    assert await refused(database) == ""
    execute(database.url(), "insert into app.bot (id, since) values (7, now())")
    assert "of another bot (7)" in await refused(database)
    assert await refused(database, REPLACE_BOT="yes") == ""
    execute(database.url(), f"alter database {database.name} set tickover.held = on")
    assert "is held: the setting tickover.held is on" in await refused(database)


async def test_pg_cron_of_another_database(empty_database: Database) -> None:
    server = database.Server(empty_database.server.url(database="postgres"), empty_database.name)
    with pytest.raises(Refused, match="works in the database tickover, and only in one"):
        await database.require_cron(server, silent())


async def test_pg_cron_where_it_was_never_loaded(
    own_server: Callable[..., cluster.Cluster],
) -> None:
    """Debian's server, as it is installed: it does not know the settings that it is given."""
    at = own_server()
    file = at.data / "postgresql.conf"
    kept = [line for line in file.read_text().splitlines() if not _is_of_cron(line)]
    file.write_text("\n".join(kept))
    at._run("pg_ctl", "restart", "--pgdata", str(at.data), "--wait")
    server = database.Server(at.url(database="postgres"), cluster.DATABASE)
    with pytest.raises(Refused, match="pg_cron is not set up: write these lines"):
        await database.require_cron(server, silent())
    with pytest.raises(Refused, match="the settings are written: restart PostgreSQL"):
        await database.require_cron(server, silent(SET_POSTGRESQL="yes"))
    at._run("pg_ctl", "restart", "--pgdata", str(at.data), "--wait")
    await database.require_cron(server, silent())
    execute(at.url(), "create extension pg_cron")


def _is_of_cron(line: str) -> bool:
    return line.startswith(("cron.", "shared_preload_libraries"))


async def test_an_administrator_who_cannot_connect(tmp_path: Path) -> None:
    url = f"postgresql://postgres@/postgres?host={tmp_path}"
    with pytest.raises(Refused, match="PostgreSQL does not answer there"):
        await database.find_server(url, "tickover")


async def test_a_user_who_is_no_administrator(empty_database: Database) -> None:
    execute(empty_database.url(), (REPOSITORY / "sql" / "bootstrap.sql").read_text())
    url = empty_database.server.url("tickover_dba", "postgres")
    with pytest.raises(Refused, match="may not create roles and databases"):
        await database.find_server(url, empty_database.name)


@pytest.mark.long
async def test_passwords_that_another_shop_may_use(
    own_server: Callable[..., cluster.Cluster], tmp_path: Path
) -> None:
    at = own_server()
    execute(at.url(), (REPOSITORY / "sql" / "bootstrap.sql").read_text())
    execute(at.url(), "alter role tickover_bot password 'theirs'")
    server = database.Server(at.url(database="postgres"), cluster.DATABASE)
    config = Config(tmp_path / ".env", {})
    with pytest.raises(Refused, match=r"not known here: give them in TICKOVER_BOT_PASSWORD$"):
        await database.prepare_roles(server, config, silent())
    assert config.file.read() == {}

    known = Config(tmp_path / ".env", {"TICKOVER_BOT_PASSWORD": "theirs"})
    await database.prepare_roles(server, known, silent())
    assert await database.logs_in(known.url("tickover_bot"))
    assert "TICKOVER_BOT_PASSWORD" not in known.file.read()
    assert "tickover_bot" not in str(known.get("TICKOVER_DATABASE"))

    await database.prepare_roles(server, config, silent(NEW_PASSWORDS="yes"))
    before = verifiers(at)
    await database.prepare_roles(server, config, silent())
    assert verifiers(at) == before
    assert all([await database.logs_in(config.url(role)) for role in ROLES])


def verifiers(at: cluster.Cluster) -> object:
    with psycopg.connect(at.url()) as connection:
        query = b"select array_agg(rolpassword order by rolname) from pg_authid"
        return connection.execute(query).fetchone()


# -- What it writes elsewhere


def test_rules_stand_above_all_others_and_once(tmp_path: Path) -> None:
    hba, ident = tmp_path / "pg_hba.conf", tmp_path / "pg_ident.conf"
    hba.write_text("local all all peer\n")
    ident.write_text("")
    for _ in range(2):
        database._write_rules("tickover", hba, ident)
    assert hba.read_text() == (
        "local tickover tickover_cron peer map=tickover\nlocal all all peer\n"
    )
    assert ident.read_text() == "tickover postgres tickover_cron\n"


def test_units_are_what_systemd_takes(tmp_path: Path, caddy: tools.Program) -> None:
    config = Config(tmp_path / ".env", {"SHOP_SITES": "shop.example, vpn.example"})
    made = units.rendered(tmp_path / ".env", tuple(PROGRAMS), panel_keys=tmp_path / "keys.json")
    assert list(made) == [f"tickover-{name}.service" for name in PROGRAMS]
    made = {**made, **units.proxy(config, caddy.path)}
    assert units.write(made, tmp_path)
    assert not units.write(made, tmp_path)
    bot = made["tickover-bot.service"].splitlines()
    at = bot.index(f"LoadCredential=bot.env:{tmp_path}/bot.env")
    assert bot[at + 1] == "SetCredential=bot.env:#", "it need not be there"
    # Caddy ends without a home.
    assert "\nEnvironment=HOME=%S/tickover-proxy " in made["tickover-proxy.service"]
    if analyze := shutil.which("systemd-analyze"):
        files = [str(tmp_path / name) for name in made]
        done = subprocess.run([analyze, "verify", *files], capture_output=True, text=True)
        assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root becomes somebody else")
def test_a_program_reads_the_keys_of_panels_from_its_unit() -> None:
    """As systemd starts it: with a copy for a user who cannot read the file itself."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        keys, handed = Path(folder) / "keys.json", Path(folder) / "credentials"
        keys.write_text('{"main": "word"}')
        keys.chmod(0o600)
        handed.mkdir()
        env = Path(folder) / ".env"
        made = units.rendered(env, tuple(PROGRAMS), panel_keys=keys)
        assert [name for name, text in made.items() if "panel_keys" in text] == [
            "tickover-listener.service",
            "tickover-all.service",
        ]
        unit = made["tickover-listener.service"].replace("%d", str(handed))
        loaded = dict(re.findall(r"^LoadCredential=(\S+?):(\S+)$", unit, re.MULTILINE))
        assert "\nSetCredential=panel_keys.json:{}\n" in unit, "it need not be there"
        shutil.copy(loaded["panel_keys.json"], handed / "panel_keys.json")
        os.chown(handed / "panel_keys.json", NOBODY, -1)
        (said,) = re.findall(r"^Environment=PANEL_KEYS_FILE=(\S+)$", unit, re.MULTILINE)
        os.seteuid(NOBODY)
        try:
            assert PanelKeys({}, keys).get("main") is None
            key = PanelKeys({}, Path(said)).get("main")
            assert key
            assert key.get_secret_value() == "word"
        finally:
            os.seteuid(0)
        config = Config(env, {"PANEL_KEYS_FILE": said})
        config.file.write({"PANEL_KEYS_FILE": str(keys)})
        assert config.environment_of("listener")["PANEL_KEYS_FILE"] == said


@pytest.mark.parametrize("name", ["plain", 'a b%n$HOME"c'])
def test_the_units_of_backups_are_what_systemd_takes(tmp_path: Path, name: str) -> None:
    shop = tmp_path / name
    shop.mkdir()
    made = {
        **units.backup(shop / ".env", "kept", "/var/lib/stamps/backup"),
        **units.doctor(shop / ".env"),
    }
    unit = made[units.BACKUP_SERVICE]
    if name == "plain":
        assert f'ReadWritePaths="-{shop}/kept"\n' in unit
        assert 'ReadWritePaths="-/var/lib/stamps"\n' in unit
    assert "\nCapabilityBoundingSet=CAP_DAC_READ_SEARCH CAP_DAC_OVERRIDE\n" in unit
    assert "ReadWritePaths" not in units.backup(shop / ".env", None)[units.BACKUP_SERVICE]
    assert "\nTimeoutStartSec=10min\n" in made[units.DOCTOR_SERVICE]
    assert "TimeoutStartSec" not in unit, "a large backup takes its time"
    units.write(made, tmp_path)
    if analyze := shutil.which("systemd-analyze"):
        files = [str(tmp_path / name) for name in made]
        done = subprocess.run([analyze, "verify", *files], capture_output=True, text=True)
        assert (done.returncode, done.stderr) == (0, "")


async def test_docker_is_given_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Docker itself does not run here: it is asked for what `compose.yaml` needs."""
    said = tmp_path / "said"
    docker = tmp_path / "docker"
    docker.write_text(
        f'#!/bin/sh\necho "$@" >>{said}\ncase "$*" in *broken*) echo no >&2; exit 1;; esac\n'
    )
    docker.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    config = Config(tmp_path / ".env", {})
    keys = tmp_path / "keys.json"
    keys.write_text("{}")
    config.file.write({"PAGE_URL": "https://vpn.example", compose.PASSWORD: "word"})
    config.file.write({"PANEL_KEYS_FILE": str(keys)})
    owned: list[tuple[object, ...]] = []
    monkeypatch.setattr(os, "chown", lambda *of: owned.append(of))
    await compose.up(config, "postgres")
    await compose.up(config)
    file = f"compose --project-directory {REPOSITORY} --env-file {config.path}"
    assert said.read_text().splitlines() == [
        f"{file} up --detach --build --wait postgres",
        f"{file} up --detach --build",
    ]
    assert owned == [(keys, compose.USER, -1)]
    assert f"USER {compose.USER}\n" in (REPOSITORY / "Dockerfile").read_text()
    # Docker reads it from there: who starts the shop again by hand starts the page, too.
    assert config.get("COMPOSE_PROFILES") == "page"
    config.file.write({"SHOP_SITES": "vpn.example", "COMPOSE_PROFILES": "page,backup-of-mine"})
    await compose.up(config)
    assert config.get("COMPOSE_PROFILES") == "page,proxy,backup-of-mine"
    config.file.write({"PAGE_URL": "", "SHOP_SITES": "", "COMPOSE_PROFILES": "page,proxy"})
    await compose.up(config)
    assert config.get("COMPOSE_PROFILES") is None
    assert compose.admin_url(config) == "postgresql://postgres:word@127.0.0.1:5433/postgres"
    with pytest.raises(Refused, match="docker compose: no"):
        await compose.up(config, "broken")


def test_compose_needs_nothing_that_setup_does_not_write() -> None:
    needed = set(re.findall(r"\$\{(\w+):\?\}", (REPOSITORY / "compose.yaml").read_text()))
    made = {compose.PASSWORD, "BOT_TOKEN", "IDENTITY_KEY", *map(password_variable, ROLES)}
    assert needed - made == set()


def test_figures_of_a_second_shop_have_a_port_of_their_own() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        assert port < _free_port(port) < port + 100


async def test_units_are_restarted_only_for_a_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = tmp_path / "said"
    systemctl = tmp_path / "systemctl"
    systemctl.write_text(f'#!/bin/sh\necho "$1" >>{said}\n')
    systemctl.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setattr(units, "FOLDER", tmp_path)
    config = Config(tmp_path / ".env", {})
    for changed in (False, False, True):
        await _start_units(config, changed)
    assert said.read_text().split() == [
        *("daemon-reload", "enable", "restart"),
        *("daemon-reload", "enable", "start"),
        *("daemon-reload", "enable", "restart"),
    ]
    assert not (tmp_path / units.unit("page")).exists()
    assert not (tmp_path / units.BACKUP_TIMER).exists()


async def test_setup_starts_the_timer_of_backups_and_no_backup(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said, kept = tmp_path / "said", tmp_path / "on" / "a new machine"
    systemctl = tmp_path / "systemctl"
    systemctl.write_text(f'#!/bin/sh\necho "$@" >>{said}\n')
    systemctl.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setattr(units, "FOLDER", tmp_path)
    await _start_units(Config(tmp_path / ".env", {"BACKUP_FOLDER": str(kept)}), changed=False)
    # Bot and listener start with the migrations, which another restart would cut short.
    begun = " ".join([*map(units.unit, ("migrate", "bot", "listener")), units.DOCTOR_TIMER])
    assert said.read_text().splitlines()[1:] == [
        f"enable {begun} {units.BACKUP_TIMER}",
        f"restart {begun} {units.BACKUP_TIMER}",
    ]
    assert (tmp_path / units.BACKUP_SERVICE).exists()
    assert kept.stat().st_mode & 0o777 == 0o700
    said.unlink()
    await _start_units(Config(tmp_path / ".env", {}), changed=False)
    assert said.read_text().splitlines()[:2] == [
        f"disable --now {units.BACKUP_TIMER}",
        f"disable --now {units.BACKUP_SERVICE}",
    ]
    assert not (tmp_path / units.BACKUP_TIMER).exists()
    assert not (tmp_path / units.BACKUP_SERVICE).exists()


async def test_another_folder_of_backups_is_begun_when_setup_is_told_of_it(tmp_path: Path) -> None:
    """Elsewhere an empty folder is taken for a disk that is not mounted."""
    before, after = tmp_path / "before", tmp_path / "after"
    config = Config(tmp_path / ".env", {})
    config.file.write({"BACKUP_FOLDER": str(before), "BACKUP_RECIPIENTS": "age1"})
    await Setup(config, silent(BACKUP_FOLDER=str(before)))._backups()
    assert not before.exists()
    await Setup(config, Terminal({"BACKUP_FOLDER": str(after)}, False, True))._backups()
    assert [it.name for it in after.iterdir()] == [".tickover"]


@pytest.mark.parametrize("in_docker", [True, False])
async def test_setup_promises_nightly_backups_only_where_something_makes_them(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    in_docker: bool,
) -> None:
    async def starts(_: Config, starting: Coroutine[None, None, None], __: str) -> None:
        starting.close()

    monkeypatch.setattr(shop_setup, "_start", starts)
    monkeypatch.setattr(shop_setup, "has_systemd", lambda: True)
    values = {
        "BOT_TOKEN": TOKEN,
        "TICKOVER_DATABASE": "postgresql://x/y",
        "IDENTITY_KEY": "i" * 32,
        "TELEGRAM_MODE": "polling",
        "BACKUP_CHAT": "4711",
        **{password_variable(role): "any" for role in ROLES},
    }
    config = Config(tmp_path / "100%" / ".env", values)
    await go_live(Setup(config, silent(SHOP_SYSTEMD="y"), in_docker))
    told = capsys.readouterr().out
    assert ("each night, by tickover-backup.timer" in told) != in_docker
    cron = f"  17 3 * * * cd {REPOSITORY} && {sys.executable} -m scripts.shop --env-file"
    assert (f"{cron} {tmp_path}/100\\%/.env backup" in told) == in_docker


async def test_a_folder_of_backups_is_named_in_full(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="a whole path, which begins with /"):
        await Setup(Config(tmp_path / ".env", {}), silent(BACKUP_FOLDER="backups"))._backups()


def test_the_first_backup_here_is_made_after_a_restore(database: Database) -> None:
    """What the dump knows of was made on the old machine."""

    def has_one() -> bool:
        with psycopg.connect(database.url()) as connection:
            found = connection.execute(HAS_BACKUP.replace("$1", "null").encode()).fetchone()
        assert found
        return bool(found[0])

    assert not has_one()
    noted = "select ops.note_backup('folder', app.now() - interval '1 day', 1)"
    execute(database.url(), noted)
    assert has_one()
    execute(
        database.url(),
        """insert into app.restores (taken_at, restored_at) values (app.now(), app.now());
           update app.backups set ended_at = taken_at""",
    )
    assert not has_one()
    execute(database.url(), "select ops.note_backup('folder', clock_timestamp(), 1)")
    assert has_one()


# -- How it is deployed


def urls_of(config: Config, program: str) -> dict[str, str]:
    """The user and port of each URL that a program is given."""
    found = config.environment_of(program)
    parts = {name: urlsplit(url) for name, url in found.items() if name.endswith("DATABASE_URL")}
    return {name: f"{url.username}:{url.port}" for name, url in parts.items()}


def test_calls_go_through_the_pooler_and_claims_beside_it(tmp_path: Path) -> None:
    given = {password_variable(role): "word" for role in ROLES}
    given["TICKOVER_DATABASE"] = "postgresql://db:5432/tickover"
    config = Config(tmp_path / ".env", given)
    assert urls_of(config, "bot") == {
        "DATABASE_URL": "tickover_bot:5432",
        "PAYMENTS_DATABASE_URL": "tickover_payments:5432",
    }
    config = Config(tmp_path / ".env", {**given, "TICKOVER_POOLER": "postgresql://db:6432/x"})
    bot = {
        "DATABASE_URL": "tickover_bot:6432",
        "PAYMENTS_DATABASE_URL": "tickover_payments:6432",
        "CONSUMER_DATABASE_URL": "tickover_bot:5432",
    }
    listener, page = "tickover_listener:5432", "tickover_page:6432"
    assert urls_of(config, "bot") == bot
    assert urls_of(config, "listener") == {"DATABASE_URL": listener}
    assert urls_of(config, "page") == {"PAGE_DATABASE_URL": page}
    assert urls_of(config, "migrate") == {"DATABASE_URL": "tickover_migrator:5432"}
    together = {**bot, "LISTENER_DATABASE_URL": listener, "PAGE_DATABASE_URL": page}
    assert urls_of(config, "all") == together


@pytest.mark.parametrize(
    ("before", "stays"),
    [
        ("postgresql://127.0.0.1:5432/tickover", True),
        ("postgresql:///tickover?host=/run/postgresql&port=5432", True),
        ("postgresql://localhost,db2/tickover", True),
        ("postgresql://old:5432/tickover", False),
        ("postgresql://127.0.0.1:5433/tickover", False),
        ("postgresql://127.0.0.1:5432/other", False),
    ],
)
def test_a_pooler_of_another_database_is_forgotten(
    tmp_path: Path, before: str, stays: bool
) -> None:
    config = Config(tmp_path / ".env", {})
    config.file.write({"TICKOVER_DATABASE": before, "TICKOVER_POOLER": "postgresql://old:6432/x"})
    database._forget_pooler(config, "postgresql://127.0.0.1:5432/tickover")
    assert bool(config.get("TICKOVER_POOLER")) is stays


def test_which_programs_a_shop_runs(tmp_path: Path) -> None:
    def runs(**given: str) -> tuple[str, ...]:
        return Config(tmp_path / ".env", given).programs()

    assert runs() == ("bot", "listener")
    assert runs(PAGE_URL="https://vpn.example") == ("bot", "listener", "page")
    assert runs(PAGE_URL="https://vpn.example", SHOP_ONE_PROCESS="1") == ("all",)


async def test_the_proxy_answers_to_the_names_of_bot_and_page(tmp_path: Path) -> None:
    config = Config(tmp_path / ".env", {})
    await Setup(config, silent(SHOP_PROXY="yes"))._proxy()
    assert not config.get("SHOP_SITES"), "there is no name yet"
    names = {"WEBHOOK_URL": "https://shop.example/telegram", "PAGE_URL": "https://vpn.example"}
    config.file.write(names)
    await Setup(config, silent())._proxy()
    assert not config.get("SHOP_SITES")
    await Setup(config, silent(SHOP_PROXY="yes"))._proxy()
    assert config.get("SHOP_SITES") == "shop.example, vpn.example"
    config.file.write({"PAGE_URL": "https://shop.example"})
    await Setup(config, silent())._proxy()
    assert config.get("SHOP_SITES") == "shop.example"
    await Setup(config, silent(SHOP_PROXY="no"))._proxy()
    assert not config.get("SHOP_SITES")


async def test_units_that_are_not_wanted_any_more_are_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = tmp_path / "said"
    systemctl = tmp_path / "systemctl"
    systemctl.write_text(f'#!/bin/sh\necho "$@" >>{said}\n')
    systemctl.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setattr(units, "FOLDER", tmp_path)
    await _start_units(Config(tmp_path / ".env", {}), False)
    said.unlink()
    await _start_units(Config(tmp_path / ".env", {"SHOP_ONE_PROCESS": "1"}), False)
    assert said.read_text().splitlines() == [
        "disable --now tickover-bot.service",
        "disable --now tickover-listener.service",
        "daemon-reload",
        f"enable tickover-migrate.service tickover-all.service {units.DOCTOR_TIMER}",
        f"restart tickover-migrate.service tickover-all.service {units.DOCTOR_TIMER}",
    ]
    assert not (tmp_path / units.unit("bot")).exists()
