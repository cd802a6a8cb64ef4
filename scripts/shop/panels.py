"""VPN panels: what is asked of an owner, and the proof with a throwaway account."""

import json
from collections.abc import Mapping
from typing import Any

from pydantic import SecretStr

from gateways import http
from gateways.errors import GatewayError
from gateways.vpn.check import MARK, Check
from gateways.vpn.gateway import ADAPTERS
from gateways.vpn.port import Panel
from scripts.progress import say
from scripts.shop.config import Config
from scripts.shop.terminal import Refused
from settings import PanelSettings

KINDS = tuple(sorted(ADAPTERS))
# What each needs as key, and in its options; docs/operations.md, "VPN panels".
KEYS = {
    "marzban": "login:password of an admin",
    "pasarguard": "login:password of an admin, or an API key",
    "remnawave": "API token",
    "3x-ui": "login:password, or an API token",
    "xray-api": "key",
}
OPTIONS = {
    "marzban": '{"inbounds": ["VLESS TCP REALITY"]}',
    "pasarguard": '{"group_ids": [1]}',
    "remnawave": '{"squads": ["<uuid of an internal squad>"]}',
    "3x-ui": '{"inbounds": [1]}',
    "xray-api": "{}",
}


def options_of(text: str) -> Mapping[str, Any]:
    try:
        options = json.loads(text or "{}")
    except ValueError:
        options = None
    if not isinstance(options, dict):
        raise Refused('the options are a JSON object, such as {"inbounds": [1]}')
    return options


def settings(config: Config) -> PanelSettings:
    values = config.values("listener")
    names = PanelSettings.model_fields
    given: dict[str, Any] = {n: values[n.upper()] for n in names if n.upper() in values}
    try:
        return PanelSettings.load(_env_file=None, **given)
    except SystemExit as error:
        raise Refused(str(error)) from None


async def prove(config: Config, code: str, row: Mapping[str, Any], key: str) -> str:
    """Creates an account at the panel, reads it, and removes it. Raises Refused with the first step
    that failed."""
    told: dict[str, str] = {}
    destination, known = f"vpn:{code}", settings(config)
    client = http.client(known.proxy_for(destination), known.certificate_for(destination))
    async with client:
        try:
            panel: Panel = ADAPTERS[row["kind"]](
                client, row["base_url"], SecretStr(key), row["options"], MARK
            )
            say("  A throwaway account is created, changed and removed ...")
            acknowledged = row["acknowledged_version"]
            succeeded = await Check(panel, told.__setitem__, acknowledged).run()
        except GatewayError as error:
            raise Refused(f"the panel refuses: {error}") from None
    if not succeeded:
        step, why = next((s, w) for s, w in told.items() if w.startswith("FAILED"))
        raise Refused(f'the panel fails at "{step}": {why.removeprefix("FAILED: ")}')
    return f"{told['version']}: the account was created, read and removed."
