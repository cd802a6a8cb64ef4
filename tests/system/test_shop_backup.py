"""`python -m scripts.shop backup`: what it writes, who can read that, and what it keeps."""

import base64
import io
import json
import os
import subprocess
import tarfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote

import httpx
import psycopg
import pytest
from pydantic import SecretStr

from gateways.bot_api import BotApi
from scripts.database import password_variable
from scripts.shop import backup, backup_folder, postgres, restore
from scripts.shop.backup_folder import Owner
from scripts.shop.checks.base import opened
from scripts.shop.checks.machine import backup as check_of_backups
from scripts.shop.config import ROLES, Config
from scripts.shop.sealing import Key, seal
from scripts.shop.terminal import Refused
from tests.support import ANN, Database, execute
from tests.support.sandbox import TOKEN, sandbox

IDENTITY = "i" * 64
SHOP, OTHER = "0123456789ab", "ba9876543210"


def shop_of(database: Database, folder: Path, **more: str) -> Config:
    """Its roles are known by the socket, so any password will do."""
    config = Config(folder / ".env", {})
    parts = f"host={database.server.socket_folder}&port={database.server.port}"
    config.file.write(
        {
            "TICKOVER_DATABASE": f"postgresql:///{database.name}?{parts}",
            **{password_variable(role): "any" for role in ROLES},
            "IDENTITY_KEY": IDENTITY,
            "BOT_TOKEN": TOKEN,
            **more,
        }
    )
    return config


def with_key(config: Config) -> Key:
    return backup.make_key(config)


def read(key: Key, file: Path) -> bytes:
    plain = io.BytesIO()
    with file.open("rb") as source:
        key.unseal(source, plain)
    return plain.getvalue()


def listed(database: Database, dump: Path, *words: str) -> str:
    pg = database.server.postgres
    program = [str(pg.bin / "pg_restore"), *words, str(dump)]
    return subprocess.check_output(program, env=pg.environment(), text=True)


@pytest.mark.long
async def test_all_that_a_restore_needs_is_in_it_and_readable_by_the_key_alone(
    database: Database, tmp_path: Path
) -> None:
    config = shop_of(database, tmp_path, BACKUP_FOLDER=str(tmp_path / "kept"))
    config.own_file("bot").write({"STRIPE_KEY": "sk_bot"})
    key = with_key(config)
    execute(database.url(), f"select api.start({ANN}, sha256('a'), 'ann', 'Ann of the dump', 'en')")
    done = await backup.make(config)

    dump, secrets = done.files
    assert [file.stat().st_mode & 0o777 for file in done.files] == [0o600, 0o600]
    assert sorted(it.name for it in dump.parent.iterdir()) == sorted([dump.name, secrets.name])
    for file in done.files:
        assert IDENTITY.encode() not in file.read_bytes()
        with pytest.raises(Refused, match="made for another key"):
            read(Key(), file)
    assert "AGE-SECRET" not in config.path.read_text()

    with tarfile.open(fileobj=io.BytesIO(read(key, secrets))) as archive:
        assert archive.getnames() == [".env", "bot.env"]
        env = archive.extractfile(".env")
        assert env
        assert f"IDENTITY_KEY={IDENTITY}" in env.read().decode()
    plain = tmp_path / "plain"
    plain.write_bytes(read(key, dump))
    assert "COPY app.users" in listed(database, plain, "--file=-", "--data-only", "--table=users")
    contents = listed(database, plain, "--list")
    with psycopg.connect(database.url()) as connection:
        tables = connection.execute(
            """select n.nspname, c.relname from pg_class as c join pg_namespace as n
               on n.oid = c.relnamespace
               where c.relkind in ('r', 'p') and n.nspname !~ '^pg_'
                 and n.nspname not in ('information_schema', 'cron', 'public')"""
        ).fetchall()
    missing = [it for it in tables if f" TABLE DATA {it[0]} {it[1]} " not in contents]
    assert missing == []


# What the program age 1.1.1 made, for a key that is used nowhere else.
FORMER_KEY = "AGE-SECRET-KEY-1T5G8FDH454SL5VDVJKDHDNHHF7JDMWK367R7NVY2CHM5F542TLDQ7MS2J5"
MADE_BY_AGE = base64.b64decode(
    "YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IFgyNTUxOSB0a1F0YW0rcVFKYkdOa2pQTEhiR2FtM0VvckU5T1JybTU1eVdI"
    "US8xSTBFClpsajZIODZ1bXh2ZCtGOXJtNE9lK3Y4ZDduRStvdXdHTVNMaktFakhuODgKLS0tIEJXeTZCQTlTRnFDejBj"
    "TTVFUEZWS3hwMWxQK1QzZHc3cG1uYnA0R2JZTlEKLbZU2aYy605r4nnXPb97IgfcBUVIdyhIQcz9XZQmmCZvJfmLMsdl"
    "cLwdwaxUUrL7Dw=="
)


