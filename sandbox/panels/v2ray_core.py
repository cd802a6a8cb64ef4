"""A panel with a real core behind it: `python -m sandbox.panels.v2ray_core`.

It speaks the `xray-api` contract and drives V2Ray, so that a link that the shop hands out can be
used. Everything stays on loopback, where VLESS needs no TLS. It is a reference for who writes such
a panel, not one to serve customers: users are stored, and an access ends here even if the shop is
down; a core that ended is started again, with its users.
"""

import asyncio
import ctypes
import json
import secrets
import signal
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import quote
from uuid import UUID

import uvicorn
from fastapi import APIRouter, Depends, FastAPI, Header, HTTPException
from pydantic import SecretStr
from starlette.requests import Request
from starlette.responses import JSONResponse

from sandbox.clock import Clock
from sandbox.panels.handler_service import CoreError, HandlerService
from sandbox.panels.xray_api import AddUser, PanelUser, UpdateUser
from sandbox.store import Json, Store
from settings import Port, PostgresUrl, Settings

HOST = "127.0.0.1"
INBOUND = "users"
# How often it is looked whose access has ended, and how long a core that ended stays down.
TICK = 0.2
PR_SET_PDEATHSIG = 1


class CoreSettings(Settings):
    panel_port: Port = 8090
    """Of the panel's API."""
    vless_port: Port = 8091
    """Of the core, which links name."""
    panel_key: SecretStr = SecretStr("sandbox")
    tickover_home: Path = Path(".local")
    database_url: PostgresUrl | None = None
    """An administrator's URL of the shop: its clock is followed; without one, real time."""


