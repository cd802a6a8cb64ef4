"""What admins read and tap of an alarm, from its beginning to its end."""

import pytest

from bot.admin_callbacks import AcknowledgeAlarms, AdminGo
from gateways.alarms import alarm_buttons, alarm_text
from tests.bot.conftest import OLGA, make_admin
from tests.support import eventually
from tests.support.bot import Person, Shop, labels, plain
from texts import Catalog

MAX = OLGA + 1


async def raised(shop: Shop, name: str, detail: str | None) -> None:
    """And what a process tells of it, which looks at nothing else: here no listener runs."""
    await shop.db.execute("select jobs.note_alarm($1, $2)", name, detail)
    await shop.components.watchdog._tell()


async def comes(shop: Shop, telegram_id: int, role: str) -> Person:
    person = shop.sandbox.person(telegram_id)
    await person.write("/start")
    await says(person, "It takes two minutes")
    await make_admin(shop, telegram_id, role)
    return person


async def says(person: Person, fragment: str) -> None:
    async def seen() -> bool:
        return any(fragment in plain(one["text"] or "") for one in await person.from_bot())

    await eventually(seen, within=60, every=0.5)


@pytest.mark.long
async def test_an_alarm_is_taken_on_by_one_and_its_message_says_who_and_when_it_is_over(
    shop: Shop,
) -> None:
    olga = await comes(shop, OLGA, "owner")
    max_ = await comes(shop, MAX, "manager")
    await shop.db.execute("update app.telegram_identities set username = null, first_name = 'Max'")

    await raised(shop, "access_late", "3 wait")
    told = await olga.sees("🚨 Access that was bought is late", within=60)
    assert "3 wait" in plain(told["text"])
    assert "What to do: Access has waited" in plain(told["text"])
    assert labels(told) == ["I am on it", "Stuck", "Close"]

    await max_.tap("I am on it")
    await says(max_, "Access that was bought is late")

    async def is_on_it() -> bool:
        return bool(
            await shop.db.fetchval("select acknowledged_by is not null from jobs.alarm_groups")
        )

    await eventually(is_on_it, within=60, every=0.5)
    await shop.components.watchdog._tell()
    await says(olga, "👷 Max is on it")

    before = await olga.from_bot()
    await olga.tap("Stuck")
    await olga.sees("stuck", within=60, beside=before)
    await says(olga, "👷 Max is on it")

    await raised(shop, "access_late", None)
    await says(olga, "✅ It is over: Access that was bought is late")
    assert "What to do" not in str([m["text"] for m in await olga.from_bot()])


async def test_support_hears_of_customers_only_and_cannot_take_it_on(shop: Shop) -> None:
    max_ = await comes(shop, MAX, "support")
    await raised(shop, "reconciliation", "2 at stripe")
    assert "list differs" not in str(await max_.from_bot())
    await raised(shop, "access_late", "3 wait")
    told = await max_.sees("Access that was bought is late", within=60)
    assert "list differs" not in plain(told["text"])
    assert labels(told) == ["Close"]


async def opens_alarms(person: Person) -> int:
    """Returns the message with the menu, whose button says how many nobody is on."""
    menu = await person.asks("/admin", "Steering the shop", within=60)
    (label,) = [one for one in labels(menu) if one.startswith("Alarms")]
    role = plain(menu["text"]).partition("Your role: ")[2].split()[0]
    assert label == {"owner": "Alarms 2", "support": "Alarms 1"}[role]
    await taps(person, menu["message_id"], "a:alarms", "What is wrong")
    return int(menu["message_id"])


async def taps(person: Person, message: int, data: str, then: str) -> str:
    """Taps on a message and waits until it says this; returns all of it."""

    async def shown() -> str | None:
        found = [one for one in await person.from_bot() if one["message_id"] == message]
        text = plain(found[0]["text"]) if found else ""
        return text if then in text else None

    await person.tap_data(data, message)
    return await eventually(shown, within=60, every=0.5) or ""


@pytest.mark.long
async def test_the_menu_lists_what_is_wrong_and_one_says_that_he_is_on_it(shop: Shop) -> None:
    olga = await comes(shop, OLGA, "owner")
    await raised(shop, "letters_dead", "2 dead")
    await shop.db.execute("update jobs.alarm_groups set began_at = began_at - interval '1 hour'")
    await raised(shop, "access_late", "3 wait")
    menu = await opens_alarms(olga)
    find = "select group_id from jobs.alarm_spells where name = 'access_late'"
    group = await shop.db.fetchval(find)
    await taps(olga, menu, f"a:alarm:{group}", "What to do: Access has waited")
    await taps(olga, menu, f"ak:{group}:1", "is on it")
    audited = "select subject_id from app.audit where action = 'alarm.acknowledged'"
    assert await shop.db.fetchval(audited) == group

    await raised(shop, "access_late", None)
    await raised(shop, "letters_dead", None)
    await taps(olga, menu, "a:alarms", "Nothing is wrong")
    await taps(olga, menu, f"a:alarm:{group}", "It is over")
    await olga.tap_data(f"ak:{group}:1", menu)
    await alerted(olga, "over already")


