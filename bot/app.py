"""The web side: webhooks, and the pages for operators and Prometheus."""

import hmac
from collections.abc import Awaitable, Sequence
from typing import Annotated, Literal

import structlog
from fastapi import FastAPI, Query, Request, Response
from fastapi.responses import JSONResponse

from bot.api import Readiness
from bot.ingress import UpdateReceiver
from bot.metrics import Metrics
from bot.panel_hints import PanelHints
from bot.readiness import Probe
from bot.webhooks import Refusal, WebhookReceiver, read_body
from settings import WEBHOOK_ROUTE

# The largest updates of Telegram have some tens of kilobytes.
_MOST_BYTES = 1 << 20

Purpose = Literal["process", "shop"]

log = structlog.get_logger("bot.webhook")


def create_app(
    receiver: UpdateReceiver,
    payments: WebhookReceiver,
    panels: PanelHints,
    probe: Probe,
    metrics: Metrics,
    secret: str | None,
) -> FastAPI:
    """`secret` is None if Telegram's webhook is not in use; then every post to it is refused."""
    app = FastAPI(title="Tickover", docs_url=None, redoc_url=None, openapi_url=None)

    async def answer(route: str, taking: Awaitable[None]) -> Response:
        try:
            await taking
        except Refusal as refusal:
            metrics.rejected.labels(route, refusal.reason).inc()
            log.warning(
                "webhook refused", route=route, status=refusal.status, reason=refusal.reason
            )
            return JSONResponse({"error": refusal.reason}, refusal.status, refusal.headers)
        return JSONResponse({"ok": True})

    async def telegram(request: Request) -> Response:
        return await answer("telegram", take(receiver, request, secret))

    async def payment_provider(request: Request) -> Response:
        provider = request.path_params["provider"]
        return await answer("payments", payments.receive(provider, request))

    async def vpn_panel(request: Request) -> Response:
        return await answer("panels", panels.receive(request.path_params["panel"], request))

    # Starlette's routes: FastAPI's would look for parameters and dependencies in each request.
    app.add_route(WEBHOOK_ROUTE, telegram, methods=["POST"])
    app.add_route("/payments/{provider}", payment_provider, methods=["POST"])
    app.add_route("/panels/{panel}", vpn_panel, methods=["POST"])

    @app.get("/health")
    async def health() -> dict[str, bool]:
        """The process answers."""
        return {"ok": True}

    @app.get("/ready")
    async def ready(purpose: Annotated[Purpose, Query(alias="for")] = "process") -> JSONResponse:
        """Answers 200 or 503: can this process take updates? With ?for=shop: does the shop work?"""
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
    """Two empty secrets are equal, so a missing one on either side is refused before the
    comparison."""
    given = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
    if not secret or not given or not hmac.compare_digest(secret.encode(), given.encode()):
        raise Refusal(401, "secret")


async def take(receiver: UpdateReceiver, request: Request, secret: str | None) -> None:
    """Answers 2xx only for what is committed. With the right secret no update is refused, because
    Telegram would only send it again."""
    check_secret(request, secret)
    body = await read_body(request, _MOST_BYTES)
    try:
        await receiver.receive(body[:_MOST_BYTES], is_whole=len(body) <= _MOST_BYTES)
    except Exception as error:
        log.error("update not taken", error=type(error).__name__)
        raise Refusal(503, "unavailable") from error
