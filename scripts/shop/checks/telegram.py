"""Telegram: the token, where updates go, the programs that run, and who hears alarms."""

import asyncio
import socket
import ssl
import tomllib
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import httpx

from gateways.errors import GatewayError
from scripts.database import REPOSITORY
from scripts.shop import run
from scripts.shop.checks.base import Finding, Shop, Unknown, broken, checks, ok, warning
from scripts.shop.telegram import bot_api, host, me
from scripts.shop.telegram import webhook as webhook_info
from scripts.shop.terminal import Refused
from settings import WEBHOOK_ROUTE

SETUP = "python -m scripts.shop setup"
RESTART = "systemctl restart tickover-bot tickover-listener, or python -m scripts.shop run"
# Seconds for which a failed delivery counts.
RECENT = 3600
MANY_WAITING = 50
DAYS_LEFT, FEW_DAYS_LEFT = 3, 14
# A name that does not answer is asked for at this machine as well.
DOMAIN_WITHIN = 6


def _token(shop: Shop) -> str:
    token = shop.config.values("bot").get("BOT_TOKEN")
    if not token:
        raise Unknown("BOT_TOKEN is missing")
    return token


async def token(shop: Shop) -> list[Finding]:
    async with bot_api(shop.config, _token(shop)) as bot:
        try:
            it = await me(bot)
        except Refused as refused:
            return broken(str(refused), f"{SETUP} asks for the token again")
    if it.has_topics:
        return warning(
            f"@{it.username}: private chats have topics, and its answers appear in none of them",
            "switch Threaded Mode off in @BotFather",
        )
    return ok(f"@{it.username}")


async def same_bot(shop: Shop) -> list[Finding]:
    """One token for bot and listener, and the bot that this database knows."""
    bot, listener = (shop.config.values(name).get("BOT_TOKEN") for name in ("bot", "listener"))
    if bot != listener:
        return broken("bot and listener have different tokens", "give both the same BOT_TOKEN")
    known = await shop.ask("select b.id from app.bot as b")
    number = _token(shop).partition(":")[0]
    if known is not None and str(known) != number:
        return broken(
            f"this database is the shop of bot {known}, and the token is of bot {number}",
            f"set the token of bot {known}, or another {'TICKOVER_DATABASE'}",
        )
    return ok("bot, listener and database know one bot")


async def webhook(shop: Shop) -> list[Finding]:
    """What Telegram says about where updates go."""
    values = shop.config.values("bot")
    async with bot_api(shop.config, _token(shop)) as bot:
        try:
            told = await webhook_info(bot)
        except GatewayError as error:
            raise Unknown(f"Telegram could not be asked: {error}") from None
    url, ours = told.get("url", ""), values.get("WEBHOOK_URL", "")
    if values.get("TELEGRAM_MODE") == "polling":
        if url:
            text = f"another program receives the updates, at {host(url)}: polling gets none"
            return broken(
                text, "stop that program; or set TELEGRAM_TAKE_OVER=1 and restart the bot"
            )
        return _pending(told) or ok("the bot polls")
    if ours and not urlsplit(ours).path.endswith(WEBHOOK_ROUTE):
        text = f"WEBHOOK_URL does not end in {WEBHOOK_ROUTE}: the bot answers 404 to updates"
        return broken(
            text, f"WEBHOOK_URL=https://{host(ours)}{WEBHOOK_ROUTE}, then restart the bot"
        )
    if url != ours:
        where = f"to {host(url)}" if url else "nowhere"
        return broken(f"updates go {where}, not to {host(ours)}", f"{RESTART}: it sets its webhook")
    return _pending(told) or ok(f"updates go to {host(url)}")


def _pending(told: Mapping[str, Any]) -> list[Finding]:
    found = []
    since = datetime.now(UTC).timestamp() - told.get("last_error_date", 0)
    if since < RECENT:
        found += broken(
            f"Telegram could not deliver {since / 60:.0f} min ago: {told['last_error_message']}",
            "look at the reverse proxy and the certificate; then python -m scripts.shop doctor",
        )
    if told.get("pending_update_count", 0) > MANY_WAITING:
        found += warning(f"{told['pending_update_count']} updates wait at Telegram", RESTART)
    return found


async def domain(shop: Shop) -> list[Finding]:
    """DNS and TLS of the addresses that the shop gives out."""
    places = []
    for name in ("WEBHOOK_URL", "PAGE_URL"):
        url = urlsplit(shop.config.get(name) or "")
        if name == "WEBHOOK_URL" and shop.config.get("TELEGRAM_MODE") == "polling":
            continue
        if url.scheme == "https" and url.hostname:
            places.append((url.hostname, url.port or 443))
    looks = await asyncio.gather(*(_certificate(*place) for place in dict.fromkeys(places)))
    found = [finding for findings in looks for finding in findings]
    wrong = [finding for finding in found if finding.state != "ok"]
    good = "; ".join(finding.text for finding in found if finding.state == "ok")
    return wrong or ok(good or "nothing is given out that needs a certificate")


async def _certificate(name: str, port: int) -> list[Finding]:
    try:
        days = await days_left(name, port)
    except OSError as error:
        if not isinstance(error, (ssl.SSLError, socket.gaierror)) and await _is_here(name, port):
            text = f"{name}: this machine has its certificate, but does not reach its own address"
            return warning(text, f"look from outside: curl -I https://{name}/")
        return [_unreachable(name, error)]
    if days < FEW_DAYS_LEFT:
        state = broken if days < DAYS_LEFT else warning
        text = f"the certificate of {name} is valid for {days} more days"
        return state(
            text, "look why it is not renewed: certbot renew --dry-run, or the proxy's log"
        )
    return ok(f"{name}: {days} days left")


