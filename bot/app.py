"""The web side: Telegram's webhook, and what operators and Prometheus ask."""

import hmac
from collections.abc import Sequence
from typing import Annotated, Literal

import structlog
from fastapi import FastAPI, Query, Request, Response
from fastapi.responses import JSONResponse

from bot.api import Readiness
from bot.ingress import UpdateReceiver
from bot.metrics import Metrics
from bot.readiness import Probe
from settings import WEBHOOK_ROUTE

# The largest updates of Telegram have some tens of kilobytes.
_MOST_BYTES = 1 << 20

Purpose = Literal["process", "shop"]

log = structlog.get_logger("bot.webhook")


class Refusal(Exception):
    """Why a request is not taken: an HTTP status, and a word for logs and metrics."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


def create_app(
    receiver: UpdateReceiver, probe: Probe, metrics: Metrics, secret: str | None
) -> FastAPI:
    """`secret` is None when no webhook is in use; every post is refused then."""
    app = FastAPI(title="Tickover", docs_url=None, redoc_url=None, openapi_url=None)

    @app.post(WEBHOOK_ROUTE)
    async def telegram(request: Request) -> Response:
        try:
            check_secret(request, secret)
            await take(receiver, request)
        except Refusal as refusal:
            metrics.rejected.labels(refusal.reason).inc()
            log.warning("webhook refused", status=refusal.status, reason=refusal.reason)
            return JSONResponse({"error": refusal.reason}, refusal.status)
        return JSONResponse({"ok": True})

    @app.get("/health")
    async def health() -> dict[str, bool]:
        """The process answers."""
        return {"ok": True}

    @app.get("/ready")
    async def ready(purpose: Annotated[Purpose, Query(alias="for")] = "process") -> JSONResponse:
        """200, or 503: may this process be sent updates? With ?for=shop: does the shop work?"""
        health = await probe.look()
        parts = {"process": health.process, "shop": [*health.process, *health.shop]}
        ok = {name: all(check.ok for check in checks) for name, checks in parts.items()}
        body = {"ready": ok["process"], "checks": shown(health.process)}
        shop = {"ready": ok["shop"], "checks": shown(health.shop)}
        return JSONResponse({**body, "shop": shop}, 200 if ok[purpose] else 503)

    @app.get("/metrics")
    async def prometheus() -> Response:
        await metrics.ask(probe)
        return Response(metrics.text(), media_type="text/plain; version=0.0.4")

    return app


def shown(checks: Sequence[Readiness]) -> dict[str, dict[str, object]]:
    return {check.name: {"ok": check.ok, "detail": check.detail} for check in checks}


def check_secret(request: Request, secret: str | None) -> None:
    """Two empty secrets are equal, so an unset one on either side is refused before comparing."""
    given = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
    if not secret or not given or not hmac.compare_digest(secret.encode(), given.encode()):
        raise Refusal(401, "secret")


async def take(receiver: UpdateReceiver, request: Request) -> None:
    """Answers 2xx only for what is committed. Once the secret was right no update is refused,
    because Telegram would only send it again."""
    body = await read_body(request)
    try:
        await receiver.receive(body[:_MOST_BYTES], is_whole=len(body) <= _MOST_BYTES)
    except Exception as error:
        log.error("update not taken", error=type(error).__name__)
        raise Refusal(503, "unavailable") from error


async def read_body(request: Request) -> bytes:
    """The body, or a little more of it than may be."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > _MOST_BYTES:
            break
    return bytes(body)
