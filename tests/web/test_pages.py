"""What a person sees, drawn from what the database returned."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.support import Clock
from tests.support.web import LINK, Page, buy
from texts import Catalog, Translator, gigabytes
from web.database import ClientApp, Subscription
from web.pages import address_page, offered, open_page, platforms, schemes

NOW = datetime(2027, 2, 1, 12, tzinfo=UTC)
ADDRESS = "https://vpn.example/sub/" + "t" * 32
ACTIVE = Subscription(
    locale="en",
    timezone="UTC",
    status="active",
    is_trial=False,
    plan_title=json.dumps({"en": "Plus", "ru": "Плюс"}),
    ends_at=NOW + timedelta(days=11, hours=3),
    expires_at=NOW + timedelta(days=11, hours=3),
    renews=True,
    used_bytes=25 * 10**9,
    limit_bytes=100 * 10**9,
    links=[LINK],
    bot_name="shop_bot",
    support_url="https://help.example/",
    contact_url="mailto:shop@example.org",
    update_hours=12,
    now=NOW,
)
OVER = replace(
    ACTIVE,
    status="expired",
    ends_at=NOW - timedelta(days=1),
    expires_at=NOW - timedelta(days=1),
    links=[],
)
HAPP = ClientApp("happ", "Happ", "ios", "happ://add/{url}", "https://store.example/happ", True)
APPS = [
    HAPP,
    replace(HAPP, platform="android", store_url="https://store.example/happ-android"),
    ClientApp("incy", "INCY", "ios", "incy://add/{url}", "https://store.example/incy", True),
    ClientApp(
        "other", "Other", "ios", "o://x?u={url_encoded}&n={name}", "https://o.example", False
    ),
    ClientApp("tv", "On TV", "tv", None, "https://store.example/tv", True),
]


def say(locale: str = "en") -> Translator:
    return Catalog.load().translator(locale)


def draw(subscription: Subscription, locale: str = "en") -> str:
    return address_page(subscription, APPS, say(locale), ADDRESS, ["en", "ru", "ar", "xx"])


def seen(html: str) -> str:
    """The text of the page."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html))


def test_it_says_what_somebody_has_and_until_when() -> None:
    text = seen(draw(ACTIVE))
    assert "Active Plus Until 12 February · 12 days left Renewed automatically" in text
    assert "75 of 100 GB left" in text
    assert "Renew in Telegram" in text


def test_it_says_what_is_paid_to_follow() -> None:
    followed = replace(ACTIVE, last_title='{"en": "Basic"}', paid_until=NOW + timedelta(days=41))
    text = seen(draw(followed))
    assert "Until 12 February · 41 days left Then Basic until 14 March" in text


def test_it_speaks_russian_with_the_titles_in_russian() -> None:
    html = draw(ACTIVE, "ru")
    assert '<html lang="ru" dir="ltr">' in html
    assert "Работает Плюс До 12 февраля · Осталось 12 дней" in seen(html)
    assert 'href="?lang=en"' in html


def test_it_runs_from_right_to_left_where_the_language_does() -> None:
    html = draw(ACTIVE, "ar")
    assert '<html lang="ar" dir="rtl">' in html
    assert '<input id="address" dir="ltr" readonly' in html
    links = re.findall(r'href="\?lang=(\w+)"', html)
    assert links == ["en", "ru"], "the languages that are offered and known, except its own"


def test_after_the_end_there_is_no_way_in_but_one_to_renew() -> None:
    html = draw(OVER)
    assert "Ended on 31 January" in seen(html)
    assert "VPN does not work now" in seen(html)
    assert 'class="button main" href="https://t.me/shop_bot"' in html
    assert "happ://" not in html
    assert "days left" not in html


def test_it_says_how_to_reach_the_shop_without_telegram() -> None:
    for subscription in (ACTIVE, OVER):
        html = draw(subscription)
        assert 'href="tg://resolve?domain=shop_bot"' in html
        assert 'href="mailto:shop@example.org"' in html
        assert 'href="https://help.example/"' in html
    nowhere = replace(ACTIVE, bot_name=None, support_url=None, contact_url=None)
    assert "None" not in draw(nowhere)


@pytest.mark.parametrize(
    ("used", "limit", "text"),
    [
        (None, None, ""),
        (None, 50 * 10**9, "50 GB of traffic"),
        (1_500_000_000, None, "1.5 GB used"),
        (120 * 10**9, 100 * 10**9, "0 of 100 GB left"),
    ],
)
def test_traffic_is_said_where_it_is_known(used: int | None, limit: int | None, text: str) -> None:
    html = seen(draw(replace(ACTIVE, used_bytes=used, limit_bytes=limit)))
    assert text in html
    assert text or "GB" not in html


def test_gigabytes_are_short() -> None:
    counts = (0, 999_999_999, 10**9, 1_560_000_000, 250_400_000_000)
    assert [gigabytes(count) for count in counts] == ["0", "0.9", "1", "1.5", "250"]