async def alerted(person: Person, fragment: str) -> None:
    async def shown() -> bool:
        alerts = (await person.chat())["alerts"]
        return any(fragment in plain(alert["text"]) for alert in alerts)

    await eventually(shown, within=60, every=0.5)


@pytest.mark.long
async def test_the_menu_of_support_has_alarms_about_customers_only(shop: Shop) -> None:
    max_ = await comes(shop, MAX, "support")
    await raised(shop, "reconciliation", "2 at stripe")
    await raised(shop, "access_late", "3 wait")
    menu = await opens_alarms(max_)
    told = await taps(max_, menu, "a:alarms", "Access that was bought is late")
    assert "differs" not in told
    find = "select group_id from jobs.alarm_spells where name = 'access_late'"
    await max_.tap_data(f"ak:{await shop.db.fetchval(find)}:1", menu)
    await alerted(max_, "Your role does not allow that")
    assert await shop.db.fetchval("select count(acknowledged_by) from jobs.alarm_groups") == 0


@pytest.mark.parametrize("quiet", [True, False])
async def test_the_end_wakes_nobody(shop: Shop, quiet: bool) -> None:
    """What begins sounds at any hour; that it is over sounds in the day only."""
    await comes(shop, OLGA, "owner")
    here = await shop.db.fetchval(
        "select extract(hour from app.now() at time zone app.zone_of(u.timezone))::integer"
        " from app.users as u where u.role = 'owner'"
    )
    begins = here if quiet else here + 2
    for name, hour in (("quiet_from", begins), ("quiet_to", begins + 3)):
        setting = "update app.settings set value = to_jsonb($2::integer) where name = $1"
        await shop.db.execute(setting, name, hour % 24)
    since = await shop.sandbox.last_request()
    await raised(shop, "access_late", "3 wait")
    await raised(shop, "access_late", None)
    sent = [one["params"] for one in await shop.sandbox.requests("sendMessage", since)]
    silent = {
        "over" if "It is over" in one["text"] else "began": bool(one.get("disable_notification"))
        for one in sent
    }
    assert silent == {"began": False, "over": quiet}


def test_what_is_long_fits_and_foreign_words_are_no_markup() -> None:
    alarms = [
        {
            **{"name": f"job_failing_x{n}", "kind": "job_failing", "help": "job", "place": "stuck"},
            **{"severity": "morning", "detail": "<b>" * 500, "since": "2027-01-01T00:00:00+00:00"},
            **{"over": n > 80, "times": 3, "flaps": n == 0, "follows": 40 < n <= 80},
        }
        for n in range(120)
    ]
    told = {
        **{"alarms": alarms, "ended": None, "began": alarms[0]["since"], "by": "<Max & Co>"},
        **{"group": 7, "may_acknowledge": True},
    }
    for locale in ("en", "ru"):
        say = Catalog.load().translator(locale, "UTC")
        text = alarm_text(say, told)
        assert len(text) < 4096
        assert "&lt;b&gt;" in text
        assert "&lt;Max &amp; Co&gt;" in text
        assert "40" in text
        (row, _) = alarm_buttons(say, told | {"by": None})
        acknowledge, fix = row
        assert AcknowledgeAlarms.unpack(acknowledge["data"]).group == 7
        assert AdminGo.unpack(fix["data"]).place == "stuck"


def test_what_only_a_newer_database_knows_has_its_name() -> None:
    alarm = {
        **{
            "name": "moon_fell",
            "kind": "moon_fell",
            "help": "moon",
            "place": "moon",
            "over": False,
        },
        **{"severity": "now", "detail": "x", "since": "2027-01-01T00:00:00+00:00", "times": 1},
        **{"flaps": False, "follows": False},
    }
    told = {"alarms": [alarm], "ended": None, "began": alarm["since"], "by": None, "group": 1}
    say = Catalog.load().translator("en", "UTC")
    text = alarm_text(say, told)
    assert "moon_fell" in text
    assert "docs/runbook.md" in text
    rows = alarm_buttons(say, told | {"may_acknowledge": True})
    assert [button["label"] for row in rows for button in row] == ["I am on it", "Close"]
