"""A link that was bought opens a page: the real listener, a panel with a real core, and as the
client a second V2Ray, which knows nothing but the link.
"""

import asyncio
import json
import os
import shutil
import signal
import subprocess
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import httpx
import pytest

from sandbox.panels.handler_service import CoreError
from sandbox.panels.v2ray_core import Core
from scripts import tools
from tests.support import ANN, Clock, Connection, Database, Process, eventually, free_port
from tests.support.races import Tap
from tests.support.sandbox import TOKEN

TEXT = "hello"
KEY = "a key of the panel"


@dataclass(frozen=True)
class Client:
    """An app on Ann's phone, which has imported a link."""

    page: str
    proxy: str

    async def opens(self) -> bool:
        """Whether it opens the page, on a new connection."""
        async with httpx.AsyncClient(proxy=self.proxy, trust_env=False) as http:
            try:
                answer = await http.get(self.page)
            except httpx.TransportError:
                return False
        return answer.text == TEXT

    async def is_refused(self) -> bool:
        return not await self.opens()


@dataclass
class Panel:
    """The panel's process and its API. Its core keeps its port, because links name it."""

    spawn: Callable[..., Process]
    settings: Mapping[str, str]
    http: httpx.AsyncClient
    users: Path
    process: Process | None = None

    async def start(self) -> None:
        self.process = self.spawn("-m", "sandbox.panels.v2ray_core", env=self.settings)
        await eventually(self.is_up)

    async def is_up(self) -> bool:
        try:
            return bool(await self.health())
        except httpx.TransportError:
            return False

    async def health(self) -> dict[str, Any]:
        health: dict[str, Any] = (await self.http.get("/health")).raise_for_status().json()
        return health

    async def lose_everything(self) -> None:
        """Another machine takes its place."""
        assert self.process
        await asyncio.to_thread(self.process.stop)
        shutil.rmtree(self.users)
        await self.start()


@dataclass
class Shop:
    """Ann has the money for a month at the one panel."""

    db: Connection
    tap: Tap

    async def buy(self) -> str:
        """Returns the link that the panel gave."""
        bought = await self.tap.buy(ANN, await self.tap.order(ANN))
        assert bought["outcome"] == "fulfilled"
        link = await eventually(self.link)
        assert link
        return link

    async def link(self) -> str | None:
        link: str | None = await self.db.fetchval("select link from vpn.access")
        return link

    async def run(self, *jobs: str) -> None:
        for job in jobs:
            await self.db.execute(f"call jobs.work('{job}')")

    async def watch(self, *due: str) -> None:
        """Time passes until the shop asks for the panel's epoch (probe_at) or users (scan_at)."""
        for column in due:
            await self.db.execute(f"update vpn.panel_states set {column} = '-infinity'")
        await self.run("watch_delivery", "reapply_access")

    async def knows_panel(self) -> bool:
        """Whether the shop has read the panel's users, and of which epoch."""
        await self.watch("probe_at", "scan_at")
        knows: bool = await self.db.fetchval(
            """select exists (
                 select from vpn.scans as s join vpn.panel_states as t using (panel_id, epoch)
                 where s.compared_at is not null and s.error is null and s.held is null
               )"""
        )
        return knows

    async def has_no_link(self) -> bool:
        return await self.link() is None


@pytest.fixture
async def panel(
    v2ray: tools.Program, spawn: Callable[..., Process], database: Database, tmp_path: Path
) -> AsyncIterator[Panel]:
    port = free_port()
    settings = {
        **v2ray.environment(),
        "PANEL_PORT": str(port),
        "VLESS_PORT": str(free_port()),
        "PANEL_KEY": KEY,
        "DATABASE_URL": database.url(),
    }
    async with httpx.AsyncClient(
        base_url=f"http://127.0.0.1:{port}", headers={"X-API-Key": KEY}, trust_env=False
    ) as http:
        panel = Panel(spawn, settings, http, tmp_path / "core")
        await panel.start()
        yield panel