async def days_left(
    name: str, port: int, context: ssl.SSLContext | None = None, at: str | None = None
) -> int:
    """How many days the certificate is still valid. Raises OSError for what browsers refuse. `at`:
    where the name is asked for, if not at its own address."""
    context = context or ssl.create_default_context()
    async with asyncio.timeout(DOMAIN_WITHIN):
        _, writer = await asyncio.open_connection(
            at or name, port, ssl=context, server_hostname=name
        )
    try:
        ends = ssl.cert_time_to_seconds(writer.get_extra_info("peercert")["notAfter"])
    finally:
        writer.close()
    return int((ends - datetime.now(UTC).timestamp()) // 86_400)


async def _is_here(name: str, port: int) -> bool:
    """Whether this machine serves the name. Behind many routers a machine cannot reach the public
    address that leads to it."""
    try:
        await days_left(name, port, at="127.0.0.1")
    except OSError:
        return False
    return True


def _unreachable(name: str, error: OSError) -> Finding:
    match error:
        case ssl.SSLCertVerificationError():
            text = f"its certificate is refused: {error.verify_message}"
            fix = f"get a certificate for {name}: certbot, or a proxy such as Caddy that does"
        case ssl.SSLError(reason="WRONG_VERSION_NUMBER"):
            text = "what answers on its port speaks no TLS"
            fix = "let the reverse proxy serve https there"
        case ssl.SSLError() | ConnectionResetError():
            # A proxy that could get no certificate refuses the name in its handshake.
            text = f"the proxy has no certificate for this name ({_reason(error)})"
            fix = (
                "its log says why: it needs the ports 80 and 443 open to the world, and A and AAAA "
                f"records of {name} that lead here"
            )
        case socket.gaierror(errno=socket.EAI_AGAIN):
            return Finding("unknown", f"{name}: the DNS does not answer (see /etc/resolv.conf)")
        case socket.gaierror():
            text = "it is not found in the DNS"
            fix = f"add a record for {name} with this machine's address"
        case _:
            text = f"nothing answers on its port: {type(error).__name__}"
            fix = "start the reverse proxy, and open port 443"
    return Finding("broken", f"{name}: {text}", fix)


def _reason(error: OSError) -> str:
    return getattr(error, "reason", None) or type(error).__name__


async def bot(shop: Shop) -> list[Finding]:
    """The bot's own page, which looks at much that is looked at here, but from within."""
    url = run.ready_url(shop.config, "shop")
    async with httpx.AsyncClient(trust_env=False, timeout=6) as client:
        try:
            told = (await client.get(url)).json()
            own, whole = told["checks"], told["shop"]["checks"]
        except httpx.TransportError:
            return broken("the bot does not run", RESTART)
        except (ValueError, KeyError, TypeError):
            text = f"something else than the bot answers on {urlsplit(url).netloc}"
            return broken(text, "choose another PORT, and restart the bot")
    wrong = {name: it["detail"] for name, it in {**whole, **own}.items() if not it["ok"]}
    return [
        Finding(
            "broken",
            f"/ready says {name}: {detail}",
            "the line of that name here (of the database: logins, pooler), or the bot's log",
        )
        for name, detail in wrong.items()
    ] or ok("it is ready")


async def programs(shop: Shop) -> list[Finding]:
    """Whether bot and listener send heartbeats, and are of this release."""
    rows = await shop.rows("select c.name, c.version, c.alive from ops.consumers as c")
    alive = {row["name"] for row in rows if row["alive"]}
    found = []
    for name in ("bot", "listener"):
        if name not in alive:
            what = "nobody is answered" if name == "bot" else "nothing goes out"
            found += broken(f"the {name} does not run: {what}", RESTART)
    ours = version()
    for name in sorted(
        {f"{r['name']} {r['version']}" for r in rows if r["alive"] and r["version"] != ours}
    ):
        found += warning(f"{name} runs, and the files here are {ours}", RESTART)
    return found or ok(f"bot and listener run, {ours}")


def version() -> str:
    """As programs tell it in their heartbeats."""
    text = (REPOSITORY / "pyproject.toml").read_text()
    return str(tomllib.loads(text)["project"]["version"])


async def admins(shop: Shop) -> list[Finding]:
    """Somebody who hears alarms."""
    link = "python -m scripts.shop owner-link"
    counts = (
        await shop.rows(
            """
        select count(*) as all, count(*) filter (where i.unreachable_since is null) as reachable
        from app.users as u
        join app.telegram_identities as i on i.user_id = u.id
        where u.role = 'owner' or u.role in (
          select r.role from app.role_permissions as r where r.permission = 'alarms'
        )
        """
        )
    )[0]
    if not counts["all"]:
        return broken("nobody hears alarms: the shop has no owner", link)
    if not counts["reachable"]:
        return broken(
            "nobody hears alarms: who should has blocked the bot", f"unblock it; or {link}"
        )
    return ok(f"{counts['reachable']} hear alarms")


CHECKS = checks(token, same_bot, webhook, domain, bot, programs, admins)