def test_the_format_is_that_of_the_program_age() -> None:
    plain = io.BytesIO()
    Key(FORMER_KEY).unseal(io.BytesIO(MADE_BY_AGE), plain)
    assert plain.getvalue() == b"made by age 1.1.1"


async def names_of_secrets(config: Config, key: Key) -> list[str]:
    done = await backup.make(config)
    with tarfile.open(fileobj=io.BytesIO(read(key, done.files[1]))) as archive:
        return archive.getnames()


@pytest.mark.long
@pytest.mark.parametrize("own_file", [None, "listener", "all"])
async def test_the_keys_of_panels_are_in_it_wherever_they_are_named(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, own_file: str | None
) -> None:
    """The path is relative to the repository, in which programs run."""
    monkeypatch.setattr(backup, "REPOSITORY", tmp_path / "repository")
    (tmp_path / "repository").mkdir()
    (tmp_path / "repository" / "keys.json").write_text("{}")
    config = shop_of(database, tmp_path, BACKUP_FOLDER=str(tmp_path / "kept"))
    key = with_key(config)
    if own_file == "all":
        config.file.write({"SHOP_ONE_PROCESS": "1"})
    file = config.own_file(own_file) if own_file else config.file
    file.write({"PANEL_KEYS_FILE": "keys.json"})
    assert "panel_keys.json" in await names_of_secrets(config, key)
    (tmp_path / "repository" / "keys.json").unlink()
    with pytest.raises(Refused, match=r"PANEL_KEYS_FILE is keys.json, and .* is not there"):
        await backup.make(config)


