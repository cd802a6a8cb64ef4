"""compose.yaml, read as strictly as docker compose reads it: nobody here starts it."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]

from scripts.database import password_variable
from scripts.shop import compose
from scripts.shop.config import OPERATOR, PROGRAMS, ROLES, Config
from scripts.shop.terminal import Refused
from tests.support import REPOSITORY
from tests.support.sandbox import TOKEN

FILE = REPOSITORY / "compose.yaml"


def defined_twice(node: yaml.Node) -> list[str]:
    """Keys that a mapping has more than once: YAML's loader takes the last, docker compose none."""
    found: list[str] = []
    if isinstance(node, yaml.SequenceNode):
        children = node.value
    elif isinstance(node, yaml.MappingNode):
        children = [value for _, value in node.value]
        keys = [key.value for key, _ in node.value]
        found = sorted({key for key in keys if keys.count(key) > 1})
    else:
        children = []
    return found + [key for child in children for key in defined_twice(child)]


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(FILE.read_text())["services"]
    return found


def test_nothing_is_defined_twice() -> None:
    assert defined_twice(yaml.compose("a: [{b: 1, c: 2, b: 3}]")) == ["b"]
    assert defined_twice(yaml.compose(FILE.read_text())) == []


def test_texts_are_sorted_alike_whatever_the_next_image_has(services: dict[str, Any]) -> None:
    given = services["postgres"]["environment"]["POSTGRES_INITDB_ARGS"].split(" ")
    assert {"--encoding=UTF8", "--locale=C.UTF-8", "--lc-collate=C"} <= set(given)


def test_programs_start_when_the_database_fits_them(services: dict[str, Any]) -> None:
    def waits_for(name: str) -> dict[str, str]:
        return {of: how["condition"] for of, how in services[name]["depends_on"].items()}

    assert waits_for("bootstrap") == {"postgres": "service_healthy"}
    assert waits_for("migrate") == {"bootstrap": "service_completed_successfully"}
    assert waits_for("bot") == {"migrate": "service_completed_successfully"}
    assert waits_for("listener") == {"migrate": "service_completed_successfully"}
    assert waits_for("page") == {"migrate": "service_completed_successfully"}


@pytest.mark.parametrize("program", ["bot", "listener"])
def test_a_program_has_time_to_finish_what_is_in_hand(
    services: dict[str, Any], program: str
) -> None:
    """A call takes up to 20 s (outbox.topics.call_timeout)."""
    assert int(services[program]["stop_grace_period"].removesuffix("s")) > 20


def test_the_doctor_inside_has_what_it_needs_and_no_more(
    services: dict[str, Any], tmp_path: Path
) -> None:
    tools = services["tools"]
    assert "env_file" not in tools
    file = {
        "BOT_TOKEN": TOKEN,
        "IDENTITY_KEY": "i" * 64,
        "TELEGRAM_MODE": "polling",
        "PAGE_URL": "https://vpn.example",
        "BACKUP_CHAT": "4711",
        "PORT": "9000",
        compose.PASSWORD: "the superuser's",
        **{password_variable(role): f"of-{role}" for role in ROLES},
    }

    def filled(value: object) -> str:
        if_set = r"\$\{(\w+):\+([^}]*)\}"
        value = re.sub(if_set, lambda it: it[2] if it[1] in file else "", str(value))
        name = r"\$\{(\w+)(?::\?|:-([^}]*))\}"
        return re.sub(name, lambda it: file.get(it[1], it[2] or ""), value)

    given = {name: filled(value) for name, value in tools["environment"].items()}
    assert not any("superuser" in value for value in given.values())
    config = Config(tmp_path / ".env", given)
    for program in (*config.programs(), "migrate"):
        config.settings(PROGRAMS[program][0], program)
    assert config.programs() == ("bot", "listener", "page")
    assert config.url(OPERATOR) == f"postgresql://{OPERATOR}:of-{OPERATOR}@postgres/tickover"
    assert config.get("PORT") == "8080", "it stands beside the bot, where no port is forwarded"
    assert config.get("BACKUP_CHAT") == "4711"


@pytest.mark.parametrize("service", ["listener", "tools"])
def test_the_file_of_panel_keys_is_where_the_program_reads_it(
    services: dict[str, Any], service: str
) -> None:
    it = services[service]
    assert it["environment"]["PANEL_KEYS_FILE"] == "${PANEL_KEYS_FILE:+/run/panel_keys.json}"
    # In short, a name without a folder is a volume's, and a file that is not there a new folder.
    assert it["volumes"][0] == {
        "type": "bind",
        "source": "${PANEL_KEYS_FILE:-/dev/null}",
        "target": "/run/panel_keys.json",
        "read_only": True,
        "bind": {"create_host_path": False},
    }


def test_nothing_else_that_a_shop_names_is_mounted(services: dict[str, Any]) -> None:
    short = [it for of in services.values() for it in of.get("volumes", []) if isinstance(it, str)]
    assert short
    assert [it for it in short if "$" in it] == []


@pytest.mark.parametrize("named", ["keys.json", "{folder}/nowhere.json", "{folder}"])
async def test_a_file_of_panel_keys_that_docker_cannot_mount(tmp_path: Path, named: str) -> None:
    """Whatever is started: Docker reads all of `compose.yaml` for each of its services."""
    config = Config(tmp_path / ".env", {})
    config.file.write({"PANEL_KEYS_FILE": named.format(folder=tmp_path)})
    for services in ((), ("postgres",)):
        with pytest.raises(Refused, match=r"PANEL_KEYS_FILE is .+ whole path"):
            await compose.up(config, *services)


def test_every_program_can_be_stopped_from_its_first_moment(services: dict[str, Any]) -> None:
    """Linux gives the first process of a container no signal that it does not handle yet."""
    ours = [it for it in services.values() if it.get("image") == "tickover"]
    assert len(ours) == 5
    assert all(it.get("init") is True for it in ours)


def test_no_log_fills_the_disk_of_the_database(services: dict[str, Any]) -> None:
    assert len(services) == 8
    for name, service in services.items():
        logging = service["logging"]
        assert logging["driver"] == "local", name
        assert logging["options"] == {"max-size": "20m", "max-file": "5"}


def test_certificates_of_panels_have_one_name_inside_and_outside(services: dict[str, Any]) -> None:
    """A backup is made outside: it looks from the repository, as a program inside does."""
    for name in ("listener", "tools"):
        assert "./panels:/app/panels:ro" in services[name]["volumes"]
    assert "WORKDIR /app\n" in (REPOSITORY / "Dockerfile").read_text()
    assert "/panels/" in (REPOSITORY / ".gitignore").read_text().splitlines()


def test_looking_at_a_shop_starts_nothing() -> None:
    text = (REPOSITORY / "docs" / "operations.md").read_text()
    found = re.findall(r"docker compose run [^`]*?tools \S+", text)
    assert found
    assert all("--no-deps" in it for it in found)
