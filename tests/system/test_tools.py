"""The programs that setup installs are found, and work from where they were found."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.async_api import Browser

from scripts import setup, tools
from tests.support import REPOSITORY


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("DATABASE_URL=postgresql://a@b/c", "postgresql://a@b/c"),
        ("export DATABASE_URL = 'postgresql://a@b/c' ", "postgresql://a@b/c"),
        ("DATABASE_URL=", ""),
        ("# DATABASE_URL=postgresql://a@b/c", ""),
        ("OLD_DATABASE_URL=postgresql://a@b/c", ""),
    ],
)
def test_setup_finds_the_database_where_the_settings_do(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, line: str, found: str
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    assert setup.database_url() == ""
    (tmp_path / ".env").write_text(f"BOT_TOKEN=\n{line}\nPORT=8080\n")
    assert setup.database_url() == found
    monkeypatch.setenv("DATABASE_URL", "postgresql://here")
    assert setup.database_url() == "postgresql://here"


def test_psql_before_the_first_start_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "debian").symlink_to(tools.unpacked())
    done = subprocess.run(
        [sys.executable, "-m", "scripts.psql"],
        cwd=REPOSITORY,
        env={"PATH": os.environ["PATH"], "TICKOVER_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert done.stderr == "psql: the shop is not running, start it with `make run`\n"


def test_postgresql_is_complete() -> None:
    found = tools.postgres()
    assert found
    assert found.complete
    assert found.psql.exists()


@pytest.mark.long
async def test_chromium_draws_a_page_with_letters_and_emoji(browser: Browser) -> None:
    page = await browser.new_page()
    await page.set_content("<span id=a>Подписка</span><span id=b>🎲</span>")
    for name in "ab":
        box = await page.locator(f"#{name}").bounding_box()
        assert box
        assert box["width"] > 5


def test_v2ray_is_a_core_with_vless(v2ray: tools.Program) -> None:
    vless = {"protocol": "vless", "port": 1, "settings": {"clients": [], "decryption": "none"}}
    done = subprocess.run(
        [v2ray.path, "-test", "-config", "stdin:"],
        input=json.dumps({"inbounds": [vless], "outbounds": [{"protocol": "freedom"}]}),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout
    assert "Configuration OK" in done.stdout
