"""Private words that a stranger would have to learn do not come back: each has one in the field."""

import re
from pathlib import Path

from tests.support import REPOSITORY

SAY_INSTEAD = {
    "Bell": "Notifier",
    "Patience": "ReusableTimeout",
    "Verdict": "Retry or Bury",
    "Door": "UpdateReceiver",
    "Intake": "InboxWriter",
    "Introduction": "TelegramSetup",
    "Reception": "ContextFactory",
    "Stage": "ScreenMessage",
    "Greeting": "UserMiddleware",
    "Voice": "Translator",
    "Switchboard": "FaultInjector",
    "Gate": "FaultMiddleware",
    "PayHow": "PaymentOptions",
    "Place": "ThrowawayServer, or what it is",
    "House": "Stack",
    "World": "Emulators, or Sandbox for its client",
    "Crowd": "Traffic, or what it is",
    "money_arrived": "apply_new_funds",
    "renewals_of": "plan_renewals",
    "renewal_charge": "charge_renewals",
    "renewal_put_off": "defer_renewals",
    "renew_safely": "apply_or_park",
    "expire_safely": "apply_or_park",
    "tell_dispute": "notify_dispute",
    "tell_gift": "notify_gift",
    "tell_reward": "notify_reward",
    "tell_joined": "notify_joined",
    "tell_earner": "notify_earner",
    "tell_throw": "notify_throw",
    "tell_withdrawal": "notify_withdrawal",
    "tell_traffic": "notify_traffic",
    "tell_new_keys": "notify_new_keys",
    "tell_missed": "notify_missed",
    "tell_slow_deliveries": "refresh_slow_deliveries",
    "Visit": "Return",
    "Lives": "Histories",
    "lives": "set_alive, or what it does",
}
# Columns, keys of results and arguments, which nothing defines by a line of their own.
OLD_WORDS = {
    r"'returnable'": "refundable",
    r"\bpatience(?=[:=])": "body_within, timeout",
    r"\bas lives\b": "is_sign_of_life",
    r"\bwith rooms\b": "granted",
}
OLD_NAME = re.compile(
    rf"^(?:class|def|async def|create [a-z ]+?)\s+(?:\w+\.)?({'|'.join(SAY_INSTEAD)})\b", re.M
)


def sources() -> list[Path]:
    tracked = ["*.py", "[a-z]*/**/*.py", "sql/functions/**/*.sql"]
    return [file for pattern in tracked for file in REPOSITORY.glob(pattern)]


def test_no_private_word_comes_back() -> None:
    found = {
        (str(file.relative_to(REPOSITORY)), name): SAY_INSTEAD[name]
        for file in sources()
        for name in OLD_NAME.findall(file.read_text())
    }
    assert found == {}


def test_no_private_word_comes_back_inside() -> None:
    found = [
        (str(file.relative_to(REPOSITORY)), word, OLD_WORDS[word])
        for file in sources()
        for word in OLD_WORDS
        if file != Path(__file__) and re.search(word, file.read_text())
    ]
    assert found == []
