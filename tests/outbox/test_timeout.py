"""The time limit of calls, in an event loop whose clock jumps to whatever is due next."""

import asyncio
from collections.abc import Coroutine
from contextlib import closing
from typing import Any

import pytest

from consumer.timeout import ReusableTimeout


class JumpingLoop(asyncio.SelectorEventLoop):
    _now = 0.0

    def time(self) -> float:
        return self._now

    def _run_once(self) -> None:
        if not self._ready and self._scheduled:  # type: ignore[attr-defined]
            self._now = max(self._now, self._scheduled[0].when())  # type: ignore[attr-defined]
        super()._run_once()  # type: ignore[misc]


def run(main: Coroutine[Any, Any, None]) -> None:
    with asyncio.Runner(loop_factory=JumpingLoop) as runner:
        runner.run(main)


def timeout() -> "closing[ReusableTimeout]":
    task = asyncio.current_task()
    assert task is not None
    return closing(ReusableTimeout(task))


def test_each_call_has_its_whole_time() -> None:
    async def main() -> None:
        with timeout() as limit:
            for _ in range(5):
                with limit.after(10):
                    await asyncio.sleep(7)

    run(main())


@pytest.mark.parametrize("before", [0, 7, 9.5, 30])
def test_a_call_ends_at_its_own_limit(before: float) -> None:
    async def main() -> None:
        loop = asyncio.get_running_loop()
        with timeout() as limit:
            with limit.after(40):
                await asyncio.sleep(before)
            began = loop.time()
            with pytest.raises(TimeoutError), limit.after(10):
                await asyncio.sleep(100)
            assert loop.time() - began == 10
            with limit.after(10):
                await asyncio.sleep(9)

    run(main())


def test_between_calls_nothing_is_cancelled() -> None:
    async def main() -> None:
        with timeout() as limit:
            with limit.after(10):
                await asyncio.sleep(1)
            await asyncio.sleep(100)
        await asyncio.sleep(100)

    run(main())


def test_a_cancellation_from_elsewhere_stays_one() -> None:
    async def works() -> None:
        with timeout() as limit, limit.after(10):
            await asyncio.sleep(100)

    async def main() -> None:
        task = asyncio.create_task(works())
        await asyncio.sleep(5)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    run(main())
