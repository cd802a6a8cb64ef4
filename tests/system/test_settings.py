"""Wrong settings stop the start with one line that names the variable and no value."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from sandbox.settings import SandboxSettings
from scripts.database import password_variable
from scripts.shop import backup, compose
from scripts.shop.config import DATABASE, ONE_PROCESS, POOLER, ROLES, SITES, TRUSTED_PROXIES
from scripts.shop.setup import ADMIN
from settings import (
    TELEGRAM,
    BotSettings,
    ListenerSettings,
    MigrateSettings,
    PageSettings,
    Settings,
    ShopSettings,
)
from tests.support import REPOSITORY

COMPLETE = {
    "DATABASE_URL": "postgresql://tickover_bot@/tickover",
    "PAYMENTS_DATABASE_URL": "postgresql://tickover_payments@/tickover",
    "BOT_TOKEN": "123456:ABC-def",
    "IDENTITY_KEY": "k" * 32,
    "WEBHOOK_URL": "https://shop.example/telegram",
    "WEBHOOK_SECRET": "s" * 32,
}
PAGE = {
    "PAGE_DATABASE_URL": "postgresql://tickover_page@/tickover",
    "PAGE_URL": "https://vpn.example/",
}


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A complete environment, and no `.env` of the developer's."""
    monkeypatch.chdir(tmp_path)
    models: tuple[type[Settings], ...] = (BotSettings, ListenerSettings, PageSettings)
    fields = [name for model in models for name in model.model_fields]
    for name in fields:
        monkeypatch.delenv(name.upper(), raising=False)
    for name, value in COMPLETE.items():
        monkeypatch.setenv(name, value)


def complaint(model: type[BotSettings] | type[ListenerSettings]) -> str:
    with pytest.raises(SystemExit) as stop:
        model.load()
    text = str(stop.value)
    assert "\n" not in text
    return text


def test_complete_settings_load() -> None:
    settings = BotSettings.load()
    assert settings.port == 8080
    assert settings.telegram_api == "https://api.telegram.org"
    assert settings.identity_key.get_secret_value() == "k" * 32


