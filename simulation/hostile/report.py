"""The output of a hostile year: the figures of each seed, and the story of a broken promise."""

from collections import Counter
from collections.abc import Sequence
from traceback import format_exception

from scripts.progress import say
from simulation.hostile.model import PROMISES, Broken, story
from simulation.hostile.run import Year

STORIES = 3
"""Told of a seed; the others are counted."""


def figures(year: Year) -> dict[str, int]:
    lines = [line for lines in year.statements.values() for line in lines]
    causes = Counter(str(line["cause"]) for line in lines)
    people = year.people.values()
    return {
        "steps": year.steps,
        "faults": len(year.faults),
        "acts of people": sum(len(person.acts) for person in people),
        "messages read": sum(len(person.told) for person in people),
        "payments": sum(len(person.payments) for person in people),
        "purchases": causes["purchase"] + causes["change"],
        "renewals": causes["renewal"],
        "rewards": causes["reward"],
        "withdrawals": causes["withdrawal"],
        "gifts": causes["gift"],
        "codes and prizes": causes["promo"] + causes["prize"] + causes["prize_days"],
        "refunds": causes["refund"] + causes["undelivered"],
        "acts of operators": sum(len(person.operated) for person in people),
        "jobs that failed": len(year.stack.jobs_failed),
        "programs that died": len(_deaths(year)),
        "times that work had no end": year.stack.unsettled,
    }


def _deaths(year: Year) -> list[str]:
    return [
        "".join(format_exception(death)) if death else "ended without an error"
        for program in (year.stack.bot, year.stack.listener)
        for death in program.deaths
    ]


def line(year: Year, broken: Sequence[Broken], seconds: float) -> str:
    shown = ", ".join(f"{number:,} {name}" for name, number in figures(year).items())
    kept = "every promise kept" if not broken else f"{len(broken)} broken"
    return f"seed {year.seed}: {kept}; {shown}; {seconds:.0f} s"


def tell(year: Year, broken: Sequence[Broken]) -> None:
    """Prints the faults of the seed, and what became of the first few users."""
    say("\n".join(["  faults:", *(f"    {fault}" for fault in year.faults)]))
    for death in set(_deaths(year)):
        say(f"  a program died: {death}")
    if year.scene.refused:
        say("\n".join(["  refused to operators:", *(f"    {x}" for x in set(year.scene.refused))]))
    for one in broken[:STORIES]:
        say(f"\n  {one}")
        say("\n".join(f"    {event}" for event in story(year, one)))
    for one in broken[STORIES:]:
        say(f"  {one}")


def summary(broken: Sequence[Broken], seeds: int) -> None:
    count = Counter(one.promise for one in broken)
    say("")
    for promise, text in PROMISES.items():
        say(f"{count[promise]:>5}  {promise:<11} {text}")
    say(
        f"\n{seeds} seeds: "
        + ("every promise is kept." if not broken else f"{len(broken)} broken.")
    )
