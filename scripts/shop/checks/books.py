"""What is sold: prices in the currency, and the trial."""

from scripts.shop.checks.base import Finding, Shop, broken, checks, ok, warning

SETUP = "python -m scripts.shop setup"


async def offers(shop: Shop) -> list[Finding]:
    row = (
        await shop.rows(
            """
        select c.code, count(o.price_id) as offers,
          (select string_agg(distinct a.currency, ', ') from billing.offers as a) as others
        from (select s.value #>> '{}' as code from app.settings as s where s.name = 'currency') as c
        left join billing.offers as o on o.currency = c.code
        group by c.code
        """
        )
    )[0]
    if not row["offers"]:
        others = f"; there are prices in {row['others']}" if row["others"] else ""
        return broken(
            f"nothing is sold: no price is in {row['code']}, the setting currency{others}",
            f"{SETUP} asks for prices; or select ops.change_price(...)",
        )
    return ok(f"{row['offers']} prices in {row['code']}")


async def trial(shop: Shop) -> list[Finding]:
    row = (
        await shop.rows(
            """
        select f.enabled, s.value #>> '{}' as plan, exists (
          select from billing.plans as p where p.code = s.value #>> '{}'
        ) as known
        from app.settings as s, app.flags as f
        where s.name = 'trial_plan' and f.name = 'trials'
        """
        )
    )[0]
    if not row["enabled"]:
        return warning(
            "free trials are switched off",
            "update app.flags set enabled = true where name = 'trials'",
        )
    if not row["known"]:
        return broken(
            f"the plan of trials, {row['plan']}, does not exist: the button does nothing",
            "update app.settings set value = '\"<code>\"' where name = 'trial_plan'",
        )
    return ok(f"gives the plan {row['plan']}")


CHECKS = checks(offers, trial)
