"""How often an address may ask, and how often a token may be asked for."""

import time
from collections import OrderedDict
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address

# Mobile carriers put thousands of people behind one address; each app asks twice a day.
ADDRESS_BURST, ADDRESS_RATE = 120, 10.0
TOKEN_BURST, TOKEN_RATE = 30, 0.5
# How many keys are remembered; beyond that, the one that asked longest ago is forgotten.
MOST_KEYS = 20_000


class Buckets:
    """A token bucket for each key, in this process and in bounded memory."""

    def __init__(
        self, burst: int, rate: float, clock: Callable[[], float], most: int = MOST_KEYS
    ) -> None:
        self._burst, self._rate, self._clock, self._most = burst, rate, clock, most
        self._levels: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def spend(self, key: str) -> float:
        """Returns 0, or the seconds after which to ask again; a refused request costs nothing."""
        now = self._clock()
        level, at = self._levels.pop(key, (float(self._burst), now))
        level = min(self._burst, level + (now - at) * self._rate)
        wait = 0.0 if level >= 1 else (1 - level) / self._rate
        self._levels[key] = (level if wait else level - 1), now
        if len(self._levels) > self._most:
            self._levels.popitem(last=False)
        return wait

    def __len__(self) -> int:
        return len(self._levels)


class Limits:
    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.addresses = Buckets(ADDRESS_BURST, ADDRESS_RATE, clock)
        self.tokens = Buckets(TOKEN_BURST, TOKEN_RATE, clock)

    def wait(self, address: str, token: str) -> float:
        """Returns 0, or the seconds after which to ask again."""
        return self.addresses.spend(network(address)) or self.tokens.spend(token)


def network(address: str) -> str:
    """A person with one IPv6 address usually has the whole /64 around it."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if not isinstance(parsed, IPv6Address):
        return address
    if parsed.ipv4_mapped is not None:
        return str(parsed.ipv4_mapped)
    return parsed.exploded[:19]
