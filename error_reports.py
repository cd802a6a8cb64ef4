"""Sends errors of the programs to Sentry, if SENTRY_DSN is set: what failed and where, and nothing
that anybody wrote, is called or owns.

An event is rebuilt from parts that are known to be harmless, instead of removing parts that are
known to be harmful: so a new version of the package sends nothing new. It is off by default, and
the package is optional.
"""

import logging
import sys
import traceback
from collections.abc import Mapping
from importlib import import_module
from typing import Any

from pydantic import SecretStr

from startup import StartRefused

# What an event of ours may say about itself (structlog). Not the lane: that is somebody's chat.
IDS = frozenset(
    {
        *("topic", "destination", "kind", "id", "attempt", "outcome", "update", "message", "group"),
        *("check", "session", "provider", "route", "status", "request"),
    }
)
_OF_EVENTS = ("event_id", "timestamp", "level", "platform", "release", "logger")

Event = dict[str, Any]


def begin(
    dsn: SecretStr | None, process: str, proxy: str | None = None, transport: Any = None
) -> None:
    """From now on, reports every log line of level ERROR, and the error that ends the process.
    Raises StartRefused if the package is missing."""
    if dsn is None:
        return
    try:
        sentry = import_module("sentry_sdk")
    except ImportError:
        raise StartRefused(
            "SENTRY_DSN is set, but the package sentry-sdk is missing: pip install sentry-sdk"
        ) from None
    of_logging = import_module("sentry_sdk.integrations.logging").LoggingIntegration
    of_crashes = import_module("sentry_sdk.integrations.excepthook").ExcepthookIntegration
    sentry.init(
        dsn=dsn.get_secret_value(),
        default_integrations=False,
        auto_enabling_integrations=False,
        integrations=[of_logging(level=None, event_level=logging.ERROR), of_crashes()],
        before_send=lambda event, hint: scrubbed(event, hint, process),
        before_breadcrumb=lambda *_: None,
        max_breadcrumbs=0,
        send_default_pii=False,
        include_local_variables=False,
        include_source_context=False,
        auto_session_tracking=False,
        send_client_reports=False,
        server_name="",
        shutdown_timeout=2,
        # An empty one is none: HTTP_PROXY and similar variables are ignored.
        http_proxy=proxy or "",
        https_proxy=proxy or "",
        transport=transport,
    )


def scrubbed(event: Mapping[str, Any], hint: Mapping[str, Any], process: str) -> Event:
    record = hint.get("log_record")
    said = record.msg if record is not None and isinstance(record.msg, dict) else {}
    kept = {key: event[key] for key in _OF_EVENTS if key in event}
    kept["tags"] = {"process": process} | {
        key: str(said[key]) for key in sorted(IDS & said.keys()) if _is_an_id(said[key])
    }
    if isinstance(said.get("event"), str):
        kept["logentry"] = {"message": said["event"]}
    if (error := _error(said.get("exc_info") or hint.get("exc_info"))) is not None:
        kept["exception"] = {"values": [_exception(error)]}
        if isinstance(state := getattr(error, "sqlstate", None), str):
            kept["tags"]["sqlstate"] = state
    return kept


def _is_an_id(value: object) -> bool:
    """A number, or words without a space, as ours are."""
    if isinstance(value, str):
        return len(value) <= 64 and " " not in value
    return isinstance(value, int)


def _error(exc_info: object) -> BaseException | None:
    """Takes exc_info as structlog and logging do: an error, True, or a tuple."""
    match exc_info:
        case BaseException() as error:
            return error
        case (_, BaseException() as error, _):
            return error
        case True:
            return sys.exc_info()[1]
    return None


def _exception(error: BaseException) -> Event:
    """Leaves out the text, which may quote a person or another system."""
    frames = [
        {
            "filename": frame.f_code.co_filename,
            "module": frame.f_globals.get("__name__"),
            "function": frame.f_code.co_name,
            "lineno": line,
            "in_app": "site-packages" not in frame.f_code.co_filename,
        }
        for frame, line in traceback.walk_tb(error.__traceback__)
    ]
    kind = type(error)
    return {"type": kind.__name__, "module": kind.__module__, "stacktrace": {"frames": frames}}
