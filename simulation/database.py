"""What a simulation needs to know of its database."""

from typing import Protocol


class DatabaseUrls(Protocol):
    """A migrated database of the simulation's own."""

    @property
    def name(self) -> str: ...

    def url(self, role: str = ...) -> str: ...
