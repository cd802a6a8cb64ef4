"""What a person sees in a browser."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from urllib.parse import quote, urlsplit

import segno
from babel import Locale
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from texts import LANGUAGES, Translator, day, gigabytes, moment, title
from texts.values import Value
from web.database import ClientApp, Subscription
from web.lists import announced, bot_url

HERE = Path(__file__).parent
PLATFORMS = ("ios", "android", "windows", "macos", "linux", "tv")


@dataclass(frozen=True, slots=True)
class OfferedApp:
    """An app with the link that opens it with this subscription."""

    code: str
    title: str
    store_url: str
    link: str | None


@dataclass(frozen=True, slots=True)
class Platform:
    code: str
    recommended: Sequence[OfferedApp]
    others: Sequence[OfferedApp]


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


@cache
def static_files() -> Mapping[str, tuple[bytes, str]]:
    """Content and media type by name; read once."""
    types = {
        ".css": "text/css; charset=utf-8",
        ".js": "text/javascript; charset=utf-8",
        ".svg": "image/svg+xml",
    }
    return {
        file.name: (file.read_bytes(), types[file.suffix])
        for file in sorted((HERE / "static").iterdir())
        if file.suffix in types
    }


@cache
def version() -> str:
    """Changes with the static files, so that browsers may cache them."""
    return sha256(b"".join(content for content, _ in static_files().values())).hexdigest()[:12]


def address_page(
    subscription: Subscription,
    apps: Sequence[ClientApp],
    say: Translator,
    address: str,
    languages: Sequence[str],
) -> str:
    return _render(
        "page.html",
        say,
        root="",
        address=address,
        token=address.rpartition("/")[2],
        shown=_status(subscription, say),
        usage=_usage(subscription, say),
        announcement=announced(subscription, say),
        platforms=platforms(apps, say("page-brand"), address) if subscription.links else [],
        over=subscription.is_over,
        waiting=subscription.status == "activating",
        languages={
            code: LANGUAGES[code] for code in languages if code in LANGUAGES and code != say.locale
        },
        **_contacts(subscription),
    )


def open_page(
    subscription: Subscription,
    apps: Sequence[ClientApp],
    code: str,
    say: Translator,
    address: str,
    platform: str | None = None,
) -> str | None:
    """The page that opens an app, because Telegram's buttons accept no scheme of an app. Its link
    may differ by platform: without a known one it is the first. None for an app that is not
    offered, or that no link opens."""
    known = [app for app in apps if app.code == code and app.link_template is not None]
    if not known or not subscription.links:
        return None
    here = next((app for app in known if app.platform == platform), known[0])
    app = offered(here, say("page-brand"), address)
    stores = {one.platform: one.store_url for one in apps if one.code == code}
    return _render(
        "open.html",
        say,
        root="../../",
        address=address,
        token=address.rpartition("/")[2],
        app=app,
        stores={name: stores[name] for name in PLATFORMS if name in stores},
        **_contacts(subscription),
    )


def gone_page(say: Translator) -> str:
    """Returns the same page for an address that never existed and for one that was replaced."""
    return _render("gone.html", say, root="")


def later_page(say: Translator) -> str:
    """Returns the page for what cannot be shown now, for example while the database is away. It
    reads nothing for that."""
    return _render("later.html", say, root="")


def qr_code(address: str) -> bytes:
    """An SVG; pure computation of some milliseconds."""
    svg = BytesIO()
    segno.make_qr(address, error="m").save(svg, kind="svg", scale=8, border=3, light="#fff")
    return svg.getvalue()


def platforms(apps: Sequence[ClientApp], name: str, address: str) -> Sequence[Platform]:
    found = []
    for code in PLATFORMS:
        here = [app for app in apps if app.platform == code]
        if here:
            best = [offered(app, name, address) for app in here if app.recommended][:2]
            known = {app.code for app in best}
            others = [offered(app, name, address) for app in here if app.code not in known]
            found.append(Platform(code, best, others))
    return found


def offered(app: ClientApp, name: str, address: str) -> OfferedApp:
    link = app.link_template
    if link is not None:
        link = link.replace("{url_encoded}", quote(address, safe=""))
        link = link.replace("{url}", address).replace("{name}", quote(name, safe=""))
    return OfferedApp(app.code, app.title, app.store_url, link)


def schemes(apps: Sequence[ClientApp]) -> list[str]:
    """Which schemes the page may open in a hidden frame."""
    links = (app.link_template for app in apps if app.link_template is not None)
    return sorted({f"{urlsplit(link).scheme}:" for link in links})


def _status(subscription: Subscription, say: Translator) -> Mapping[str, str]:
    known: dict[str, Value] = {"status": subscription.status}
    if subscription.ends_at is not None and subscription.expires_at is not None:
        known |= {"ends": day(subscription.ends_at), "expires": moment(subscription.expires_at)}
    plan = ""
    if subscription.is_trial:
        plan = say("page-trial")
    elif subscription.plan_title is not None:
        plan = say("page-plan", plan=title(json.loads(subscription.plan_title)))
    left = subscription.left
    status = "restricted" if subscription.restricted else subscription.status
    days = math.ceil(left / timedelta(days=1)) if left is not None and left > timedelta() else None
    return {
        "kind": subscription.status,
        "label": say("page-status", status=status),
        "plan": plan,
        "until": say("page-until", **known) if len(known) > 1 else "",
        "then": _then(subscription, say),
        "left": say("page-days-left", count=days) if days is not None else "",
        "renews": say("page-renews") if subscription.renews and not subscription.is_over else "",
    }


def _then(subscription: Subscription, say: Translator) -> str:
    """Describes what is paid for and follows the running plan."""
    if subscription.last_title is None or subscription.paid_until is None:
        return ""
    plan = title(json.loads(subscription.last_title))
    return say("page-then", plan=plan, ends=day(subscription.paid_until))


@dataclass(frozen=True, slots=True)
class _Usage:
    text: str
    share: int
    """In per cent, for the bar."""


def _usage(subscription: Subscription, say: Translator) -> _Usage | None:
    """None if there is no limit, or nothing is known."""
    used, limit = subscription.used_bytes, subscription.limit_bytes
    if subscription.is_over or (used is None and limit is None):
        return None
    if used is None:
        return _Usage(say("page-traffic-limit", limit=gigabytes(limit or 0)), 0)
    if limit is None:
        return _Usage(say("page-traffic-used", used=gigabytes(used)), 0)
    left = gigabytes(max(0, limit - used))
    text = say("page-traffic-left", left=left, limit=gigabytes(limit))
    return _Usage(text, min(100, used * 100 // max(1, limit)))


def _contacts(subscription: Subscription) -> dict[str, object]:
    bot = subscription.bot_name
    return {
        "bot": bot_url(subscription),
        "bot_app": f"tg://resolve?domain={bot}" if bot else None,
        "bot_name": bot,
        "support": subscription.support_url,
        "contact": subscription.contact_url,
    }


def _render(template: str, say: Translator, **context: object) -> str:
    return (
        _templates()
        .get_template(template)
        .render(
            say=say,
            language=say.locale,
            direction=Locale.parse(say.locale).text_direction,
            version=version(),
            **context,
        )
    )
