"""What `python -m scripts.shop` works with: a PostgreSQL that is there, and an emulated world."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from scripts import cluster
from tests.support import REPOSITORY, free_port, throwaway
from tests.support.sandbox import TOKEN

PANEL_KEY, CRYPTO_PAY = "sandbox", "1000:sandbox"


@dataclass(frozen=True)
class Ground:
    """`server`: an empty PostgreSQL with pg_cron; `world`: the URL of the sandbox; `folder`: where
    the shop is set up."""

    server: cluster.Cluster
    world: str
    folder: Path
    port: int
    metrics_port: int

    @property
    def environment(self) -> dict[str, str]:
        """Of a shell in that folder."""
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder),
            "LANG": "C.UTF-8",
            "PYTHONPATH": os.pathsep.join(
                filter(None, [str(REPOSITORY), os.environ.get("PYTHONPATH")])
            ),
            "TICKOVER_HOME": str(self.folder / "home"),
            "TELEGRAM_API": self.world,
            "METRICS_PORT": str(self.metrics_port),
            "CRYPTO_PAY_API": f"{self.world}/crypto/api",
        }

    @property
    def answers(self) -> dict[str, str]:
        return {
            "BOT_TOKEN": TOKEN,
            "ADMIN_DATABASE_URL": self.server.url(database="postgres"),
            "SHOP_DATABASE": cluster.DATABASE,
            "SHOP_CURRENCY": "RUB",
            "SHOP_LANGUAGES": "en,ru",
            "SHOP_ZONE": "Europe/Berlin",
            "SHOP_SUPPORT": "https://t.me/help",
            "SHOP_PANEL_KIND": "xray-api",
            "SHOP_PANEL_URL": f"{self.world}/panel",
            "SHOP_PANEL_OPTIONS": "{}",
            "SHOP_PANEL_KEY": PANEL_KEY,
            "SHOP_STAR_PRICE": "1.8",
            "SHOP_DOMAIN": "",
            "PORT": str(self.port),
        }


@contextmanager
def ground(folder: Path, name: str) -> Iterator[Ground]:
    server, port = throwaway(name), free_port()
    environment = {**os.environ, "SANDBOX_PORT": str(port), "TICKOVER_HOME": str(folder / "world")}
    for unset in ("DATABASE_URL", "BOT_TOKEN"):
        environment.pop(unset, None)
    with (folder / "sandbox.log").open("wb") as log:
        sandbox = subprocess.Popen(
            [sys.executable, "-m", "sandbox"],
            cwd=REPOSITORY,
            env=environment,
            stdout=log,
            stderr=log,
        )
    try:
        _wait_for(port)
        shop = folder / "shop"
        shop.mkdir()
        yield Ground(server, f"http://127.0.0.1:{port}", shop, free_port(), free_port())
    finally:
        sandbox.kill()
        sandbox.wait()
        server.remove()


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + 60
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            assert time.monotonic() < deadline, "the sandbox did not start"
            time.sleep(0.05)
