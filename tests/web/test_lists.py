"""What apps get: links, formats and headers."""

import json
from base64 import b64decode
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.support import ANN, Clock
from tests.support.web import LINK, SECOND, Page, buy, subscribe

SHARE_LINKS = (
    "v2rayN/7.0",
    "v2rayNG/1.9.5",
    "Happ/2.1.0/ios/1234",
    "INCY/1.4.0/android",
    "v2raytun/3.0 ios",
    "HiddifyNext/2.5.7 (ios) like ClashMeta v2ray sing-box",
    "Streisand/1.6",
    "Shadowrocket/2070",
    "",
    "something new",
)
MIHOMO = ("FlClash/v0.8.90", "clash-verge/v2.0", "ClashMetaForAndroid/2.11", "mihomo/1.19")


def text(header: str) -> str:
    return b64decode(header.removeprefix("base64:")).decode()


async def test_apps_get_share_links(page: Page, token: str) -> None:
    for agent in SHARE_LINKS:
        answer = await page.ask(token, agent)
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "text/plain; charset=utf-8", agent
        assert b64decode(answer.text).decode() == f"{LINK}\n"


async def test_mihomo_reads_the_same_links_itself(page: Page, token: str) -> None:
    for agent in MIHOMO:
        answer = await page.ask(token, agent)
        assert answer.headers["content-type"].startswith("application/yaml"), agent
        profile: dict[str, Any] = json.loads(answer.text)
        url = profile["proxy-providers"]["subscription"]["url"]
        assert profile["proxy-groups"][0]["use"] == ["subscription"]
        assert profile["rules"][-1] == f"MATCH,{profile['proxy-groups'][0]['name']}"
        links = await page.http.get(url, headers={"user-agent": agent})
        assert b64decode(links.text).decode() == f"{LINK}\n"


async def test_an_app_that_accepts_html_is_still_an_app(page: Page, token: str) -> None:
    headers = {"user-agent": "Happ/2.1.0/ios", "accept": "text/html,*/*"}
    answer = await page.http.get(f"/sub/{token}", headers=headers)
    assert answer.headers["content-type"].startswith("text/plain")


async def test_all_links_of_all_panels_are_in_it(page: Page, token: str) -> None:
    await page.db.execute("update vpn.access set links = $1", [LINK, SECOND])
    assert b64decode((await page.ask(token)).text).decode() == f"{LINK}\n{SECOND}\n"


async def test_headers_say_what_it_is_and_how_long_it_lasts(page: Page, token: str) -> None:
    await page.db.execute("update app.settings set value = '6' where name = 'page_update_hours'")
    await page.db.execute("select api.name_bot(1, 'shop_bot')")
    await page.db.execute("insert into app.bot (id, name, since) values (1, 'shop_bot', now())")
    await page.db.execute("update vpn.desired set data_limit = 1000")
    ends: datetime = await page.db.fetchval("select expires_at from billing.subscriptions")
    headers = (await page.ask(token)).headers
    assert text(headers["profile-title"]) == "Tickover VPN"
    assert headers["content-disposition"] == "attachment; filename*=UTF-8''Tickover%20VPN"
    assert headers["subscription-userinfo"] == (
        f"upload=0; download=0; total=1000; expire={int(ends.timestamp())}"
    )
    assert headers["profile-update-interval"] == "6"
    assert headers["profile-web-page-url"] == f"{page.url}/sub/{token}"
    assert headers["support-url"] == "https://t.me/shop_bot"
    assert headers["cache-control"] == "no-store"
    await page.db.execute(
        "update app.settings set value = '\"https://help.example\"' where name = 'support_url'"
    )
    assert (await page.ask(token)).headers["support-url"] == "https://help.example"


async def test_the_end_is_announced_unless_it_is_renewed(
    page: Page, token: str, clock: Clock
) -> None:
    await page.db.execute("insert into app.bot (id, name, since) values (1, 'shop_bot', now())")
    ends: datetime = await page.db.fetchval("select ends_at from billing.subscriptions")
    assert "is not renewed automatically" in text((await page.ask(token)).headers["announce"])
    clock.set(ends.astimezone(UTC))
    ended = await page.ask(token)
    assert ended.status_code == 200
    assert ended.text == ""
    assert text(ended.headers["announce"]) == (
        "Your subscription has ended. Renew it: https://t.me/shop_bot"
    )
    mihomo = json.loads((await page.ask(token, "mihomo/1.19")).text)
    assert "proxy-providers" not in mihomo
    assert mihomo["rules"][-1] == "MATCH,DIRECT"


async def test_an_end_that_another_plan_follows_is_not_announced(page: Page, token: str) -> None:
    await buy(page.db)
    await page.db.execute("select api.set_auto_renew($1, false)", ANN)
    paid: datetime = await page.db.fetchval("select ends_at from billing.subscriptions")
    headers = (await page.ask(token)).headers
    assert "announce" not in headers
    assert int(headers["subscription-userinfo"].rpartition("=")[2]) >= int(paid.timestamp())
    assert "Then Basic until" in (await page.browse(token)).text


async def test_an_end_that_nothing_is_charged_after_is_announced(
    page: Page, token: str, clock: Clock
) -> None:
    await buy(page.db)
    ends: datetime = await page.db.fetchval("select ends_at from billing.subscriptions")
    clock.set(ends.astimezone(UTC) - timedelta(days=2))
    assert "announce" not in (await page.ask(token)).headers
    await page.db.execute("select ops.retire_plan('plus', false)")
    assert "is not renewed automatically" in text((await page.ask(token)).headers["announce"])


async def test_it_speaks_the_language_of_the_person(page: Page) -> None:
    token = await subscribe(page.db, ANN, "ru")
    announced = text((await page.ask(token)).headers["announce"])
    assert announced.startswith("Подписка закончится")
    assert len(announced) <= 200


async def test_what_is_not_there_yet_is_said(page: Page, token: str) -> None:
    await page.db.execute("update vpn.access set link = null")
    answer = await page.ask(token)
    assert answer.text == ""
    assert text(answer.headers["announce"]).startswith("Your access is being turned on")


async def test_head_has_the_headers_alone(page: Page, token: str) -> None:
    got, head = await page.ask(token), await page.http.head(f"/sub/{token}")
    assert head.status_code == 200
    assert head.content == b""
    assert head.headers["subscription-userinfo"] == got.headers["subscription-userinfo"]
    assert head.headers["content-length"] == got.headers["content-length"]
