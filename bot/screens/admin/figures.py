"""What the shop brings: a day or a month, what is owed, who stayed, what brought people."""

from collections.abc import Sequence
from datetime import date, datetime
from itertools import groupby

from babel.dates import format_date, format_skeleton

from bot.admin_api.figures import (
    ActiveNow,
    Figures,
    Growth,
    Mrr,
    Owed,
    Received,
    Span,
    Stayed,
)
from bot.admin_callbacks import AdminGo
from bot.screens.admin.base import admin_screen, back_to, form_button, lines, pages, paragraphs
from bot.screens.base import Row, Screen, button
from bot.screens.payment import way_to_pay
from texts import Translator, moment, money

HERE = AdminGo(place="figures")
# What can be drawn: what it shows, and of how many days.
PICTURES = tuple(
    (kind, days) for kind in ("revenue", "active", "people", "mrr") for days in (30, 90)
)


def figures_screen(
    say: Translator,
    span: Span,
    back: int,
    figures: Figures,
    received: Sequence[Received],
    now: ActiveNow,
    mrr: Sequence[Mrr],
    counted_at: datetime | None,
) -> Screen:
    """`counted_at`: None where they are of now."""
    months = [form for form in (back + 1, back - 1) if form >= 0] if span == "month" else []
    return admin_screen(
        paragraphs(
            [
                heading(say, span, figures.from_day),
                people_lines(say, span, figures),
                received_lines(say, received),
                now_lines(say, now, mrr),
                say("admin-figures-counted", at=moment(counted_at)) if counted_at else None,
            ]
        ),
        [
            button(say("button-admin-figures-today"), AdminGo(place="figures", word="day")),
            button(
                say("button-admin-figures-yesterday"),
                AdminGo(place="figures", word="day", page=1),
            ),
            button(say("button-admin-figures-month"), AdminGo(place="figures", word="month")),
        ],
        [
            button(
                ("‹ " if to > back else "› ")
                + month_name(say, months_before(figures.from_day, to - back)),
                AdminGo(place="figures", word="month", page=to),
            )
            for to in (months or [1])
        ],
        [
            button(say("button-admin-pictures"), AdminGo(place="pictures")),
            button(say("button-admin-growth"), AdminGo(place="growth")),
        ],
        [
            button(say("button-admin-stayed"), AdminGo(place="stayed")),
            button(say("button-admin-owed"), AdminGo(place="owed")),
        ],
        back_to(say, AdminGo(place="menu")),
    )


def heading(say: Translator, span: Span, day: date) -> str:
    if span == "month":
        return say("admin-figures", span=month_name(say, day))
    return say("admin-figures", span=day_name(say, day))


def people_lines(say: Translator, span: Span, f: Figures) -> str:
    churn = say(
        "admin-figures-churn",
        ended=f.ended,
        before=f.active_before,
        share=share(f.ended, f.active_before),
    )
    return lines(
        say(
            "admin-figures-people",
            people=f.new_people,
            paid=f.newcomers_paid,
            share=share(f.newcomers_paid, f.new_people),
        ),
        say(
            "admin-figures-trials",
            trials=f.trials,
            paid=f.trials_paid,
            share=share(f.trials_paid, f.trials),
        ),
        say(
            "admin-figures-sold",
            first=f.first_payments,
            purchases=f.purchases,
            renewals=f.renewals,
        ),
        churn if span == "month" else None,
    )


def received_lines(say: Translator, received: Sequence[Received]) -> str:
    if not received:
        return say("admin-figures-nothing")
    each = [
        say(
            "admin-figures-provider",
            way=way_to_pay(say, one.provider),
            net=money(one.net, one.currency),
            received=money(one.received, one.currency),
            fees=money(one.fees, one.currency),
            back=money(one.sent_back, one.currency),
        )
        for one in received
    ]
    sums = {one.currency: 0 for one in received}
    for one in received:
        sums[one.currency] += one.net
    total = ", ".join(say("admin-money", amount=money(sums[code], code)) for code in sums)
    return lines(say("admin-figures-revenue", total=total), *each)


