"""Walks of people who are paid out what they earned by bringing others."""

from tests.walks.walk import Walk, story

EARNED = """
    select ledger.post('referral_reward', format('reward:%s', $1::bigint), array[
      (ledger.account(null, 'referral_expense', 'RUB'), -120000)::ledger.leg,
      (ledger.account($1, 'referral', 'RUB'), 120000)::ledger.leg
    ])
"""


@story(
    "What was earned is paid out, by hand and by Crypto Pay; support's side is in it",
    alone=True,
    providers=("crypto_pay",),
)
async def withdrawals(walk: Walk) -> None:
    await walk.support_begins()
    await walk.begin()
    walk.part("Nothing earned yet")
    await walk.tap("go:balance", "go:withdraw")
    walk.part("To a card")
    await walk.operator("People that she brought have paid", EARNED)
    with walk.job("withdraw"):
        await walk.tap("go:balance", "go:withdraw", "out")
        await walk.tap("outby:card")
        await walk.write("4111 1111 1111 1112")
        await walk.write("4111 1111 1111 1111")
        await walk.tap("outok")
    await walk.support_taps("payout:refuse")
    await walk.support_taps("refuse:reject:requisites")
    walk.part("Another amount, to a phone, and cancelled")
    await walk.tap("go:withdraw")
    await walk.write("10")
    await walk.write("700")
    await walk.tap("outby:sbp")
    await walk.write("+7 900 123-45-67")
    await walk.write("+7 900 123-45-67 Сбербанк")
    await walk.tap("outok", "outno")
    walk.part("By Crypto Bot")
    await walk.tap("out")
    await walk.tap("outby:crypto_pay", "outok")
    await walk.support_taps("payout:approve")
    await walk.tap("go:withdraw", "go:balance", "go:menu")
