"""Says what is wrong with a shop, in words, and what fixes it.

Each check has a time limit, and all run concurrently. What cannot be looked at is unknown, because
of something that another check names. No finding contains a secret.
"""

import asyncio
import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass

import postgres
from gateways.errors import GatewayError
from scripts.progress import say
from scripts.shop.checks import ALL
from scripts.shop.checks.base import Check, Finding, Shop, Unknown, opened
from scripts.shop.config import OPERATOR, Config, ConfigError
from scripts.shop.terminal import Refused

MARKS = {"ok": "ok", "warning": "look", "broken": "WRONG", "unknown": "?"}
# Names of settings whose values are secrets; a long value is hidden wherever it appears.
_SECRET = re.compile(r"TOKEN|SECRET|PASSWORD|KEY|PROXY|PROXIES|HEARTBEAT|DSN")
_SHORTEST_SECRET = 8
# The checks whose findings become an alarm: nothing that always runs looks at these.
TOLD = frozenset(
    (
        *("settings", "files", "panel_keys", "disk", "clock", "domain"),
        *("logins", "pooler", "collation", "zones"),
    )
)
# Seconds after which what is wrong is looked at again before it is told.
LASTS = 60.0


@dataclass(frozen=True)
class Line:
    check: str
    state: str
    text: str
    fix: str


async def examine(config: Config, *, as_json: bool = False, tell: bool = False) -> int:
    """Prints a line for each finding. Returns 1 if something is broken or could not be looked at,
    else 0. `tell`: raises the alarm of what nobody else watches, or ends it where all of that was
    looked at."""
    lines = await look(config)
    if tell:
        if to_tell(lines):  # what lasts for a minute is told
            await asyncio.sleep(LASTS)
            lines = await look(config)
        if (found := to_tell(lines)) or not is_unknown(lines):
            await _note(config, found)
    if as_json:
        say(json.dumps([asdict(line) for line in lines], indent=2, ensure_ascii=False))
    else:
        _print(lines)
    return 1 if any(line.state in ("broken", "unknown") for line in lines) else 0


async def look(config: Config, checks: Sequence[Check] = ALL) -> Sequence[Line]:
    async with opened(config) as shop:
        found = await asyncio.gather(*(_findings(check, shop) for check in checks))
    hide = _hider(config)
    return [
        Line(check.name, finding.state, hide(finding.text), hide(finding.fix))
        for check, findings in zip(checks, found, strict=True)
        for finding in dict.fromkeys(findings)
    ]


async def _findings(check: Check, shop: Shop) -> Sequence[Finding]:
    try:
        async with asyncio.timeout(check.within):
            return await check.look(shop)
    except TimeoutError:
        return [Finding("unknown", f"no answer within {check.within:g} s")]
    except (Unknown, Refused, ConfigError, GatewayError) as error:
        return [Finding("unknown", str(error).splitlines()[0])]
    except SystemExit as error:  # settings that cannot be loaded; the check of them is broken
        return [Finding("unknown", str(error).replace("settings: ", "the settings do not fit: "))]
    except postgres.ERRORS as error:
        return [Finding("unknown", f"{type(error).__name__}: {error}".splitlines()[0])]
    except Exception as error:  # whatever it is, it hides no other finding
        return [Finding("unknown", f"the check itself failed: {type(error).__name__}")]


def to_tell(lines: Sequence[Line]) -> str | None:
    """What is broken of what has no alarm of its own; None for nothing."""
    return (
        "; ".join(
            f"{line.check}: {line.text}"
            for line in lines
            if line.state == "broken"
            and (line.check in TOLD or (line.check == "backup" and "BACKUP_STAMP" in line.text))
        )
        or None
    )


def is_unknown(lines: Sequence[Line]) -> bool:
    """Whether something that may be told could not be looked at, so that it may last."""
    return any(line.state == "unknown" and line.check in {*TOLD, "backup"} for line in lines)


async def _note(config: Config, found: str | None) -> None:
    """Raises Refused. A database that is away the programs tell of."""
    try:
        connection = await postgres.connect(config.url(OPERATOR), timeout=10)
        try:
            await connection.execute("select ops.note_findings($1)", found)
        finally:
            await connection.close()
    except postgres.ERRORS as error:
        raise Refused(f"what is wrong is not told: {error or type(error).__name__}") from None


class _hider:
    """Replaces the secrets of a shop, should somebody's words contain one."""

    def __init__(self, config: Config) -> None:
        values = [it for name in ("bot", "listener") for it in config.values(name).items()]
        self._secrets = {
            part
            for name, value in values
            if _SECRET.search(name) and not name.endswith("_FILE")
            for part in (value, *re.findall(r'"([^"]+)"', value))
            if len(part) >= _SHORTEST_SECRET
        }

    def __call__(self, text: str) -> str:
        for secret in sorted(self._secrets, key=len, reverse=True):
            text = text.replace(secret, "***")
        return text


def _print(lines: Sequence[Line]) -> None:
    for line in lines:
        if line.state != "unknown":
            say(f"{MARKS[line.state]:<6} {line.check:<13} {line.text}")
            if line.fix:
                say(f"{'':<20} -> {line.fix}")
    for reason in dict.fromkeys(line.text for line in lines if line.state == "unknown"):
        waiting = [line.check for line in lines if (line.state, line.text) == ("unknown", reason)]
        say(f"{MARKS['unknown']:<6} {', '.join(waiting)}: {reason}")
    counts = {state: sum(line.state == state for line in lines) for state in MARKS}
    told = {
        "to fix": counts["broken"],
        "to look at": counts["warning"],
        "could not be looked at": counts["unknown"],
    }
    say("")
    say(", ".join(f"{n} {what}" for what, n in told.items() if n) or "Everything is well.")
