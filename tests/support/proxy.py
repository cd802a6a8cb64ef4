"""The distribution's Caddy with the shop's Caddyfile, on loopback, with an authority of its own."""

import asyncio
import os
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from scripts import tools
from tests.support import REPOSITORY, eventually, free_port

CADDYFILE = REPOSITORY / "deploy" / "caddy" / "Caddyfile"


@dataclass
class Proxy:
    port: int
    folder: Path
    process: "subprocess.Popen[bytes]"

    @property
    def log(self) -> str:
        return (self.folder / "log").read_text()

    async def client(self, address: str) -> httpx.AsyncClient:
        """Somebody who connects from that address, and trusts the authority."""
        root = self.folder / "caddy" / "pki" / "authorities" / "local" / "root.crt"

        async def serves() -> bool:
            """Its authority and certificate are written after it has begun to listen."""
            assert self.process.poll() is None, self.log
            try:
                # Missing, empty or half of it is there: each is an OSError.
                trusted = ssl.create_default_context(cafile=str(root))
                _, writer = await asyncio.open_connection("localhost", self.port, ssl=trusted)
            except OSError:
                return False
            writer.close()
            return True

        await eventually(serves, within=60)
        return httpx.AsyncClient(
            base_url=f"https://localhost:{self.port}",
            transport=httpx.AsyncHTTPTransport(
                verify=ssl.create_default_context(cafile=str(root)), local_address=address
            ),
            timeout=30,
        )


def environment(folder: Path, port: int, bot: str, page: str) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "XDG_DATA_HOME": str(folder),
        "XDG_CONFIG_HOME": str(folder),
        "SHOP_SITES": f"localhost:{port}",
        "SHOP_BOT": bot.removeprefix("http://"),
        "SHOP_PAGE": page.removeprefix("http://"),
        "SHOP_TLS": "tls internal",
        "SHOP_PROXY_OPTIONS": "auto_https disable_redirects\n\tskip_install_trust",
    }


@contextmanager
def proxying(
    program: tools.Program, folder: Path, bot: str, page: str, **more: str
) -> Iterator[Proxy]:
    port = free_port()
    command = [str(program.path), "run", "--adapter", "caddyfile", "--config", str(CADDYFILE)]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            command, env={**environment(folder, port, bot, page), **more}, stdout=log, stderr=log
        )
    try:
        yield Proxy(port, folder, process)
    finally:
        process.kill()
        process.wait()
