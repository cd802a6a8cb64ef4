"""Figures, promo codes and files in the admin menu, each with its audit."""

import csv
import re
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from decimal import Decimal
from io import StringIO
from zoneinfo import ZoneInfo

import pytest

from bot.handlers.admin.exports import days_of
from gateways.tables import Style
from tests.bot.conftest import make_admin
from tests.support import ANN, Database, eventually
from tests.support.bot import Json, Person, Shop, labels, open_listener


@pytest.fixture
async def listener(database: Database, shop: Shop) -> AsyncIterator[None]:
    async with open_listener(database, shop.sandbox):
        yield


async def buys(shop: Shop, person: Person, paid: int) -> None:
    """Basic for 30 days, by money that came before."""
    await shop.credit(person, paid)
    query = "select price_id from billing.current_prices where amount = 14900 and currency = 'RUB'"
    price = await shop.db.fetchval(query)
    order = "select order_token from api.open_order($1, $2)"
    token = await shop.db.fetchval(order, person.id, price)
    pay = "select outcome from api.pay_from_balance($1, $2)"
    assert await shop.db.fetchval(pay, person.id, token) == "fulfilled"


async def newest(person: Person, kind: str) -> Json:
    """Waits for a photo or a document."""

    async def found() -> Json | None:
        return next((m for m in reversed(await person.from_bot()) if m[kind]), None)

    message = await eventually(found, within=30)
    assert message
    return message


async def lines_of(person: Person, message: Json) -> list[list[str]]:
    file = (await person.sandbox.http.get(message["document"]["url"])).content
    assert file.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(StringIO(file.decode("utf-8-sig"))))


async def audited(shop: Shop, action: str) -> tuple[str, str | None]:
    query = "select actor, reason from app.audit where action = $1 order by id desc limit 1"
    row = await shop.db.fetchrow(query, action)
    assert row
    return row["actor"].partition(":")[0], row["reason"]


@pytest.mark.long
async def test_figures_tell_what_the_shop_brings(shop: Shop, ann: Person, olga: Person) -> None:
    await buys(shop, ann, 14900)
    await olga.asks("/admin", "Your role")
    today = await olga.goes("Figures", "Revenue after fees and refunds: 149 ₽")
    assert "New people: 2; of them paid so far: 1 (50 %)" in today["text"]
    assert "First payments: 1 · bought: 1 · renewed: 0" in today["text"]
    assert "1 active subscriptions (given for free: 0), 0 on trial; 2 people" in today["text"]
    assert "brings 149\N{NO-BREAK SPACE}₽ in 30 days" in today["text"]
    month = await olga.goes("This month", "Left: 0 of the 0 that were active")
    before = next(label for label in labels(month) if label.startswith("‹"))
    await olga.goes(before, "No money has come in")
    await olga.goes("What we owe", "Nothing yet", "Back", "📊")
    await olga.goes("Who stays", "Of those who first bought")


@pytest.mark.long
@pytest.mark.parametrize(
    "label", ["Revenue · 30 days", "Active and trials · 90 days", "Monthly revenue · 30 days"]
)
async def test_pictures_are_drawn_on_demand(
    shop: Shop, ann: Person, olga: Person, label: str
) -> None:
    await buys(shop, ann, 14900)
    await olga.asks("/admin", "Your role")
    await olga.goes("Figures", "📊", "Pictures", "sent as a photo")
    await olga.tap(label)
    photo = await newest(olga, "photo")
    png = (await olga.sandbox.http.get(photo["photo"])).content
    assert png.startswith(b"\x89PNG")
    assert len(png) < 200_000


async def test_growth_is_shown_by_what_brought_people(
    shop: Shop, ann: Person, olga: Person
) -> None:
    await olga.asks("/admin", "Your role")
    await olga.goes("Figures", "📊", "Growth", "By links for ads")
    await olga.goes("Link for an ad", "What is the ad called")
    await olga.asks("two words", "no answer")
    await olga.asks("may_sale", "Ad: may_sale")
    made = await olga.goes("Confirm", "Here is the link")
    link = re.search(r"start=(ad_\w+)", made["text"])
    assert link
    bob = olga.sandbox.person(ANN + 7)
    await bob.write(f"/start {link[1]}")
    await shop.settled()
    await olga.goes("Back", "may_sale: 1 came, 0 tried, 0 paid")
    await olga.goes("By themselves", "Without a link: 2 came")
    await olga.goes("Promo codes", "By promo code")