async def test_the_certificates_of_panels_are_in_it(
    database: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """No public authority signed them: without its own a panel is not called."""
    (tmp_path / "de.pem").write_text("certificate")
    named = {"de": str(tmp_path / "de.pem"), "nl": "/nowhere/nl.pem"}
    folder = str(tmp_path / "kept")
    config = shop_of(database, tmp_path, BACKUP_FOLDER=folder, PANEL_CERTIFICATES=json.dumps(named))
    assert "panel_certificate_de.pem" in await names_of_secrets(config, with_key(config))
    told = "not in the backup: /nowhere/nl.pem, the certificate of the panel nl"
    assert told in capsys.readouterr().out


async def test_the_time_of_the_last_one_is_in_the_database_and_doctor_tells_it(
    database: Database, tmp_path: Path
) -> None:
    config = shop_of(database, tmp_path, BACKUP_FOLDER=str(tmp_path / "kept"))
    with_key(config)

    async def told() -> list[tuple[str, str]]:
        async with opened(config) as shop:
            return [(it.state, it.text) for it in await check_of_backups(shop)]

    assert await told() == [("broken", "there was no backup to the folder yet")]
    await backup.make(config)
    assert await told() == [("ok", "the last one, in the folder, is 0 hours old")]
    execute(database.url(), "update app.backups set taken_at = taken_at - interval '27 hours'")
    assert await told() == [("broken", "the last one, in the folder, is 27 hours old")]
    execute(database.url(), "update app.settings set value = '168' where name = 'backup_hours'")
    assert await told() == [("ok", "the last one, in the folder, is 27 hours old")]


@pytest.mark.long
async def test_a_chat_gets_it_in_parts_that_fit(database: Database, tmp_path: Path) -> None:
    async with sandbox() as telegram:
        await telegram.meet()
        config = shop_of(database, tmp_path, TELEGRAM_API=telegram.url, BACKUP_CHAT=str(ANN))
        key = with_key(config)
        # Telegram asks to wait, which is nothing to give up for.
        await telegram.faults(telegram={"chat_burst": 4, "chat_rate": 10})
        await backup.make(config, part_bytes=1 << 18)
        sent = [it["document"] for it in await telegram.messages() if it.get("document")]
        assert len(sent) > 2
        files = []
        for document in sent:
            content = (await telegram.http.get(document["url"])).content
            files.append(tmp_path / document["name"])
            files[-1].write_bytes(content)
    assert max(file.stat().st_size for file in files) <= 1 << 18
    given = restore.Given.of(files)
    plain = io.BytesIO()
    key.unseal(restore._Joined(given.parts[backup_folder.DUMP]), plain)
    assert plain.getvalue().startswith(b"PGDMP")


def test_parts_that_are_missing_are_named(tmp_path: Path) -> None:
    name = "tickover-20270131T034100Z.dump.age"
    for number in (1, 3):
        (tmp_path / f"{name}.{number:03}").touch()
    with pytest.raises(Refused, match=r"parts of dump.age are missing: there are \[1, 3\]"):
        restore.Given.of(sorted(tmp_path.iterdir()))


@pytest.mark.long
async def test_a_chat_that_fails_keeps_the_folder_from_nothing(
    database: Database, tmp_path: Path
) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    execute(database.url(), f"update vpn.mark set shop = '{SHOP}'")
    old = kept / f"{database.name}-{SHOP}-20200131T034100Z.dump.age"
    old.touch()
    keeps = {"BACKUP_FOLDER": str(kept), "BACKUP_KEEP_DAILY": "1", "BACKUP_KEEP_WEEKLY": "1"}
    async with sandbox() as telegram:
        config = shop_of(database, tmp_path, TELEGRAM_API=telegram.url, BACKUP_CHAT="4711", **keeps)
        with_key(config)
        with pytest.raises(Refused, match="the chat does not get the backup"):
            await backup.make(config)
    assert not old.exists()
    assert len(list(kept.iterdir())) == 2
    with psycopg.connect(database.url()) as connection:
        places = connection.execute("select b.place from app.backups as b").fetchall()
    assert places == [("folder",)]


@pytest.mark.long
async def test_a_stamp_that_cannot_be_touched_is_told(database: Database, tmp_path: Path) -> None:
    stamp = tmp_path / "nowhere" / "stamp"
    config = shop_of(
        database, tmp_path, BACKUP_FOLDER=str(tmp_path / "kept"), BACKUP_STAMP=str(stamp)
    )
    with_key(config)
    with pytest.raises(Refused, match=r"BACKUP_STAMP\) was not touched: No such file"):
        await backup.make(config)


async def test_what_cannot_be_completed_leaves_nothing_behind(
    database: Database, tmp_path: Path
) -> None:
    """pg_dump fails in the middle: a role that may not read a table."""
    kept = tmp_path / "kept"
    config = shop_of(database, tmp_path, BACKUP_FOLDER=str(kept))
    with_key(config)
    execute(
        database.url(), "create table app.strange (); alter table app.strange owner to postgres"
    )
    with pytest.raises(Refused, match="permission denied for table strange"):
        await backup.make(config)
    assert list(kept.iterdir()) == []
    with psycopg.connect(database.url()) as connection:
        assert connection.execute("select count(*) from app.backups").fetchone() == (0,)


@pytest.mark.parametrize("hurt", ["shorter", "changed"])
async def test_a_damaged_file_is_told(tmp_path: Path, hurt: str) -> None:
    key, sealed = Key(), io.BytesIO()
    seal(io.BytesIO(bytes(200_000)), sealed, [key.public])
    content = bytearray(sealed.getvalue())
    if hurt == "shorter":
        content = content[: len(content) - 70_000]
    else:
        content[100_000] ^= 1
    with pytest.raises(Refused, match="damaged, or not all of it"):
        key.unseal(io.BytesIO(bytes(content)), io.BytesIO())


async def test_without_a_key_or_a_place_nothing_is_written(
    database: Database, tmp_path: Path
) -> None:
    config = shop_of(database, tmp_path)
    with pytest.raises(Refused, match="BACKUP_RECIPIENTS is missing"):
        await backup.make(config)
    with_key(config)
    with pytest.raises(Refused, match="a place for backups is missing"):
        await backup.make(config)


async def test_without_the_identity_key_it_would_be_no_backup(
    database: Database, tmp_path: Path
) -> None:
    config = shop_of(database, tmp_path, BACKUP_FOLDER=str(tmp_path / "kept"))
    with_key(config)
    text = config.path.read_text().replace("IDENTITY_KEY", "OTHER_KEY")
    config.path.write_text(text)
    with pytest.raises(Refused, match="has no IDENTITY_KEY"):
        await backup.make(config)


# -- Keeping


NOON = datetime(2027, 1, 31, 12, tzinfo=UTC)  # a Sunday


def test_the_newest_of_each_day_and_week_are_kept() -> None:
    times = [NOON - timedelta(hours=6 * n) for n in range(4 * 60)]
    kept = sorted(backup_folder.kept(times, daily=3, weekly=3), reverse=True)
    assert [NOON - at for at in kept] == [
        timedelta(days=0),
        timedelta(hours=18),
        timedelta(hours=42),
        timedelta(days=6, hours=18),
        timedelta(days=13, hours=18),
    ]


def test_the_newest_is_kept_whatever_is_asked() -> None:
    assert backup_folder.kept([NOON, NOON - timedelta(days=1)], daily=0, weekly=0) == {NOON}


def test_files_of_others_are_not_removed(tmp_path: Path) -> None:
    ours = f"tickover-{SHOP}"
    names = [
        f"{ours}-20270131T034100Z.dump.age",
        f"{ours}-20270131T034100Z.secrets.tar.age",
        "notes.txt",
        # Of another shop, whose database has the same name.
        f"tickover-{OTHER}-20270129T034100Z.dump.age",
        f".tickover-{OTHER}-20270129T034100Z.dump.age.new",
        # Of a release that named them after the database alone: nothing says whose they are.
        "tickover-20270129T034100Z.dump.age",
        ".tickover-20270129T034100Z.dump.age.new",
        # Of a database of the same server.
        f"tickover-2-{SHOP}-20270129T034100Z.dump.age",
        f"{ours}-20270130T034100Z.dump.age",
        f"{ours}-20270130T034100Z.secrets.tar.age",
        f".{ours}-20270129T034100Z.dump.age.new",
    ]
    for name in names:
        (tmp_path / name).touch()
        os.utime(tmp_path / name, (0, 0))
    backup_folder.rotate(tmp_path, Owner("tickover", SHOP), daily=1, weekly=1)
    assert sorted(it.name for it in tmp_path.iterdir()) == sorted(names[:8])


@pytest.mark.parametrize("database", ["my-shop", "магазин", "a b", "x-20270131T034100Z"])
def test_a_database_may_have_any_name(tmp_path: Path, database: str) -> None:
    assert backup._database_name(f"postgresql://db/{quote(database)}") == database
    for day in ("30", "31"):
        for kind in (backup_folder.DUMP, backup_folder.SECRETS):
            (tmp_path / f"{database}-{SHOP}-202701{day}T034100Z.{kind}").touch()
    backup_folder.rotate(tmp_path, Owner(database, SHOP), daily=1, weekly=1)
    dump = tmp_path / f"{database}-{SHOP}-20270131T034100Z.{backup_folder.DUMP}"
    assert len(list(tmp_path.iterdir())) == 2
    assert restore.Given.of([dump]).parts.keys() == {backup_folder.DUMP, backup_folder.SECRETS}


def test_a_backup_that_is_named_after_its_database_alone_can_be_restored(tmp_path: Path) -> None:
    dump = tmp_path / f"my-shop-20270131T034100Z.{backup_folder.DUMP}"
    dump.touch()
    assert restore.Given.of([dump]).at == datetime(2027, 1, 31, 3, 41, tzinfo=UTC)


@pytest.mark.long
async def test_two_shops_with_one_folder_leave_each_other_alone(
    database: Database, tmp_path: Path
) -> None:
    """Setup offers each of them the same name for its database."""
    kept = tmp_path / "kept"
    kept.mkdir()
    before = [kept / f"{database.name}-{shop}-20200131T034100Z.dump.age" for shop in (SHOP, OTHER)]
    for file in before:
        file.touch()
    for shop, left in ((SHOP, before[1:]), (OTHER, [])):
        execute(database.url(), f"update vpn.mark set shop = '{shop}'; delete from app.backups")
        folder = tmp_path / shop
        folder.mkdir()
        keeps = {"BACKUP_KEEP_DAILY": "1", "BACKUP_KEEP_WEEKLY": "1"}
        config = shop_of(database, folder, BACKUP_FOLDER=str(kept), **keeps)
        with_key(config)
        await backup.make(config)
        assert [file for file in before if file.exists()] == left
    names = [it.name for it in kept.iterdir()]
    assert len(names) == 4
    for shop in (SHOP, OTHER):
        assert sum(name.startswith(f"{database.name}-{shop}-") for name in names) == 2


@pytest.mark.long
async def test_a_disk_that_is_not_mounted_is_not_replaced_by_that_of_the_system(
    database: Database, tmp_path: Path
) -> None:
    disk = tmp_path / "mount"
    config = shop_of(database, tmp_path, BACKUP_FOLDER=str(disk / "kept"))
    with_key(config)
    await backup.make(config)
    disk.rename(tmp_path / "unmounted")
    with pytest.raises(Refused, match="is its disk mounted"):
        await backup.make(config)
    assert not disk.exists()
    (disk / "kept").mkdir(parents=True)
    with pytest.raises(Refused, match="is its disk mounted"):
        await backup.make(config)
    assert list((disk / "kept").iterdir()) == []
    # Another folder, and somebody says so.
    backup_folder.begin_folder(disk / "kept")
    await backup.make(config)
    assert len(list((disk / "kept").glob("*.age"))) == 2


async def test_files_that_are_named_after_the_database_alone_show_that_the_disk_is_there(
    database: Database, tmp_path: Path
) -> None:
    config = shop_of(database, tmp_path, BACKUP_FOLDER=str(tmp_path / "kept"))
    with_key(config)
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / f"{database.name}-20200131T034100Z.dump.age").touch()
    execute(database.url(), "select ops.note_backup('folder', app.now(), 1)")
    await backup.make(config)


