"""What somebody sets for the database changes nothing that the shop computes."""

import asyncpg
import pytest

from scripts import cluster
from tests.support import Database, execute


@pytest.fixture
def otherwise(database: Database) -> Database:
    for setting in (
        "default_transaction_isolation = serializable",
        "standard_conforming_strings = off",
    ):
        execute(database.url(), f"alter database {database.name} set {setting}")
    return database


@pytest.mark.parametrize("role", cluster.LOGIN_ROLES)
async def test_a_role_has_settings_of_its_own(otherwise: Database, role: str) -> None:
    connection = await asyncpg.connect(otherwise.url(f"tickover_{role}"))
    try:
        row = await connection.fetchrow(
            """select current_setting('transaction_isolation') as isolation,
                 current_setting('standard_conforming_strings') as strings"""
        )
    finally:
        await connection.close()
    assert row
    assert (row["isolation"], row["strings"]) == ("read committed", "on")