@pytest.mark.long
async def test_a_promo_code_is_made_used_looked_at_and_withdrawn(
    shop: Shop, ann: Person, olga: Person
) -> None:
    await olga.asks("/admin", "Your role")
    await olga.goes("Promo codes", "see what it has brought", "New code", "Which code?")
    await olga.asks("a!", "no answer")
    await olga.asks("spring", "What does it give")
    await olga.goes("Percent off", "How many percent", "20", "For how many days")
    await olga.goes("30", "How often can it be used by all", "100", "How often by one person")
    await olga.goes("Leave out", "Who can use it", "Everybody", "Any more conditions")
    await olga.goes("Yes", "first purchase of a person", "No", "For which plan")
    await olga.goes(
        "basic", "For which length", "30 days", "From which price", "Leave out", "on top"
    )
    await olga.goes("No", "How many automatic renewals", "1", "Why?")
    summary = await olga.asks("the spring sale", "Code: SPRING")
    assert "Percent: 20" in summary["text"]
    assert "Length: 30 days" in summary["text"]
    await olga.goes("Confirm", "promo_SPRING")
    assert await audited(shop, "promo_code.added") == ("admin", "the spring sale")
    entered = await shop.db.fetchval("select outcome from api.enter_promo($1, 'SPRING')", ANN)
    assert entered == "chosen"
    await buys(shop, ann, 11920)
    screen = await olga.goes("Back", "see what it has brought")
    line = next(label for label in labels(screen) if label.startswith("SPRING"))
    assert line == "SPRING · −20 % · 1×"
    code = await olga.goes(line, "Brought")
    for said in ("Brought 119.20 ₽", "with 29.80 ₽", "Plans: basic", "At most 100 uses"):
        assert said in code["text"].replace("\N{NO-BREAK SPACE}", " ")
    await olga.goes("Give a use back", "Who?")
    ann_is = await shop.db.fetchval("select app.user_of($1)", ANN)
    await olga.asks(str(ann_is), "Why?")
    await olga.asks("it was refunded", "Customer")
    await olga.goes("Confirm", "can use it again", "Back", "given back: 1")
    assert await audited(shop, "promo_code.returned") == ("admin", "it was refunded")
    await olga.goes("Withdraw", "Why?")
    await olga.asks("summer is here", "Reason: summer")
    await olga.goes("Confirm", "Withdrawn", "Back", "Withdrawn")
    assert await audited(shop, "promo_code.changed") == ("admin", "summer is here")


@pytest.mark.long
async def test_many_codes_come_as_a_file_once(shop: Shop, olga: Person) -> None:
    await olga.asks("/admin", "Your role")
    await olga.goes(
        "Promo codes", "see what it has brought", "Many codes", "How do the codes begin"
    )
    await olga.asks("AD", "How many codes")
    await olga.goes("10", "What does it give", "A sum off", "What sum")
    await olga.asks("99,50", "For how many days")
    await olga.goes("Leave out", "Who can use it", "Who has never paid", "Any more", "No", "Why?")
    await olga.asks("an ad", "Sum: 99.50")
    await olga.goes("Confirm", "10 codes are in the file")
    (head, *codes) = await lines_of(olga, await newest(olga, "document"))
    assert head == ["code", "link"]
    made = await shop.db.fetch("select code from billing.promo_codes where amount = 9950")
    assert sorted(code for code, _ in codes) == sorted(row["code"] for row in made)
    request = await shop.db.fetchval("select distinct request from billing.promo_codes")
    terms = '{"code": "AD", "kind": "amount", "value": 9950, "audience": "new"}'
    again = await shop.db.fetch(
        "select code from admin.make_promo($1, $2, 10, $3, 'an ad')", olga.id, request, terms
    )
    assert [row["code"] for row in again] == [code for code, _ in codes]
    assert await shop.db.fetchval("select count(*) from billing.promo_codes") == 10
    screen = await olga.goes("Back", "see what it has brought")
    assert "AD × 10 · −99.50 ₽ · 0×" in labels(screen)


