"""What is sent to Sentry: what failed and where, and nothing of anybody."""

import asyncio
import json
import subprocess
import sys
from typing import Any

import pytest

import error_reports
import web.__main__
from startup import StartRefused
from tests.support import REPOSITORY

pytest.importorskip("sentry_sdk")

SECRETS = ("Anna Petrova", "+79990001122", "hunter2", "777000777", "what she wrote", "vless://")
# A program of ours that fails in each way, and a transport that prints what would be sent.
PROGRAM = """if True:
    import json, logging, sys
    from pydantic import SecretStr
    from sentry_sdk.transport import Transport
    import structlog
    import error_reports, logs

    class Printing(Transport):
        def capture_envelope(self, envelope):
            print(json.dumps([item.payload.json for item in envelope.items]), flush=True)

    class Odd(Exception):
        sqlstate = "23505"

    logs.configure("INFO")
    error_reports.begin(SecretStr("http://hunter2@127.0.0.1:1/1"), "bot", None, Printing)
    log = structlog.get_logger("consumer.worker")

    def handle(name, phone):
        text = "what she wrote"
        raise Odd(f"Key (phone)=({phone}) of {name}: {text}")

    log.info("done", topic="inbox", id=1)
    log.warning("trouble", check="listener")
    try:
        handle("Anna Petrova", "+79990001122")
    except Odd as error:
        log.error("bug", topic="inbox", kind="inbox.update", id=17, lane="777000777",
                  error="Anna Petrova", text="what she wrote", exc_info=error)
    logging.getLogger("asyncio").error("a library about %s", "Anna Petrova")
    url = "vless://hunter2"
    raise Odd("Anna Petrova " + url)
"""


@pytest.fixture(scope="module")
def events() -> list[dict[str, Any]]:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=REPOSITORY, capture_output=True, text=True
    )
    assert done.returncode == 1
    sent = [json.loads(line) for line in done.stdout.splitlines()]
    return [event for items in sent for event in items]


def test_errors_and_a_crash_are_sent_and_nothing_else(events: list[dict[str, Any]]) -> None:
    assert len(events) == 3
    bug, library, crash = events
    assert bug["logentry"] == {"message": "bug"}
    assert bug["tags"] == {
        **{"process": "bot", "topic": "inbox", "kind": "inbox.update", "id": "17"},
        "sqlstate": "23505",
    }
    (error,) = bug["exception"]["values"]
    assert error["type"] == "Odd"
    assert [frame["function"] for frame in error["stacktrace"]["frames"]] == ["<module>", "handle"]
    assert library["logger"] == "asyncio"
    assert crash["exception"]["values"][0]["type"] == "Odd"
    assert crash["tags"]["process"] == "bot"


def test_nothing_of_anybody_is_sent(events: list[dict[str, Any]]) -> None:
    text = json.dumps(events, ensure_ascii=False)
    assert [secret for secret in SECRETS if secret in text] == []
    known = {"event_id", "timestamp", "level", "platform", "release", "logger"}
    known |= {"tags", "logentry", "exception"}
    assert {key for event in events for key in event} <= known


@pytest.mark.long
async def test_it_is_off_by_default_and_its_package_is_not_loaded() -> None:
    program = "import sys, listener, bot.__main__; sys.exit('sentry_sdk' in sys.modules)"
    done = await asyncio.create_subprocess_exec(sys.executable, "-c", program, cwd=REPOSITORY)
    assert await done.wait() == 0


def test_reports_of_the_page_go_through_the_shops_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[tuple[object, ...]] = []

    def begin(*given: object) -> None:
        begun.append(given)
        raise StartRefused("that is all")

    monkeypatch.setattr(error_reports, "begin", begin)
    for name, value in {
        "PAGE_DATABASE_URL": "postgresql://tickover_page@/tickover",
        "PAGE_URL": "https://vpn.example",
        "SENTRY_DSN": "https://key@sentry.example/1",
        "PROXY": "http://proxy.example:1",
    }.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit, match="that is all"):
        web.__main__.main()
    ((_, process, proxy),) = begun
    assert (process, proxy) == ("page", "http://proxy.example:1")


def test_without_its_package_a_program_says_so_in_one_line() -> None:
    program = """if True:
        import sys
        sys.modules["sentry_sdk"] = None
        import error_reports
        from pydantic import SecretStr
        from startup import StartRefused
        error_reports.begin(None, "bot")
        try:
            error_reports.begin(SecretStr("http://hunter2@127.0.0.1:1/1"), "bot")
        except StartRefused as refused:
            print(refused)
    """
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=REPOSITORY, capture_output=True, text=True, check=True
    )
    assert done.stdout == (
        "SENTRY_DSN is set, but the package sentry-sdk is missing: pip install sentry-sdk\n"
    )
