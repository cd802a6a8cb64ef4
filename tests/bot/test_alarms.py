"""What admins read and tap of an alarm, from its beginning to its end."""

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