class Core:
    """A V2Ray process, which lets in the users that `users` gives.

    A change goes to the running process, because a restart would cut everybody's connections. A
    process that starts has its users in its configuration.
    """

    epoch: str
    handler: HandlerService
    """Of the running process."""
    _process: asyncio.subprocess.Process
    _serves: set[str]

    def __init__(self, port: int, users: Callable[[], set[str]], log: Path) -> None:
        self._port = port
        self._users = users
        self._log = log
        self._changes = asyncio.Lock()

    @property
    def pid(self) -> int:
        return self._process.pid

    async def update(self) -> None:
        """Lets in the users of now and nobody else. Connections that are open stay so."""
        async with self._changes:
            uuids = self._users()
            for uuid in self._serves - uuids:
                await self.handler.remove_user(uuid)
                self._serves.remove(uuid)
            for uuid in uuids - self._serves:
                await self.handler.add_user(uuid)
                self._serves.add(uuid)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Keeps a process running."""
        await self._start()
        keeper = asyncio.create_task(self._keep())
        try:
            yield
        finally:
            keeper.cancel()
            with suppress(ProcessLookupError):
                self._process.terminate()
            await self._process.wait()

    async def _keep(self) -> None:
        while True:
            await self._process.wait()
            await asyncio.sleep(TICK)
            async with self._changes:
                with suppress(CoreError):
                    await self._start()

    async def _start(self) -> None:
        """Returns when it answers."""
        api_port, uuids = _free_port(), self._users()
        with self._log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                "v2ray",
                "-config",
                "stdin:",
                stdin=asyncio.subprocess.PIPE,
                stdout=log,
                stderr=log,
                preexec_fn=_end_with_panel,
            )
        assert self._process.stdin
        self._process.stdin.write(json.dumps(self._configuration(api_port, uuids)).encode())
        self._process.stdin.close()
        while not (_answers(api_port) and _answers(self._port)):
            if self._process.returncode is not None:
                raise CoreError(f"v2ray did not start, see {self._log}")
            await asyncio.sleep(0.02)
        self.handler = HandlerService(api_port, INBOUND)
        self._serves = uuids
        self.epoch = secrets.token_hex(4)

    def _configuration(self, api_port: int, uuids: set[str]) -> Json:
        clients = [{"id": uuid, "email": uuid} for uuid in sorted(uuids)]
        return {
            "log": {"loglevel": "warning"},
            "api": {"tag": "api", "services": ["HandlerService"]},
            "inbounds": [
                {
                    "tag": "api",
                    "listen": HOST,
                    "port": api_port,
                    "protocol": "dokodemo-door",
                    "settings": {"address": HOST},
                },
                {
                    "tag": INBOUND,
                    "listen": HOST,
                    "port": self._port,
                    "protocol": "vless",
                    "settings": {"clients": clients, "decryption": "none"},
                },
            ],
            "outbounds": [{"protocol": "freedom"}],
            "routing": {"rules": [{"type": "field", "inboundTag": ["api"], "outboundTag": "api"}]},
        }


class Panel:
    """The users, stored; the core lets in those whose access has not ended."""

    def __init__(self, settings: CoreSettings) -> None:
        home = settings.tickover_home / "core"
        self._store = Store(home / "users.sqlite")
        self._users = {body["uuid"]: PanelUser(**body) for body in self._store.all("user")}
        url = settings.database_url
        self._clock = Clock(None if url is None else url.get_secret_value())
        self._port = settings.vless_port
        self._key = settings.panel_key.get_secret_value()
        self.core = Core(self._port, self._current, home / "v2ray.log")

    @asynccontextmanager
    async def running(self, _: FastAPI) -> AsyncIterator[None]:
        await self._clock.refresh()
        async with self.core.running():
            ending = asyncio.create_task(self._end())
            yield
            ending.cancel()

    def knows(self, key: str) -> bool:
        return secrets.compare_digest(key.encode(), self._key.encode())

    async def add(self, wanted: AddUser) -> Json:
        """Somebody known already keeps his end: `update` changes it."""
        user = self._users.get(str(wanted.uuid)) or self._put(wanted)
        await self.core.update()
        return {"uuid": user.uuid, "vless_link": self._link(user)}

    async def update(self, wanted: UpdateUser) -> Json:
        if str(wanted.uuid) not in self._users:
            raise HTTPException(404, "User not found")
        user = self._put(wanted)
        await self.core.update()
        return {"uuid": user.uuid, "vless_link": self._link(user)}

    async def remove(self, uuid: str) -> Json:
        self._store.delete("user", uuid)
        removed = self._users.pop(uuid, None) is not None
        await self.core.update()
        return {"uuid": uuid, "removed": removed}

    def uuids(self) -> list[str]:
        return list(self._users)

    def _put(self, wanted: UpdateUser) -> PanelUser:
        uuid = str(wanted.uuid)
        user = PanelUser(uuid, wanted.key or uuid, wanted.expiry_timestamp_ms, wanted.generation)
        self._users[uuid] = user
        self._store.put("user", uuid, asdict(user))
        return user

    def _current(self) -> set[str]:
        now = self._clock.now()
        return {
            user.uuid
            for user in self._users.values()
            if not user.expiry_timestamp_ms or user.expires_at > now
        }

    def _link(self, user: PanelUser) -> str:
        name = quote(f"Tickover {user.key}")
        query = "encryption=none&security=none&type=tcp"
        return f"vless://{user.uuid}@{HOST}:{self._port}?{query}#{name}"

    async def _end(self) -> None:
        """Ends each access at its time. A core that is down starts without who has ended."""
        while True:
            await self._clock.refresh()
            with suppress(CoreError):
                await self.core.update()
            await asyncio.sleep(TICK)


def router(panel: Panel) -> APIRouter:
    def authorize(x_api_key: Annotated[str, Header()] = "") -> None:
        if not panel.knows(x_api_key):
            raise HTTPException(401, "Invalid API key")

    routes = APIRouter(dependencies=[Depends(authorize)])

    @routes.post("/add-user")
    async def add_user(body: AddUser) -> Any:
        return await panel.add(body)

    @routes.post("/update-user")
    async def update_user(body: UpdateUser) -> Any:
        return await panel.update(body)

    @routes.post("/remove-user/{uuid}")
    async def remove_user(uuid: UUID) -> Any:
        return await panel.remove(str(uuid))

    @routes.get("/list-users")
    async def list_users() -> Any:
        return {"uuids": panel.uuids()}

    @routes.get("/health")
    async def health() -> Any:
        return {"status": "ok", "epoch": panel.core.epoch, "pid": panel.core.pid}

    return routes


def create_app(settings: CoreSettings) -> FastAPI:
    panel = Panel(settings)
    app = FastAPI(lifespan=panel.running)
    app.include_router(router(panel))

    @app.exception_handler(CoreError)
    async def not_done(_: Request, error: CoreError) -> JSONResponse:
        return JSONResponse({"detail": str(error)}, 503)

    return app


def _end_with_panel() -> None:
    """Runs in the core: without its panel it would let in everybody forever."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0


if __name__ == "__main__":
    core_settings = CoreSettings.load()
    uvicorn.run(create_app(core_settings), host=HOST, port=core_settings.panel_port)
