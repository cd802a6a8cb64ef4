"""What apps get: the links of a subscription in the format that an app reads, and headers with its
title, its end and where to renew it."""

import json
import re
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from urllib.parse import quote

from texts import Translator, moment
from web.database import Admission, Subscription

# Anchored at the start: the User-Agent of Hiddify contains ClashMeta, but reads share links.
MIHOMO = re.compile(r"(?:flclash|clash|mihomo|koala-clash|prizrak-box|flowvy|murge)", re.IGNORECASE)
APPS = re.compile(
    r"(?:happ|incy|v2raytun|hiddify|streisand|v2box|v2rayn|shadowrocket|karing|throne|nekobox|sf[aimt]/)"
    rf"|{MIHOMO.pattern}",
    re.IGNORECASE,
)
# How many characters of a title and of an announcement Happ and INCY show.
MOST_OF_TITLE, MOST_OF_ANNOUNCEMENT = 25, 200
# From when on a user without automatic renewal is reminded.
REMIND = timedelta(days=3)
# A server that no app can reach; its name says why there is none. Panels show it in the same way.
NOWHERE = "vless://00000000-0000-0000-0000-000000000000@0.0.0.0:1?type=tcp&encryption=none"
# How panels say it, for apps that show it.
REFUSED = {"full": "x-hwid-max-devices-reached", "nameless": "x-hwid-not-supported"}
# Addresses of home networks, which the tunnel must leave alone.
PRIVATE = ("10.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16")


@dataclass(frozen=True, slots=True)
class List:
    body: bytes
    media_type: str
    headers: Mapping[str, str]


def wants_page(agent: str, accept: str) -> bool:
    """Whether the request comes from a person with a browser."""
    return "text/html" in accept.lower() and APPS.match(agent) is None


def refused(subscription: Subscription, admission: Admission, say: Translator) -> Subscription:
    """Returns what a device gets in place of links that it may not have. After an answer without
    any server, the app would keep those that it has."""
    link = f"{NOWHERE}#{quote(why_refused(admission, say))}"
    return replace(subscription, links=[link], admission=admission)


def why_refused(admission: Admission, say: Translator) -> str:
    return say("page-device-full" if admission == "full" else "page-device-nameless")


def list_for(
    agent: str,
    subscription: Subscription,
    say: Translator,
    address: str,
    *,
    links: bool = False,
    hwid: str = "",
) -> List:
    """`links`: share links for any client, because a Mihomo profile names that address, and Mihomo
    requests it with the same User-Agent. `hwid`: what the app calls its device, which Mihomo tells
    there only if the profile says so."""
    headers = headers_of(subscription, say, address)
    if MIHOMO.match(agent) and not links:
        body = mihomo(subscription, say("page-brand"), address, hwid)
        return List(body, "application/yaml; charset=utf-8", headers)
    share = "".join(f"{link}\n" for link in subscription.links)
    return List(b64encode(share.encode()), "text/plain; charset=utf-8", headers)


def headers_of(subscription: Subscription, say: Translator, address: str) -> dict[str, str]:
    title = say("page-brand")
    headers = {
        "profile-title": _encoded(title[:MOST_OF_TITLE]),
        "content-disposition": f"attachment; filename*=UTF-8''{quote(title, safe='')}",
        "subscription-userinfo": _userinfo(subscription),
        "profile-update-interval": str(subscription.update_hours),
        "profile-web-page-url": address,
    }
    if support := subscription.support_url or bot_url(subscription):
        headers["support-url"] = support
    if subscription.admission != "open":
        headers |= {"x-hwid-active": "true", REFUSED[subscription.admission]: "true"}
    if announcement := announced(subscription, say):
        headers["announce"] = _encoded(announcement[:MOST_OF_ANNOUNCEMENT])
    return headers


def announced(subscription: Subscription, say: Translator) -> str | None:
    """Returns what to tell a user whose Telegram may be blocked by now; None for nothing."""
    where = bot_url(subscription) or subscription.support_url or ""
    if subscription.admission != "open":
        return f"{why_refused(subscription.admission, say)} {where}".strip()
    ends, expires, left = subscription.lasts_until, subscription.expires_at, subscription.left
    match subscription.status:
        case "none" | "expired":
            return say("page-announce-ended", where=where)
        case "activating":
            return say("page-announce-activating")
        case "grace" if expires is not None:
            return say("page-announce-grace", expires=moment(expires), where=where)
        case "active" if ends is not None and left is not None:
            if not subscription.renews and left <= REMIND:
                return say("page-announce-ends", ends=moment(ends), where=where)
    return None


def bot_url(subscription: Subscription) -> str | None:
    return f"https://t.me/{subscription.bot_name}" if subscription.bot_name else None


def mihomo(subscription: Subscription, title: str, address: str, hwid: str = "") -> bytes:
    """A profile whose servers are the share links. Mihomo reads these itself, so nothing is lost in
    translation. JSON is YAML."""
    title = title.replace(",", " ")
    rules = [f"IP-CIDR,{network},DIRECT,no-resolve" for network in PRIVATE]
    profile: dict[str, object] = {"mixed-port": 7890, "mode": "rule"}
    if subscription.links:
        group = {"name": title, "type": "select", "use": ["subscription"]}
        profile["proxy-providers"] = {
            "subscription": {
                "type": "http",
                "url": f"{address}/links",
                "interval": subscription.update_hours * 3600,
                **({"header": {"x-hwid": [hwid]}} if hwid else {}),
            }
        }
        profile["proxy-groups"] = [group]
        rules.append(f"MATCH,{title}")
    else:
        rules.append("MATCH,DIRECT")
    return json.dumps({**profile, "rules": rules}, ensure_ascii=False, indent=2).encode()


def _userinfo(subscription: Subscription) -> str:
    """Bytes and unix seconds; apps take 0 for no limit."""
    expires = subscription.expires_at
    parts = {
        "upload": 0,
        "download": subscription.used_bytes or 0,
        "total": subscription.limit_bytes or 0,
        "expire": 0 if expires is None else int(expires.timestamp()),
    }
    return "; ".join(f"{name}={value}" for name, value in parts.items())


def _encoded(text: str) -> str:
    return f"base64:{b64encode(text.encode()).decode()}"