@pytest.fixture
async def shop(
    panel: Panel,
    spawn: Callable[..., Process],
    database: Database,
    db: Connection,
    taps: tuple[Tap, Tap],
) -> Shop:
    await db.execute("update vpn.panels set base_url = $1", str(panel.http.base_url))
    spawn(
        "listener.py",
        env={
            "DATABASE_URL": database.url("tickover_listener"),
            "BOT_TOKEN": TOKEN,
            "TELEGRAM_API": "http://127.0.0.1:1",
            "PANEL_KEYS": json.dumps({"main": KEY}),
        },
    )
    return Shop(db, taps[0])


@pytest.fixture
async def page() -> AsyncIterator[str]:
    """What Ann wants to see: the address of a page."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + TEXT.encode())
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"


@contextmanager
def importing(link: str, page: str, v2ray: tools.Program, folder: Path) -> Iterator[Client]:
    port = free_port()
    file = folder / "client.json"
    file.write_text(json.dumps(configuration(link, port)))
    with (
        (folder / "client.log").open("wb") as log,
        subprocess.Popen([v2ray.path, "-config", file], stdout=log, stderr=log) as process,
    ):
        try:
            yield Client(page, f"http://127.0.0.1:{port}")
        finally:
            process.kill()


def configuration(link: str, port: int) -> dict[str, Any]:
    """What an app makes of a link; it has a proxy on this port."""
    parts = urlsplit(link)
    query = {name: value for name, [value] in parse_qs(parts.query).items()}
    assert (parts.scheme, query["security"]) == ("vless", "none")
    user = {"id": parts.username, "encryption": query["encryption"]}
    server = {"address": parts.hostname, "port": parts.port, "users": [user]}
    outbound = {
        "protocol": "vless",
        "settings": {"vnext": [server]},
        "streamSettings": {"network": query["type"]},
    }
    return {
        "inbounds": [{"listen": "127.0.0.1", "port": port, "protocol": "http"}],
        "outbounds": [outbound],
    }


@pytest.fixture
async def client(
    shop: Shop, page: str, v2ray: tools.Program, tmp_path: Path
) -> AsyncIterator[Client]:
    """Ann has bought a month, and uses its link."""
    with importing(await shop.buy(), page, v2ray, tmp_path) as client:
        await eventually(client.opens)
        yield client


@pytest.mark.long
async def test_a_link_works_until_the_end_and_again_after_a_renewal(
    client: Client, shop: Shop, clock: Clock
) -> None:
    link = await shop.link()
    clock.advance("31 days")
    await eventually(client.is_refused)
    assert await shop.link() == link, "the panel ended it, the shop has not looked yet"

    await shop.run("renew_due", "expire_due")
    await eventually(shop.has_no_link)
    assert await client.is_refused()

    await shop.tap.pay(ANN, "second month")
    assert await shop.buy() == link
    assert await client.opens()


@pytest.mark.long
async def test_a_killed_core_has_its_users_back(client: Client, panel: Panel) -> None:
    before = await panel.health()
    os.kill(before["pid"], signal.SIGKILL)
    await eventually(client.opens)
    assert (await panel.health())["epoch"] != before["epoch"]


@pytest.mark.long
async def test_a_core_that_lost_its_users_gets_them_from_the_shop(
    client: Client, panel: Panel, shop: Shop
) -> None:
    await eventually(shop.knows_panel)
    await panel.lose_everything()
    assert await client.is_refused()

    async def opens() -> bool:
        await shop.watch("probe_at")
        return await client.opens()

    await eventually(opens)


async def test_what_the_core_refuses_is_an_error(
    v2ray: tools.Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in v2ray.environment().items():
        monkeypatch.setenv(name, value)
    uuid = str(uuid4())
    users = {uuid}
    core = Core(free_port(), users.copy, tmp_path / "v2ray.log")
    async with core.running():
        with pytest.raises(CoreError, match="already exists"):
            await core.handler.add_user(uuid)
        users.clear()
        await core.update()
        with pytest.raises(CoreError, match="not found"):
            await core.handler.remove_user(uuid)
    users.add(uuid)
    with pytest.raises(CoreError, match="connect"):
        await core.update()
