"""Proves a panel with a throwaway account: version, add, link, change, read, list, expire, remove.

    python -m gateways.vpn check de
    python -m gateways.vpn check de --kind marzban --base-url https://de.example.org:8000 \\
        --options '{"inbounds": ["VLESS TCP REALITY"]}'

Without --kind the panel is the row of vpn.panels with that code. The key comes from PANEL_KEYS or
PANEL_KEYS_FILE, and proxies and certificates are the listener's. The account is removed in any
case. Exit codes: 0 every step succeeded, 1 one failed, 2 wrong usage.
"""

import argparse
import asyncio
import json
import sys
from collections.abc import Mapping
from typing import Any

import postgres
from gateways import http
from gateways.errors import Denied
from gateways.vpn.check import MARK, Check
from gateways.vpn.gateway import ADAPTERS
from gateways.vpn.keys import PanelKeys
from settings import DatabaseSettings, PanelSettings


async def check(panel: str, given: Mapping[str, Any] | None) -> bool:
    settings = PanelSettings.load()
    row = given or await _row(panel)
    key = PanelKeys(settings.panel_keys, settings.panel_keys_file).get(panel)
    if key is None:
        raise Denied(f"no key for the panel {panel} in PANEL_KEYS")
    destination = f"vpn:{panel}"
    proxy, certificate = settings.proxy_for(destination), settings.certificate_for(destination)
    async with http.client(proxy, certificate) as client:
        adapter = ADAPTERS[row["kind"]](client, row["base_url"], key, row["options"], MARK)
        return await Check(adapter, _say, row["acknowledged_version"]).run()


async def _row(panel: str) -> Mapping[str, Any]:
    connection = await postgres.connect(DatabaseSettings.load().database_url.get_secret_value())
    try:
        found = await connection.fetchval("select outbox.panel($1)", panel)
    finally:
        await connection.close()
    if found is None:
        raise Denied(f"there is no panel {panel} in vpn.panels")
    row: Mapping[str, Any] = json.loads(found)
    return row


def _say(step: str, told: str) -> None:
    print(f"{step:<8}  {told}", flush=True)


def _options(text: str) -> Any:
    options = json.loads(text)
    if not isinstance(options, dict):
        raise ValueError("options are a JSON object")
    return options


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m gateways.vpn",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command = parser.add_subparsers(required=True).add_parser("check", help="proves a panel")
    command.add_argument("panel", help="its code in vpn.panels and PANEL_KEYS")
    command.add_argument("--kind", choices=sorted(ADAPTERS))
    command.add_argument("--base-url")
    command.add_argument("--options", type=_options, default={}, help="a JSON object")
    command.add_argument("--acknowledged-version", help="an unknown major that is allowed")
    asked = parser.parse_args()
    if (asked.kind is None) != (asked.base_url is None):
        command.error("--kind and --base-url go together")
    given = None if asked.kind is None else vars(asked)
    try:
        succeeded = asyncio.run(check(asked.panel, given))
    except (Denied, *postgres.ERRORS) as error:
        sys.exit(f"{asked.panel}: {error}")
    sys.exit(0 if succeeded else 1)


if __name__ == "__main__":
    main()
