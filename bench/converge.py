"""How fast panels get back what they should have: one lost everybody, another one was down."""

import asyncio
import os
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

import httpx
from pydantic import SecretStr

from bench import population, processes
from bench.harness import Connection, Result, ThrowawayServer, until
from gateways import http
from gateways.vpn.port import Desired, Mark
from gateways.vpn.xray_api import XrayApi

# A small number shows that it works: BENCH_CONVERGE=900 takes half a minute.
SUBSCRIPTIONS = int(os.environ.get("BENCH_CONVERGE", "20000"))
CODES = ("wiped", "down", "well")

PANEL = "insert into vpn.panels (code, kind, base_url) values ($1, 'xray-api', $2)"
# Each panel has confirmed a third of the accesses.
SPREAD = """
update vpn.panels set enabled = false where code = 'main';
update vpn.access as a
set panel_id = p.id, links = array[a.link], applied_expires_at = d.expires_at
from vpn.panels as p, vpn.desired as d
where d.subscription_id = a.subscription_id
  and p.code = (array['wiped', 'down', 'well'])[a.id % 3 + 1]
"""
ACCESSES = """
select a.key, a.uuid, d.generation, d.expires_at, s.user_id as telegram_id
from vpn.access as a
join vpn.desired as d on d.subscription_id = a.subscription_id
join billing.subscriptions as s on s.id = a.subscription_id
join vpn.panels as p on p.id = a.panel_id
where p.code = $1
order by a.id
"""
# Every third one at a panel pays for another month.
RENEW = """
select count(vpn.desire(a.subscription_id, true, d.expires_at + interval '30 days'))
from vpn.access as a
join vpn.desired as d on d.subscription_id = a.subscription_id
join vpn.panels as p on p.id = a.panel_id
where p.code = $1 and a.id / 3 % 3 = 0
"""
LEFT = """
select count(*)
from vpn.access as a
join vpn.desired as d on d.subscription_id = a.subscription_id
join vpn.panels as p on p.id = a.panel_id
where p.code = $1 and (a.applied_generation < d.generation or a.differs)
"""
NOT_COMPARED = "select exists (select from vpn.scans where compared_at is null)"


@dataclass(frozen=True)
class Panel:
    """An emulated one, see bench/panels.py."""

    code: str
    url: str
    http: httpx.AsyncClient

    async def tell(self, what: str, users: object = None) -> None:
        (await self.http.post(f"/bench/{what}", json=users)).raise_for_status()

    async def requests(self) -> int:
        counted: int = (await self.http.get("/bench/requests")).raise_for_status().json()
        return counted


@dataclass(frozen=True)
class Shop:
    """pg_cron's part is played here, without the minute between two runs of a job."""

    connection: Connection
    panels: Sequence[Panel]

    async def left(self, panel: Panel) -> int:
        """How many accesses the panel has not confirmed as they should be."""
        count: int = await self.connection.fetchval(LEFT, panel.code)
        return count

    async def probe(self) -> None:
        await self.connection.execute("update vpn.panel_states set probe_at = '-infinity'")
        await self.connection.execute("call jobs.work('watch_delivery')")

    async def compare(self) -> bool:
        """Returns whether every scan is compared."""
        await self.connection.execute("call jobs.work('reapply_access')")
        return not await self.connection.fetchval(NOT_COMPARED)

    async def scan(self) -> None:
        """Raises RuntimeError if a panel has something else than it should."""
        for panel in self.panels:
            await self.connection.execute("select ops.scan_panel($1)", panel.code)
        await until(self.compare)
        if drift := await self.connection.fetchval("select count(*) from ops.drift"):
            raise RuntimeError(f"{drift} accesses differ")