async def test_what_cannot_be_is_refused_with_the_reason(shop: Shop, olga: Person) -> None:
    await shop.db.execute("select ops.create_code('SPRING', 'percent', 10, 'x')")
    await olga.asks("/admin", "Your role")
    await olga.goes("Promo codes", "see what it has brought", "New code", "Which code?")
    await olga.asks("SPRING", "What does it give")
    await olga.goes("Longer trial", "How many hours", "72", "For how many days", "Leave out", "all")
    await olga.goes("Leave out", "one person", "Leave out", "Who can use", "Everybody", "Any more")
    await olga.goes("No", "Why?")
    await olga.asks("again", "Code: SPRING")
    refused = await olga.goes("Confirm", "Not done: The promo code cannot be like this.")
    assert "(the code SPRING is in use" in refused["text"]


@pytest.mark.long
async def test_who_pays_less_is_listed(shop: Shop, ann: Person, olga: Person) -> None:
    ann_is = await shop.db.fetchval("select app.user_of($1)", ANN)
    await shop.db.execute("select ops.set_discount($1, 15, 'a regular')", ann_is)
    await olga.asks("/admin", "Your role")
    await olga.goes("Promo codes", "brought", "Discounts of single people", f"{ann_is}: −15 %")


@pytest.mark.long
async def test_payments_come_as_a_file(
    shop: Shop, listener: None, ann: Person, olga: Person
) -> None:
    await buys(shop, ann, 14950)
    await olga.asks("/admin", "Your role")
    screen = await olga.goes("Files", "Who was given", "Payments of a month", "Which month")
    assert len(labels(screen)) == 7
    await olga.asks("November", "no answer")
    await olga.goes(labels(screen)[0], "Why?")
    await olga.asks("for the accountant", "Month")
    await olga.goes("Confirm", "comes to this chat")
    await shop.db.execute("select jobs.make_exports(1)")
    head, row = await lines_of(olga, await newest(olga, "document"))
    paid = dict(zip(head, row, strict=True))
    assert (paid["provider"], paid["kind"], paid["amount"]) == ("telegram", "payment", "149.50")
    assert await audited(shop, "export.made") == ("admin", "for the accountant")


async def test_customers_come_as_a_file_without_formulas(
    shop: Shop, listener: None, ann: Person, olga: Person
) -> None:
    await shop.db.execute(
        "update app.telegram_identities set first_name = '=cmd()' where telegram_id = $1", ANN
    )
    await olga.asks("/admin", "Your role")
    await olga.goes("Files", "Who was given", "Customers", "Why?")
    await olga.asks("a letter", "Reason")
    await olga.goes("Confirm", "comes to this chat")
    head, *rows = await lines_of(olga, await newest(olga, "document"))
    names = {row[head.index("telegram_id")]: row[head.index("first_name")] for row in rows}
    assert names[str(ANN)] == "'=cmd()"


async def test_support_has_none_of_it(shop: Shop, ann: Person) -> None:
    await make_admin(shop, ANN, "support")
    menu = await ann.asks("/admin", "Your role: support")
    assert not {"Figures", "Promo codes", "Files"} & {*labels(menu)}
    for place in ("figures", "pictures", "promo", "discounts"):
        word = "revenue_30" if place == "pictures" else ""
        await ann.tap_data(f"a:{place}:::{word}", menu["message_id"])
        await ann.alert("does not allow that")
    await ann.tap_data("af:export::customers", menu["message_id"])
    await shop.settled()
    assert await shop.db.fetchval("select count(*) from app.audit where action ~ 'export'") == 0


def test_cells_are_what_spreadsheets_of_the_language_read() -> None:
    english = Style(",", ".", ZoneInfo("Europe/Moscow"))
    russian = Style(";", ",", UTC)
    at = datetime(2026, 11, 30, 22, 30, tzinfo=UTC)
    assert english.cell(at) == "2026-12-01 01:30:00"
    assert english.cell(Decimal("-149.50")) == "-149.50"
    assert russian.cell(Decimal("149.50")) == "149,50"
    assert [english.cell(value) for value in (None, True, -5)] == ["", "yes", "-5"]
    for formula in ("=1+1", "+1", "-1", "@sum", "\t=1"):
        assert english.cell(formula) == f"'{formula}"


def test_a_span_is_a_month_or_a_year() -> None:
    assert days_of("2026-12") == (date(2026, 12, 1), date(2027, 1, 1))
    assert days_of("2026") == (date(2026, 1, 1), date(2027, 1, 1))
