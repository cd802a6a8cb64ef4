"""The systems that the shop calls: VPN panels and payment providers; and the subscription page as
those see it who call it."""

import asyncio
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import httpx

import gateways.page
from gateways import http
from gateways.errors import Denied, GatewayError
from gateways.vpn.check import MARK
from gateways.vpn.gateway import ADAPTERS
from gateways.vpn.keys import PanelKeys
from gateways.vpn.port import allows
from scripts.shop import panels as panel_settings
from scripts.shop import payments
from scripts.shop.checks.base import Finding, Shop, Unknown, broken, checks, ok, warning
from scripts.shop.telegram import bot_api, is_emulated
from scripts.shop.terminal import Refused
from settings import HEARTBEAT, BotSettings, PageAddress

SETUP = "python -m scripts.shop setup"
LISTENER = "tickover_listener"
# The address of the first panel until somebody sets another: the sandbox's.
SANDBOX = "http://127.0.0.1:8081/panel"


async def panels(shop: Shop) -> list[Finding]:
    """Each that has or takes customers: reachable, with its key, of a version that we know."""
    rows = await shop.rows(
        """select p.panel, p.enabled, p.accesses, p.seen, p.unwanted, p.unknown, p.differing
           from ops.panels as p where p.enabled or p.accesses > 0 order by 1"""
    )
    if not any(row["enabled"] for row in rows):
        fix = "update vpn.panels set enabled = true where code = '...'; or " + SETUP
        return broken("no panel takes new customers: trials and purchases wait", fix)
    found = await asyncio.gather(*(_panel(shop, row) for row in rows))
    return [finding for findings in found for finding in findings]


async def _panel(shop: Shop, row: Mapping[str, Any]) -> list[Finding]:
    code = row["panel"]
    try:
        told = await _version(shop, code)
    except Refused as refused:
        return broken(f"{code}: {refused}", SETUP)
    except Denied as error:
        return broken(
            f"{code}: {error}", f"correct its key in PANEL_KEYS, or vpn.panels; {_proof(code)}"
        )
    except GatewayError as error:
        return broken(
            f"{code}: {error}", f"start the panel, or correct its address; {_proof(code)}"
        )
    found = []
    if row["unwanted"] or row["differing"]:
        text = (
            f"{code}: {row['unwanted'] or 0} accounts too many, {row['differing'] or 0} that differ"
        )
        found += warning(text, "select * from ops.drift; ops.reconcile_panel corrects it")
    there = "not counted yet" if row["seen"] is None else str(row["seen"])
    return found or ok(f"{code}: {told}; accounts: {row['accesses']} here, {there} there")


def _proof(code: str) -> str:
    return f"python -m gateways.vpn check {code} proves it"


async def _version(shop: Shop, code: str) -> str:
    settings = panel_settings.settings(shop.config)
    key = PanelKeys(settings.panel_keys, settings.panel_keys_file).get(code)
    if key is None or not key.get_secret_value():
        raise Refused(f"PANEL_KEYS has no key for the panel {code}")
    async with shop.database(LISTENER) as connection:
        row = json.loads(await connection.fetchval("select outbox.panel($1)", code))
    if row["base_url"] == SANDBOX and not is_emulated(shop.config):
        raise Refused(f"its address is still the sandbox's, {SANDBOX}")
    destination = f"vpn:{code}"
    client = http.client(settings.proxy_for(destination), settings.certificate_for(destination))
    async with client:
        adapter = ADAPTERS[row["kind"]](client, row["base_url"], key, row["options"], MARK)
        version = await adapter.version()
        await adapter.get("check_nobody", uuid4())
        if not allows(adapter, version, row["acknowledged_version"]):
            raise Denied(f"{version.product} {version.text} is a version that is not known here")
    return f"{version.product} {version.text}".strip()