async def test_a_backup_for_a_chat_does_not_go_through_memory(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where /tmp is a file system in memory, it would take the size of the database of it."""
    monkeypatch.delenv("TMPDIR", raising=False)
    with backup_folder.passing_folder() as place:
        assert place.parent == Path("/var/tmp")
        assert place.stat().st_mode & 0o777 == 0o700
    assert not place.exists()
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    with backup_folder.passing_folder() as place:
        assert place.parent == tmp_path


@pytest.mark.parametrize(("failure", "sent"), [(httpx.ReadTimeout, 2), (httpx.WriteTimeout, 3)])
async def test_a_slow_line_has_time_and_does_not_carry_a_part_again_and_again(
    monkeypatch: pytest.MonkeyPatch, failure: type[httpx.TransportError], sent: int
) -> None:
    """What was written to the end may have arrived."""
    monkeypatch.setattr(backup, "UPLOADS", 3)
    given: list[dict[str, float]] = []

    def answer(request: httpx.Request) -> httpx.Response:
        given.append(request.extensions["timeout"])
        raise failure("late")

    async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as http:
        bot = BotApi(http, "http://telegram", SecretStr(TOKEN))
        with pytest.raises(Refused, match="the chat does not get the backup"):
            await backup._upload(bot, "1", "part", b"content")
    assert len(given) == sent
    # 45 MB at 1 Mbit/s are six minutes, and most of that may wait within this machine.
    assert all(it["read"] >= 360 and it["write"] >= 60 for it in given)


def test_a_name_that_no_file_can_have_is_refused() -> None:
    with pytest.raises(Refused, match="cannot be named after the database 'a/b'"):
        backup._database_name("postgresql://db/a%2Fb")


# -- The programs


def test_a_server_newer_than_pg_dump_is_told(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="apt install postgresql-client-99"):
        postgres.program(Config(tmp_path / ".env", {}), "pg_dump", "postgresql:///x", 99)


def test_no_password_is_among_the_words(tmp_path: Path) -> None:
    url = "postgresql://tickover_migrator:sec%40ret@127.0.0.1:5432/tickover"
    program, named = postgres.program(Config(tmp_path / ".env", {}), "pg_dump", url, 15)
    assert named == "postgresql://tickover_migrator@127.0.0.1:5432/tickover"
    assert program.environment["PGPASSWORD"] == "sec@ret"
    assert "ret" not in "".join(program.words)


@pytest.mark.parametrize(
    ("url", "named", "password"),
    [
        ("postgresql://u:a%40b@h/x?host=/run/a", "postgresql://u@h/x?host=/run/a", "a@b"),
        ("postgresql:///x?password=a%2Bb&host=/run/a", "postgresql:///x?host=/run/a", "a+b"),
        ("postgresql:///x?host=/run/a", "postgresql:///x?host=/run/a", None),
    ],
)
def test_a_password_is_taken_out_of_a_url(url: str, named: str, password: str | None) -> None:
    expected = {} if password is None else {"PGPASSWORD": password}
    assert postgres.without_password(url) == (named, expected)


def test_a_shop_in_docker_is_dumped_in_its_container(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    docker = tmp_path / "docker"
    docker.write_text("#!/bin/sh\n")
    docker.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    config = Config(tmp_path / ".env", {"POSTGRES_PASSWORD": "any"})
    program, named = postgres.program(config, "pg_dump", "postgresql://x@127.0.0.1/tickover", 17)
    assert list(program.words)[-6:] == ["exec", "-T", "--user", "postgres", "postgres", "pg_dump"]
    assert named == "tickover"