def now_lines(say: Translator, now: ActiveNow, mrr: Sequence[Mrr]) -> str:
    return lines(
        say(
            "admin-figures-now",
            active=now.active,
            granted=now.granted,
            trials=now.in_trial,
            people=now.people,
        ),
        *(
            say(
                "admin-figures-mrr",
                mrr=money(one.mrr, one.currency),
                arpu=money(one.arpu, one.currency),
            )
            for one in mrr
        ),
    )


def pictures_screen(say: Translator, *, failed: bool = False) -> Screen:
    rows: list[Row] = [
        [
            button(
                say("button-admin-picture", kind=kind, days=days),
                AdminGo(place="pictures", word=f"{kind}_{days}"),
            )
            for kind, days in PICTURES[at : at + 2]
        ]
        for at in range(0, len(PICTURES), 2)
    ]
    text = say("admin-pictures")
    if failed:
        text = paragraphs([text, say("admin-picture-failed")])
    return admin_screen(text, *rows, back_to(say, HERE))


def owed_screen(say: Translator, owed: Sequence[Owed]) -> Screen:
    each = [
        say(
            "admin-owed-line",
            name=one.name,
            amount=money(one.amount, one.currency),
            people=one.people or 0,
        )
        for one in owed
    ]
    text = paragraphs([say("admin-owed"), lines(*each) or say("admin-none")])
    return admin_screen(text, back_to(say, HERE))


def stayed_screen(say: Translator, stayed: Sequence[Stayed]) -> Screen:
    each = [
        say(
            "admin-stayed-line",
            month=month_name(say, cohort),
            people=max(one.people for one in months),
            shares=" · ".join(f"{share(one.stayed, one.people)} %" for one in months),
        )
        for cohort, group in groupby(stayed, key=lambda one: one.cohort)
        for months in [list(group)]
    ]
    text = paragraphs([say("admin-stayed"), lines(*each) or say("admin-none")])
    return admin_screen(text, back_to(say, HERE))


def growth_screen(say: Translator, here: AdminGo, found: Sequence[Growth]) -> Screen:
    kinds = ("ad", "ref", "code", "none")
    tabs = [
        button(
            say("button-admin-growth-kind", kind=kind, chosen="yes" if kind == here.word else "no"),
            AdminGo(place="growth", word=kind),
        )
        for kind in kinds
    ]
    each = [growth_line(say, here.word, one) for one in found]
    text = paragraphs(
        [say("admin-growth", kind=here.word or "ad"), "\n".join(each) or say("admin-none")]
    )
    return admin_screen(
        text,
        tabs[:2],
        tabs[2:],
        pages(say, here, found[0].lines if found else 0),
        [form_button(say("button-admin-campaign"), "campaign")],
        back_to(say, HERE),
    )


def growth_line(say: Translator, origin: str | None, one: Growth) -> str:
    def sum_of(amount: int) -> str:
        return say("admin-money", amount=money(amount, one.currency)) if one.currency else "0"

    if origin == "code":
        return say(
            "admin-growth-code",
            name=one.name or "",
            people=one.people,
            paying=one.paying,
            revenue=sum_of(one.revenue),
            discounts=sum_of(one.code_discounts),
            bonus=sum_of(one.code_bonus),
        )
    return say(
        "admin-growth-line",
        name=one.name or say("admin-growth-alone"),
        people=one.people,
        trials=one.trials,
        paying=one.paying,
        revenue=sum_of(one.revenue),
        rewards=sum_of(one.rewards),
    )


def share(part: int, whole: int) -> int:
    """In percent; 0 of nothing."""
    return round(100 * part / whole) if whole else 0


def month_name(say: Translator, day: date) -> str:
    return str(format_date(day, "LLLL y", locale=say.locale))


def day_name(say: Translator, day: date) -> str:
    return str(format_skeleton("MMMMd", day, locale=_of_days(say)))


def short_day(say: Translator, day: date) -> str:
    return str(format_skeleton("MMMd", day, locale=_of_days(say)))


def _of_days(say: Translator) -> str:
    """English without a country would be American: the month before the day."""
    return "en_GB" if say.locale == "en" else say.locale


def months_before(day: date, months: int) -> date:
    """The first day of the month that many months before; negative: after."""
    at = day.year * 12 + day.month - 1 - months
    return date(at // 12, at % 12 + 1, 1)
