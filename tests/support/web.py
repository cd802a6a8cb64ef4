"""A subscription page in this process, and a subscription that it shows."""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass

import httpx
import uvicorn

from http_server import configuration
from tests.support import ANN, Connection, Database
from web import database as pages
from web.app import create_app
from web.limits import Limits

LINK = "vless://5c7a3bd8-31b6-4a3f-8f6c-3ef9d5a4a111@de.example:443?type=tcp&security=reality#DE"
SECOND = "vless://5c7a3bd8-31b6-4a3f-8f6c-3ef9d5a4a111@nl.example:443?type=tcp&security=reality#NL"
BROWSER = {
    "user-agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/604.1",
    "accept": "text/html,application/xhtml+xml,*/*;q=0.8",
}


class _Guest(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@dataclass
class Page:
    """A running page, the database behind it, and a client of it."""

    url: str
    http: httpx.AsyncClient
    db: Connection
    limits: Limits

    async def ask(self, token: str, agent: str = "v2rayN/7.0", rest: str = "") -> httpx.Response:
        return await self.http.get(f"/sub/{token}{rest}", headers={"user-agent": agent})

    async def browse(self, token: str, rest: str = "") -> httpx.Response:
        return await self.http.get(f"/sub/{token}{rest}", headers=BROWSER)


@asynccontextmanager
async def open_page(
    database: Database,
    db: Connection,
    limits: Limits | None = None,
    believed: Sequence[str] = ("127.0.0.1",),
) -> AsyncIterator[Page]:
    """The page as its process runs it, as its role, in this event loop, on a free port."""
    listening = socket.create_server(("127.0.0.1", 0))
    url = f"http://127.0.0.1:{listening.getsockname()[1]}"
    limits = limits or Limits()
    async with (
        pages.opened(database.url("tickover_page")) as opened,
        httpx.AsyncClient(base_url=url, timeout=30) as http,
    ):
        server = _Guest(configuration(create_app(opened, url, limits), believed))
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        yield Page(url, http, db, limits)
        server.should_exit = True
        await serving


async def subscribe(db: Connection, telegram_id: int = ANN, locale: str = "en") -> str:
    """Somebody with a trial whose panel has answered; returns the token of the address."""
    await db.execute("update app.flags set enabled = true where name = 'trials'")
    await db.execute(
        "select api.start($1, sha256($1::bigint::text::bytea), null, 'Ann', $2)",
        telegram_id,
        locale,
    )
    await db.execute("select api.start_trial($1)", telegram_id)
    await answer(db)
    token: str = await db.fetchval("select token from api.subscription_address($1)", telegram_id)
    return token


async def answer(db: Connection) -> None:
    """What the panels confirm: each access is as desired."""
    await db.execute(
        """
        select vpn.applied(
          a.id::text, '{}',
          jsonb_build_object('generation', d.generation, 'present', d.present, 'link', $1::text)
        )
        from vpn.access as a
        join vpn.desired as d on d.subscription_id = a.subscription_id
        """,
        LINK,
    )


async def buy(db: Connection, telegram_id: int = ANN) -> None:
    """Thirty days of Plus, which begin when what runs has ended."""
    await db.execute("select ops.credit(app.user_of($1), 29900, 'test')", telegram_id)
    await db.execute(
        """
        select api.pay_from_balance($1, o.order_token)
        from billing.prices as p
        join billing.plans as l on l.id = p.plan_id and l.code = 'plus'
        cross join lateral api.open_order($1, p.id) as o
        where p.period_count = 30
        """,
        telegram_id,
    )
    await answer(db)
