"""`python -m scripts.shop setup` in a terminal: from an empty folder to a bot that answers."""

import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pexpect
import psycopg
import pytest

from scripts.shop.checks import ALL
from tests.support import ANN
from tests.support.sandbox import TOKEN
from tests.support.shop import CRYPTO_PAY, PANEL_KEY, Ground, ground

WITHIN = 240


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    with ground(tmp_path_factory.mktemp("setup"), "setup") as it:
        yield it


class Terminal:
    """Somebody at a terminal, who answers questions by how they begin."""

    def __init__(self, at: Ground) -> None:
        self.child = pexpect.spawn(
            sys.executable,
            ["-m", "scripts.shop", "setup"],
            cwd=str(at.folder),
            env=at.environment,
            encoding="utf-8",
            timeout=WITHIN,
            dimensions=(50, 200),
        )
        self.seen = Path(at.folder / "terminal.log").open("a")  # noqa: SIM115 - it lives as long
        self.child.logfile_read = self.seen

    def answer(self, question: str, answer: str = "") -> None:
        self.child.expect(f"{question}.*?: $")
        self.child.sendline(answer)

    def reads(self, words: str) -> str:
        self.child.expect(words)
        match = self.child.match
        assert isinstance(match, re.Match)
        return str(match.group())

    def interrupt(self) -> None:
        """Presses Ctrl-C, again if the first one came between two questions."""
        try:
            for _ in range(5):
                self.child.sendintr()
                if self.child.expect([pexpect.EOF, pexpect.TIMEOUT], timeout=20) == 0:
                    return
            raise AssertionError("Ctrl-C does not end it")
        finally:
            self.child.close(force=True)
            self.seen.close()


def value(at: Ground, query: str) -> object:
    with psycopg.connect(at.server.url()) as connection:
        row = connection.execute(query.encode()).fetchone()
    return row[0] if row else None


@pytest.mark.long
@pytest.mark.first
def test_from_an_empty_folder_to_an_answering_bot(empty: Ground) -> None:
    at, env = empty, empty.folder / ".env"

    terminal = Terminal(at)
    terminal.answer("Token of the bot", "123:wrong")
    terminal.reads("Telegram does not know this token")
    terminal.answer("Token of the bot", TOKEN)
    terminal.reads("This is @")
    terminal.answer("URL of an administrator", "postgresql://postgres:secret@/postgres")
    terminal.reads("leave the password out")
    terminal.answer("URL of an administrator", at.server.url(database="postgres"))
    terminal.answer("Name of the shop's database")
    terminal.reads("Currency.*: ")
    terminal.interrupt()
    assert terminal.child.exitstatus == 130
    assert env.stat().st_mode & 0o777 == 0o600
    key = re.search("^IDENTITY_KEY=(.*)$", env.read_text(), re.MULTILINE)
    assert key

    terminal = Terminal(at)
    terminal.answer(r"Token of the bot.*\[kept\]")
    terminal.answer("URL of an administrator")
    terminal.answer("Name of the shop's database")
    terminal.answer("Currency", "EUR")
    terminal.reads("Nothing is sold in EUR yet")
    for price in ("1.99", "5", "9", "17", "3.99", "8", "14", "25"):
        terminal.answer(r"Basic|Plus", price)
    terminal.answer("Languages", "en,ru")
    terminal.answer("Time zone", "Europe/Nowhere")
    terminal.reads("an IANA time zone")
    terminal.answer("Time zone", "Europe/Berlin")
    terminal.answer("Support contact", "https://t.me/help")
    terminal.answer("Kind", "xray-api")
    terminal.answer("Address", f"{at.world}/panel")
    terminal.answer("Options")
    terminal.answer("Its key", "wrong")
    terminal.reads("the panel fails")
    terminal.answer(r"Kind.*\[xray-api\]")
    terminal.answer("Address")
    terminal.answer("Options")
    terminal.answer("Its key", PANEL_KEY)
    terminal.reads("created, read and removed")
    for provider in ("Cards in Telegram", "YooKassa", "Stripe"):
        terminal.answer(provider)
    terminal.answer("Crypto Pay", "1:wrong")
    terminal.reads("crypto_pay refuses")
    terminal.answer("Crypto Pay", CRYPTO_PAY)
    terminal.reads("crypto_pay takes the keys")
    terminal.answer("Heleket")
    terminal.answer("Telegram Stars", "0.02")
    terminal.answer("Domain")
    terminal.answer("Port", str(at.port))
    terminal.answer("Public https address")
    terminal.answer("Folder of the backups")
    terminal.answer("Chat that gets them", "4711")
    terminal.reads("the bot does not know that chat")
    terminal.answer("Chat that gets them")
    terminal.reads("The key of the backups, which is shown once")
    terminal.answer("an outside watcher")
    terminal.answer("Name of the bot", "Swift VPN")
    terminal.answer("Start the shop in this terminal", "y")
    terminal.reads("The bot answers: https://t.me/")
    link = terminal.reads(r"https://t\.me/\w+\?start=owner_[\w-]+")
    try:
        owner_by(at, link)
        unchanged(at)
        nothing_is_wrong(at)
    finally:
        terminal.interrupt()

    printed = (at.folder / "terminal.log").read_text()
    assert TOKEN not in printed
    assert CRYPTO_PAY not in printed
    assert key[0] in env.read_text()
    assert value(at, "select count(*) from billing.offers where currency = 'EUR'") == 8
    brand = "select text from ops.texts where name = 'brand' and locale = 'all'"
    assert value(at, brand) == "Swift VPN"
    assert value(at, "select amount from billing.offers where currency = 'EUR' order by 1") == 199


def owner_by(at: Ground, link: str) -> None:
    """Ann opens the link, and is told that she is the owner."""
    code = link.partition("=")[2]
    profile = {"first_name": "Ann", "username": "ann", "language_code": "en"}
    with httpx.Client(base_url=at.world) as world:
        body = {"text": f"/start {code}", "from": profile}
        world.post(f"/sandbox/chats/{ANN}/messages", json=body).raise_for_status()
        assert "You own this shop now" in waiting(world)
    assert value(at, "select role from app.users") == "owner"
    assert code not in str(value(at, "select jsonb_agg(to_jsonb(a))::text from app.audit as a"))


def waiting(world: httpx.Client) -> str:
    deadline = time.monotonic() + 60
    while "You own this shop now" not in (text := world.get(f"/sandbox/chats/{ANN}").text):
        if time.monotonic() > deadline:
            break
        time.sleep(0.1)
    return text


def unchanged(at: Ground) -> None:
    """Setup again, without a terminal and with the answers of its file alone."""
    before = (at.folder / ".env").read_text(), value(at, "select count(*) from app.audit")
    code, printed = command(at, "setup")
    assert "The bot answers already" in printed
    assert code == 0
    assert ((at.folder / ".env").read_text(), value(at, "select count(*) from app.audit")) == before


def nothing_is_wrong(at: Ground) -> None:
    _, printed = command(at, "doctor", "--json")
    lines = json.loads(printed)
    assert [line for line in lines if line["state"] in ("broken", "unknown")] == []
    assert {line["check"] for line in lines} == {check.name for check in ALL}


def command(at: Ground, *words: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-m", "scripts.shop", *words],
        cwd=at.folder,
        env=at.environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=WITHIN,
    )
    return done.returncode, done.stdout
