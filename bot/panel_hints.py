"""Webhooks of VPN panels. They are hints, which only make the shop ask the panel.

They are limited and verified like reports of payment providers, but not stored: the call to the
panel that follows reads everything again.
"""

from collections.abc import Mapping

import asyncpg
from pydantic import SecretStr
from starlette.requests import Request

from bot.webhooks import Limits, Refusal, RouteLimit, durable, limited_body
from gateways.payments.port import BadSignature, WebhookRefused
from gateways.vpn import remnawave_webhook


class PanelHints:
    """`secrets` are by the panel's code, which is the name in the path. For a panel without a
    secret, every hint is refused."""

    def __init__(
        self,
        secrets: Mapping[str, SecretStr],
        pool: "asyncpg.Pool[asyncpg.Record]",
        limits: Limits,
    ) -> None:
        self._secrets = secrets
        self._pool = pool
        self._limits = limits
        self._routes = {panel: RouteLimit(limits) for panel in secrets}

    async def receive(self, panel: str, request: Request) -> None:
        """Returns when the question to the panel is durable. Raises Refusal."""
        secret = self._secrets.get(panel)
        if secret is None:
            raise Refusal(404, "panel")
        async with self._routes[panel].admitted():
            body = await limited_body(request, self._limits)
            try:
                names = remnawave_webhook.verify(body, request.headers, secret)
            except WebhookRefused as error:
                reason = "signature" if isinstance(error, BadSignature) else "unreadable"
                raise Refusal(error.status, reason) from error
            if names:
                await durable(self._pool.execute("select inbox.receive_panel_hint($1)", panel))
