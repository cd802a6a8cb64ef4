"""A shop in Docker: `compose.yaml` with the values of the shop's file."""

import asyncio
import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from scripts.database import REPOSITORY
from scripts.shop.config import PANEL_KEYS, SITES, Config
from scripts.shop.terminal import Refused

PASSWORD, PORT = "POSTGRES_PASSWORD", "POSTGRES_PORT"
# Docker's own variable: which of the services that not every shop has are started with the others.
PROFILES = "COMPOSE_PROFILES"
DEFAULT_PORT = "5433"
# Whom the programs run as there (Dockerfile).
USER = 10001


async def up(config: Config, *services: str) -> None:
    """Builds and starts services, and waits until they are well; all of them if none is named,
    without waiting: some of them end. Raises Refused with Docker's words."""
    keys = _panel_keys(config)
    if not services:
        _hand_out(keys)
        _keep_profiles(config)
    wait = ["--wait", *services] if services else []
    await asyncio.to_thread(_docker, config, ["up", "--detach", "--build", *wait])


def _keep_profiles(config: Config) -> None:
    """In the shop's file, where Docker finds them: who starts the shop again starts all of it.
    Profiles of somebody's own stay."""
    wanted = {"page": config.get("PAGE_URL"), "proxy": config.get(SITES)}
    before = config.file.read().get(PROFILES, "")
    others = [name for name in before.split(",") if name and name not in wanted]
    ours = [name for name, is_there in wanted.items() if is_there]
    config.file.write({PROFILES: ",".join([*ours, *others])})


def _panel_keys(config: Config) -> Path | None:
    """Docker mounts nothing else. Raises Refused."""
    named = config.get(PANEL_KEYS)
    if not named:
        return None
    keys = Path(named)
    if not keys.is_absolute() or not keys.is_file():
        raise Refused(f"{PANEL_KEYS} is {named}: it has to be a file by its whole path")
    return keys


def _hand_out(keys: Path | None) -> None:
    """A container reads the file of PANEL_KEYS_FILE itself."""
    if keys and keys.stat().st_uid != USER:
        try:
            os.chown(keys, USER, -1)
        except OSError as error:
            raise Refused(
                f"the programs in Docker cannot read {keys} ({error.strerror}): chown {USER} {keys}"
            ) from None


def admin_url(config: Config) -> str:
    """PostgreSQL of `compose.yaml`, which only this machine reaches."""
    values = config.values()
    port = values.get(PORT, DEFAULT_PORT)
    return f"postgresql://postgres:{values[PASSWORD]}@127.0.0.1:{port}/postgres"


def is_used(config: Config) -> bool:
    """Whether the shop's database is that of `compose.yaml`."""
    return PASSWORD in config.values()


def inside(config: Config, program: str) -> Sequence[str]:
    """The words that start a program in the container of PostgreSQL, as its superuser."""
    return _command(config, ["exec", "-T", "--user", "postgres", "postgres", program])


def _docker(config: Config, words: Sequence[str]) -> None:
    command = _command(config, words)
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    if done.returncode:
        lines = done.stderr.strip().splitlines()
        raise Refused(f"docker compose: {lines[-1] if lines else done.returncode}")


def _command(config: Config, words: Sequence[str]) -> list[str]:
    docker = shutil.which("docker")
    if docker is None:
        raise Refused("docker is not installed: https://docs.docker.com/engine/install")
    compose = ["compose", "--project-directory", str(REPOSITORY)]
    return [docker, *compose, "--env-file", str(config.path.absolute()), *words]