async def vpn_converge(server: ThrowawayServer) -> Sequence[Result]:
    """VPN: three panels with a third of 20k accesses each, one is wiped, another one down."""
    async with (
        server.database() as database,
        database.connect() as connection,
        panels(server) as made,
    ):
        shop, (wiped, down, _) = Shop(connection, made), made
        await fill(shop)
        own = await create_rate(connection, wiped)
        async with processes.listener(server, database, panels=CODES):
            await shop.probe()
            await shop.scan()
            before = sum([await panel.requests() for panel in made])
            rate, seconds = await converge(shop, wiped, down)
            requests = sum([await panel.requests() for panel in made]) - before
    return [
        Result("vpn_converge", rate, "/s", "ratio >= 0.90", baseline=own),
        Result("vpn_converge_s", seconds, "s", "the three panels"),
        Result("vpn_converge_requests", requests, "", "1 a new, 2 a changed access"),
    ]


@asynccontextmanager
async def panels(server: ThrowawayServer) -> AsyncIterator[Sequence[Panel]]:
    ports = [processes.free_port() for _ in CODES]
    env = {name: os.environ[name] for name in ("BENCH_PANEL_RATE",) if name in os.environ}
    with server.process("-m", "bench.panels", *map(str, ports), env=env):
        async with AsyncExitStack() as stack:
            made = []
            for code, port in zip(CODES, ports, strict=True):
                url = f"http://127.0.0.1:{port}"
                client = httpx.AsyncClient(base_url=url, trust_env=False, timeout=60)
                await stack.enter_async_context(client)
                await processes.answers(client, "/bench/requests")
                made.append(Panel(code, f"{url}/panel", client))
            yield made


async def fill(shop: Shop) -> None:
    """The panel that will be wiped gets its accounts from create_rate."""
    await population.subscribe(shop.connection, SUBSCRIPTIONS)
    for panel in shop.panels:
        await shop.connection.execute(PANEL, panel.code, panel.url)
    await shop.connection.execute(SPREAD)
    await population.settle(shop.connection)
    for panel in shop.panels[1:]:
        rows = await shop.connection.fetch(ACCESSES, panel.code)
        await panel.tell(
            "seed",
            [
                {
                    "uuid": str(row["uuid"]),
                    "telegram_id": row["telegram_id"],
                    "expiry_timestamp_ms": round(row["expires_at"].timestamp() * 1000),
                }
                for row in rows
            ],
        )


async def create_rate(connection: Connection, panel: Panel) -> float:
    """Has the panel create its accounts by the adapter alone, as many at a time as the listener
    may; returns accounts per second."""
    at_once = await connection.fetchval("select concurrency from outbox.topics where name = 'vpn'")
    rows = await connection.fetch(ACCESSES, panel.code)
    waiting = iter(rows)
    async with http.client() as client:
        adapter = XrayApi(client, panel.url, SecretStr(processes.PANEL_KEY), {}, Mark("0" * 12))

        async def create() -> None:
            for row in waiting:
                await adapter.apply(Desired(**row))

        started = time.perf_counter()
        async with asyncio.TaskGroup() as tasks:
            for _ in range(at_once):
                tasks.create_task(create())
        return len(rows) / (time.perf_counter() - started)


async def converge(shop: Shop, wiped: Panel, down: Panel) -> tuple[float, float]:
    """Returns accounts per second that the wiped panel got back, and the seconds until nothing
    differs anywhere: from the probe that saw a new epoch, without the minutes that jobs wait."""

    async def is_found() -> bool:
        await shop.compare()
        return await shop.left(wiped) > 0

    async def is_half_done() -> bool:
        return await shop.left(wiped) < lost / 2

    async def has_all(panel: Panel) -> bool:
        return await shop.left(panel) == 0

    await down.tell("down")
    await shop.connection.execute(RENEW, down.code)
    await wiped.tell("wipe")
    started = time.perf_counter()
    await shop.probe()
    await until(is_found)
    found, lost = time.perf_counter(), await shop.left(wiped)
    await until(is_half_done)
    await down.tell("up")
    await until(lambda: has_all(wiped))
    rate = lost / (time.perf_counter() - found)
    await until(lambda: has_all(down))
    await shop.scan()
    return rate, time.perf_counter() - started
