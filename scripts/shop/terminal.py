"""Questions in a terminal, or their answers from the environment or a file.

A question is asked once in a run. An answer is checked at once: in a terminal a wrong one is asked
again, elsewhere it ends the run. Secrets are read without an echo, and never shown.
"""

import getpass
import signal
import sys
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from scripts.progress import say


class Refused(Exception):
    """An answer, or a step, that cannot be; the text says why and what to do."""


Check = Callable[[str], Awaitable[str | None]]
"""Takes an answer; returns what it proved, to be told. Raises Refused."""


@dataclass
class Terminal:
    """`answers`: by the names of the variables; they go before what is asked."""

    answers: Mapping[str, str]
    interactive: bool
    replace: bool = False
    """Whether an answer that is not typed here may replace another value."""
    said: list[str] = field(default_factory=list)

    async def ask(
        self,
        name: str,
        question: str,
        default: str | None = None,
        *,
        check: Check | None = None,
        secret: bool = False,
        optional: bool = False,
        guarded: bool = False,
    ) -> str:
        """Returns the answer; an empty one only if it is optional. `-` is none. `guarded`: the
        default is somebody's earlier answer."""
        given = self.answers.get(name)
        if given is None and self.interactive:
            return await self._until_it_is_right(question, default, check, secret, optional)
        answer = given if given is not None else default or ""
        if not answer and not optional:
            raise Refused(f"{name} is missing: {question}")
        if given and guarded and default and given != default and not self.replace:
            await self._may_replace(name)
        self._tell(await self._checked(answer, check, name))
        return answer

    async def confirm(self, name: str, question: str, *, default: bool = False) -> bool:
        """Elsewhere than in a terminal the answer is the default, unless it is given."""
        given = self.answers.get(name)
        if given is None and self.interactive:
            given = self._read(f"{question} [{'Y/n' if default else 'y/N'}]: ", secret=False)
        return default if not given else given.lower() in ("y", "yes", "1", "true")

    async def _may_replace(self, name: str) -> None:
        question = f"{name} is set to another value. Replace it?"
        if not self.interactive or not await self.confirm(f"REPLACE_{name}", question):
            raise Refused(f"{name} is set to another value: run with --replace to replace it")

    async def _until_it_is_right(
        self, question: str, default: str | None, check: Check | None, secret: bool, optional: bool
    ) -> str:
        while True:
            shown = "" if not default else " [kept]" if secret else f" [{default}]"
            none = " (- for none)" if optional and default else ""
            answer = self._read(f"{question}{none}{shown}: ", secret=secret) or default or ""
            answer = "" if answer == "-" and optional else answer
            if not answer and not optional:
                say("  An answer is needed.")
                continue
            try:
                self._tell(await self._checked(answer, check))
            except Refused as refused:
                say(f"  {refused}")
                default = None if answer == default else default
                continue
            return answer

    async def _checked(self, answer: str, check: Check | None, name: str = "") -> str | None:
        if not answer or check is None:
            return None
        try:
            return await check(answer)
        except Refused as refused:
            raise Refused(f"{name}: {refused}" if name else str(refused)) from None

    def _tell(self, told: str | None) -> None:
        if told:
            say(f"  {told}")

    def _read(self, prompt: str, *, secret: bool) -> str:
        """The end of the input ends the run like Ctrl-C. While asyncio handles that, the first one
        would only cancel a task, which waits for the input."""
        handler = signal.signal(signal.SIGINT, signal.default_int_handler)
        try:
            return (getpass.getpass(prompt) if secret else input(prompt)).strip()
        except EOFError:
            raise KeyboardInterrupt from None
        finally:
            signal.signal(signal.SIGINT, handler)


def is_terminal() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()