async def providers(shop: Shop) -> list[Finding]:
    """Each key, by a call that moves nothing."""
    values = shop.config.values("listener")
    if not values.get("BOT_TOKEN"):
        raise Unknown("BOT_TOKEN is missing")
    currency = json.loads(
        await shop.ask("select s.value from app.settings as s where s.name = 'currency'")
    )
    try:
        async with bot_api(shop.config, values["BOT_TOKEN"]) as bot:
            wrong = await payments.prove(values, bot, currency)
    except Refused as refused:
        return broken(str(refused), SETUP)
    found = [
        Finding("broken", f"{code}: {why}", f"correct {', '.join(payments.KEYS[code])}; or {SETUP}")
        for code, why in wrong.items()
        if why
    ]
    return found or ok(", ".join(wrong) or "no provider with keys")


async def ways_to_pay(shop: Shop) -> list[Finding]:
    """Of those that a listener declared and the owner has not switched off."""
    rows = await shop.rows(
        """
        select p.name
        from billing.providers as p
        cross join (
          select s.value #>> '{}' as code from app.settings as s where s.name = 'currency'
        ) as c
        where p.enabled and 'page' = any (p.can) and (
          p.currency is null or p.currency = c.code
          or exists (
            select from billing.rates as r where r.currency = c.code and r.paid_in = p.currency
          )
        )
        order by p.position
        """
    )
    if not rows:
        return broken("there is no way to pay: customers read that payments are paused", SETUP)
    return ok(", ".join(row["name"] for row in rows))


async def watcher(shop: Shop) -> list[Finding]:
    """Whether the outside watcher can be reached. Its own address is not called: that would say
    that the shop works."""
    url = shop.config.values("bot").get("HEARTBEAT_URL")
    if not url:
        return warning(
            "nobody outside notices if this machine is gone",
            "HEARTBEAT_URL in .env: an address of healthchecks.io, for example; or " + SETUP,
        )
    settings = shop.config.settings(BotSettings, "bot")
    parts = urlsplit(url)
    try:
        async with http.client(settings.proxy_for(HEARTBEAT)) as client:
            await client.head(f"{parts.scheme}://{parts.netloc}/")
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        return broken(
            f"{parts.hostname} does not answer: {type(error).__name__}",
            "the address in HEARTBEAT_URL, its proxy (PROXY, PROXIES), and the network",
        )
    return ok(f"{parts.hostname} is called every minute")


async def page(shop: Shop) -> list[Finding]:
    """What apps get their servers from: the program itself, and the way to it."""
    values = shop.config.values("bot")
    if not (url := values.get("PAGE_URL")):
        return ok("people are given links, not a page")
    names = ("PAGE_HOST", "PAGE_PORT", "PAGE_READY_URL")
    own = shop.config.values("all" if "all" in shop.config.programs() else "page")
    address = {name.lower(): value for name in names if (value := own.get(name))}
    ready = PageAddress.load(_env_file=None, **address).page_ready
    async with http.client() as client:
        try:
            wrong = await gateways.page.asked(client, ready)
        except httpx.TransportError:
            if await gateways.page.problem(client, ready, url.rstrip("/")) is None:
                return ok(f"it answers at {urlsplit(url).hostname}, from another machine")
            text = f"the page does not run: nothing answers at {ready}, and apps get no servers"
            return broken(text, "systemctl restart tickover-page; its log says what it lacks")
        if wrong:
            fix = "the lines logins and pooler here (tickover_page), and the page's log"
            return broken(f"the page at {ready}: {wrong}", fix)
        try:
            wrong = await gateways.page.asked_in_public(client, url.rstrip("/"))
        except httpx.TransportError:
            return ok("it is ready; what is wrong with its address, `domain` says")
    if wrong:
        fix = "let the reverse proxy of PAGE_URL forward /sub/ to PAGE_PORT: deploy/caddy/Caddyfile"
        return broken(f"the page is ready, but {wrong}", fix)
    return ok(f"it is ready, and answers at {urlsplit(url).hostname}")


CHECKS = (*checks(panels, providers, within=30), *checks(ways_to_pay, page, watcher, within=20))
