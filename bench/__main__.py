"""`python -m bench [name ...]`: measures, prints a table, writes bench.json below TICKOVER_HOME."""

import json
import sys
from collections.abc import Sequence

import uvloop

from bench import (
    converge,
    expiry,
    inbox,
    memory,
    outbox,
    page,
    payments,
    pickup,
    renewal,
    tap,
    taps_per_core,
    telegram,
    tick,
)
from bench.harness import Bench, Result
from scripts import tools
from scripts.progress import say, step
from scripts.throwaway import throwaway_server

BENCHES: tuple[Bench, ...] = (
    outbox.outbox,
    outbox.destination_down,
    outbox.priority_delay,
    pickup.pickup,
    inbox.inbox,
    payments.payment_events,
    payments.checkout,
    page.page,
    tap.tap,
    taps_per_core.taps_per_core,
    telegram.telegram,
    tick.tick,
    renewal.renewal,
    renewal.renewal_discounts,
    expiry.expiry,
    converge.vpn_converge,
    memory.memory,
)


def main(wanted: Sequence[str]) -> None:
    known = {bench.__name__: bench for bench in BENCHES}
    if unknown := set(wanted) - set(known):
        sys.exit(f"bench: no {', '.join(sorted(unknown))} among {', '.join(known)}")
    results: list[Result] = []
    with throwaway_server() as server:
        for name in wanted or known:
            with step((known[name].__doc__ or name).splitlines()[0]):
                results += uvloop.run(known[name](server))
    show(results)
    file = tools.home() / "bench.json"
    file.write_text(json.dumps([result.as_json() for result in results], indent=2) + "\n")
    say(f"\nWritten to {file}")


def show(results: Sequence[Result]) -> None:
    say(f"\n{'measure':<25}{'value':>12} {'unit':<8}{'baseline':>12}{'ratio':>8}  target")
    for result in results:
        baseline = "" if result.baseline is None else f"{result.baseline:,.0f}"
        ratio = "" if result.ratio is None else f"{result.ratio:.2f}"
        digits = 0 if result.value >= 1000 else 2
        say(
            f"{result.name:<25}{result.value:>12,.{digits}f} {result.unit:<8}"
            f"{baseline:>12}{ratio:>8}  {result.target}"
        )


if __name__ == "__main__":
    main(sys.argv[1:])