@pytest.mark.parametrize("name", COMPLETE)
def test_a_missing_variable_is_named(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.delenv(name)
    assert f"{name} is missing" in complaint(BotSettings)


@pytest.mark.parametrize("name", COMPLETE)
def test_an_empty_variable_is_a_missing_one(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, "")
    assert f"{name} is missing" in complaint(BotSettings)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://root:hunter2@somewhere"),
        ("BOT_TOKEN", "hunter2"),
        ("IDENTITY_KEY", "hunter2"),
        ("WEBHOOK_SECRET", "hunter2"),
        ("WEBHOOK_SECRET", "hunter2" * 5 + "!"),
        ("WEBHOOK_SECRET", "hunter2" * 50),
        ("WEBHOOK_URL", "ftp://hunter2"),
        ("TELEGRAM_PROXY", "hunter2"),
        ("PROXY", "hunter2"),
        ("PROXY", "direct"),
        ("PROXIES", '{"vpn:main": "hunter2"}'),
        ("TELEGRAM_API", "hunter2"),
        ("TELEGRAM_MODE", "hunter2"),
        ("PORT", "hunter2"),
        ("PORT", "70000"),
        ("HOST", "hunter2"),
        ("LOG_LEVEL", "hunter2"),
    ],
)
def test_a_wrong_value_is_named_and_not_shown(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    text = complaint(BotSettings)
    assert text.startswith(f"settings: {name} ")
    assert value not in text


@pytest.mark.parametrize(
    ("name", "value", "line"),
    [
        ("PORT", "no", "PORT should be a valid integer, unable to parse string as an integer"),
        ("HOST", "here", "HOST value is not a valid IPv4 or IPv6 address"),
        ("LOG_LEVEL", "loud", "LOG_LEVEL should be 'DEBUG', 'INFO', 'WARNING' or 'ERROR'"),
        ("BOT_TOKEN", "x", "BOT_TOKEN must look like 123456:ABC-def"),
        ("WEBHOOK_URL", "", "WEBHOOK_URL is missing (TELEGRAM_MODE is webhook)"),
        ("WEBHOOK_URL", "https://shop.example", "WEBHOOK_URL must end in /telegram"),
        (
            "WEBHOOK_URL",
            "http://shop.example/telegram",
            "WEBHOOK_URL must be https: Telegram accepts no other",
        ),
        (
            "TELEGRAM_PROXY",
            "socks5://here:1080",
            "TELEGRAM_PROXY must be an http URL; a SOCKS proxy needs an HTTP one before it",
        ),
    ],
)
def test_a_complaint_reads_as_a_sentence(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, line: str
) -> None:
    monkeypatch.setenv(name, value)
    assert complaint(BotSettings) == f"settings: {line}"


def test_what_is_given_goes_before_the_environment() -> None:
    assert BotSettings.load(port="9000", telegram_mode="polling").port == 9000


def test_the_bot_listens_on_this_machine_only_unless_told_otherwise(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert str(BotSettings.load().host) == "127.0.0.1"
    monkeypatch.setenv("HOST", "::")
    assert str(BotSettings.load().host) == "::"


def test_an_emulated_telegram_takes_a_plain_webhook(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEBHOOK_URL", "http://127.0.0.1:8080/telegram")
    monkeypatch.setenv("TELEGRAM_API", "http://127.0.0.1:8081")
    assert BotSettings.load().webhook_url == "http://127.0.0.1:8080/telegram"


def test_figures_are_for_this_machine_only_unless_told_otherwise() -> None:
    assert str(ListenerSettings.load().metrics_host) == "127.0.0.1"


@pytest.mark.parametrize("value", ["{", "[]", '{"main": 3}', "hunter2"])
def test_panel_keys_are_a_json_object(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("PANEL_KEYS", value)
    assert "PANEL_KEYS" in complaint(ListenerSettings)


def test_all_faults_are_in_the_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BOT_TOKEN")
    monkeypatch.setenv("PORT", "no")
    text = complaint(BotSettings)
    assert "BOT_TOKEN" in text
    assert "PORT" in text


def test_the_page_has_its_own_settings_and_no_secret_of_the_shop(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, value in PAGE.items():
        monkeypatch.setenv(name, value)
    settings = PageSettings.load()
    assert settings.page_url == "https://vpn.example"
    assert (str(settings.page_host), settings.page_port) == ("127.0.0.1", 8082)
    assert settings.believed == ["127.0.0.1", "::1"]
    monkeypatch.setenv("PAGE_PROXIES", "10.0.0.0/8, 192.0.2.1,")
    assert PageSettings.load().believed == ["10.0.0.0/8", "192.0.2.1"]
    assert not {"bot_token", "identity_key", "database_url"} & PageSettings.model_fields.keys()
    assert BotSettings.load().page_url == "https://vpn.example"


def test_polling_needs_no_webhook(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_MODE", "polling")
    monkeypatch.delenv("WEBHOOK_URL")
    monkeypatch.delenv("WEBHOOK_SECRET")
    assert BotSettings.load().webhook_url is None


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("BOT_TOKEN=1:file\nPORT=9000\n")
    settings = BotSettings.load()
    assert settings.bot_token.get_secret_value() == COMPLETE["BOT_TOKEN"]
    assert settings.port == 9000


def test_secrets_are_not_in_what_is_printed() -> None:
    text = repr(BotSettings.load())
    for name in ("BOT_TOKEN", "IDENTITY_KEY", "WEBHOOK_SECRET", "DATABASE_URL"):
        assert COMPLETE[name] not in text


def test_a_process_holds_no_secret_that_it_does_not_need() -> None:
    assert "identity_key" not in ListenerSettings.model_fields
    assert "panel_keys" not in BotSettings.model_fields
    assert set(MigrateSettings.model_fields) == {"log_level", "database_url"}


@pytest.mark.long
@pytest.mark.parametrize("process", [("-m", "bot"), ("listener.py",), ("migrate.py", "status")])
def test_every_process_stops_with_one_line(process: tuple[str, ...]) -> None:
    done = subprocess.run(
        [sys.executable, *process], cwd=REPOSITORY, env={}, capture_output=True, text=True
    )
    assert done.returncode != 0
    assert done.stderr.startswith("settings: ")
    assert "DATABASE_URL" in done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""


def test_a_proxy_is_for_all_that_leaves_the_shop_unless_told_otherwise(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    everybody = (TELEGRAM, "vpn:de", "vpn:nl", "payment:toy")

    def proxies() -> list[str | None]:
        return [ListenerSettings.load().proxy_for(destination) for destination in everybody]

    assert proxies() == [None] * 4
    monkeypatch.setenv("TELEGRAM_PROXY", "http://for-telegram:1")
    assert proxies() == ["http://for-telegram:1", None, None, None]
    monkeypatch.setenv("PROXY", "http://for-all:1")
    monkeypatch.setenv("PROXIES", '{"vpn:de": "http://for-de:1", "vpn:nl": "direct"}')
    assert proxies() == ["http://for-telegram:1", "http://for-de:1", None, "http://for-all:1"]
    monkeypatch.setenv("TELEGRAM_PROXY", "direct")
    assert proxies()[0] is None


# -- What is written about them


EXAMPLE = dict(
    re.findall(r"^([A-Z_]+)=(.*)$", (REPOSITORY / ".env.example").read_text(), re.MULTILINE)
)
# Where the outside world is: another address is an emulator's.
ADDRESSES = re.compile("_(API|CURRENCIES)$")


def test_the_example_has_every_setting_and_nothing_else() -> None:
    models = (MigrateSettings, BotSettings, ListenerSettings, PageSettings, ShopSettings)
    names = {name.upper() for model in models for name in model.model_fields}
    known = {name for name in names if not ADDRESSES.search(name)}
    assert known - EXAMPLE.keys() == set()
    of_setup = {
        DATABASE,
        POOLER,
        ONE_PROCESS,
        SITES,
        TRUSTED_PROXIES,
        ADMIN,
        *(backup.FOLDER, backup.CHAT, backup.RECIPIENTS, backup.STAMP),
        *(backup.KEEP_DAILY, backup.KEEP_WEEKLY),
        compose.PASSWORD,
        compose.PORT,
        compose.PROFILES,
        *map(password_variable, ROLES),
    }
    assert EXAMPLE.keys() - known - of_setup - {"SANDBOX_PORT"} == set()


@pytest.mark.parametrize("model", [BotSettings, ListenerSettings, PageSettings, SandboxSettings])
def test_the_example_shows_the_defaults(model: type[Settings]) -> None:
    shown = {name: value for name, value in EXAMPLE.items() if value and name != "PANEL_KEYS"}
    defaults = {
        name.upper(): str(field.default)
        for name, field in model.model_fields.items()
        if not field.is_required()
    }
    assert {name: defaults[name] for name in shown.keys() & defaults.keys()} == {
        name: shown[name] for name in shown.keys() & defaults.keys()
    }