def test_each_platform_has_its_steps_and_two_apps_first() -> None:
    found = platforms(APPS, "Shop", ADDRESS)
    assert [one.code for one in found] == ["ios", "android", "tv"]
    assert [app.title for app in found[0].recommended] == ["Happ", "INCY"]
    assert [app.title for app in found[0].others] == ["Other"]
    html = draw(ACTIVE)
    assert f'href="happ://add/{ADDRESS}"' in html
    assert 'href="https://store.example/happ-android"' in html
    assert "scan the QR code below" in html


def test_a_link_carries_the_address_and_the_name_of_the_shop() -> None:
    link = offered(APPS[3], "Shop & Co #1", "https://vpn.example/sub/x?y").link
    assert link == "o://x?u=https%3A%2F%2Fvpn.example%2Fsub%2Fx%3Fy&n=Shop%20%26%20Co%20%231"
    assert offered(APPS[4], "Shop", ADDRESS).link is None
    assert schemes(APPS) == ["happ:", "incy:", "o:"]


def test_the_page_that_opens_an_app_has_a_way_out() -> None:
    html = open_page(ACTIVE, APPS, "happ", say(), ADDRESS)
    assert html is not None
    assert f'class="button main" href="happ://add/{ADDRESS}" data-app' in html
    assert "Not opened?" in html
    assert 'href="https://store.example/happ"' in html
    assert f'value="{ADDRESS}"' in html
    assert 'href="../../' + "t" * 32 in html


@pytest.mark.parametrize(
    ("platform", "scheme"),
    [("ios", "happ:"), ("android", "intent:"), ("windows", "happ:"), (None, "happ:")],
)
def test_an_app_is_opened_as_on_its_platform(platform: str | None, scheme: str) -> None:
    apps = [HAPP, replace(HAPP, platform="android", link_template="intent://add/{url}")]
    html = open_page(ACTIVE, apps, "happ", say(), ADDRESS, platform)
    assert html is not None
    assert f'href="{scheme}//add/{ADDRESS}" data-app' in html


@pytest.mark.parametrize("code", ["nosuch", "tv", ""])
def test_no_page_opens_what_is_not_offered(code: str) -> None:
    assert open_page(ACTIVE, APPS, code, say(), ADDRESS) is None


def test_nothing_is_opened_after_the_end() -> None:
    assert open_page(OVER, APPS, "happ", say(), ADDRESS) is None


def test_titles_are_text_not_markup() -> None:
    evil = "<script>alert(1)</script>"
    apps = [replace(HAPP, title=evil)]
    subscription = replace(ACTIVE, plan_title=json.dumps({"en": evil}))
    html = address_page(subscription, apps, say(), ADDRESS, ["en"])
    assert evil not in html
    assert html.count("&lt;script&gt;alert(1)&lt;/script&gt;") > 2


async def test_it_is_served_with_its_parts(page: Page, token: str) -> None:
    html = (await page.browse(token)).text
    assert "Free trial" in html
    assert "incy://add/" in html
    for where in re.findall(r'(?:src|href)="(static/[^"]+)"', html):
        part = await page.http.get(f"/sub/{where}")
        assert part.status_code == 200
        assert "immutable" in part.headers["cache-control"]
    qr = await page.browse(token, "/qr.svg")
    assert qr.headers["content-type"] == "image/svg+xml"
    assert qr.text.startswith("<?xml")
    assert (await page.http.get("/sub/static/nothing.css")).status_code == 404
    russian = await page.browse(token, "?lang=ru")
    assert "Пробный период" in russian.text
    assert "Free trial" in (await page.browse(token, "?lang=xx")).text


@pytest.mark.parametrize(
    "stopped_by",
    [
        "select ops.set_flag('auto_renewal', false, 'test')",
        "select ops.retire_plan('plus', false)",
        "select api.set_auto_renew(telegram_id, false) from app.telegram_identities",
    ],
)
async def test_it_says_that_it_renews_while_something_will_be_charged(
    page: Page, token: str, stopped_by: str
) -> None:
    await buy(page.db)
    assert "Renewed automatically" in (await page.browse(token)).text
    await page.db.execute(stopped_by)
    assert "Renewed automatically" not in (await page.browse(token)).text


async def test_a_grace_asks_to_renew_and_promises_nothing(
    page: Page, token: str, clock: Clock
) -> None:
    await page.db.execute("update app.settings set value = '24' where name = 'grace_hours'")
    await buy(page.db)
    ends: datetime = await page.db.fetchval("select ends_at from billing.subscriptions")
    clock.set(ends.astimezone(UTC) + timedelta(hours=1))
    text = seen((await page.browse(token)).text)
    assert "Ended, still works" in text
    assert "Renew by" in text
    assert "Renewed automatically" not in text


async def test_an_app_that_is_withdrawn_leads_to_the_page(page: Page, token: str) -> None:
    assert "happ://add/" in (await page.browse(token, "/open/happ")).text
    assert "happ://add/" in (await page.browse(token, "/open/happ?on=android")).text
    gone = await page.browse(token, "/open/nosuch")
    assert gone.status_code == 303
    assert gone.headers["location"] == f"{page.url}/sub/{token}"
