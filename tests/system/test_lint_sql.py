"""`make lint` reads a file of SQL again when it, or a rule, has changed, and until it is well."""

from pathlib import Path

import pytest

from scripts.lint_sql import check
from tests.support import REPOSITORY


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    (tmp_path / ".sqlfluff").write_text((REPOSITORY / ".sqlfluff").read_text())
    for folder in ("sql", "sandbox"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "one.sql").write_text("select 1 as one;\n")
    return tmp_path


def test_what_is_well_is_read_once(tree: Path, capfd: pytest.CaptureFixture[str]) -> None:
    def lints() -> tuple[int, str]:
        return check(tree, tree / "known"), capfd.readouterr().out

    code, said = lints()
    assert (code, said.splitlines()[-1]) == (0, "SQL: nothing found in 2 files, 2 of them read")
    assert lints() == (0, "SQL: nothing found in 2 files, 0 of them read\n")

    (tree / "sql" / "one.sql").write_text("SELECT 1 as one;\n")
    for _ in range(2):
        code, said = lints()
        assert code == 1
        assert "CP01" in said
        assert "sandbox" not in said

    (tree / "sql" / "one.sql").write_text("select 2 as two;\n")
    assert lints()[1].endswith("2 files, 1 of them read\n")
    with (tree / ".sqlfluff").open("a") as rules:
        rules.write("\n# another rule\n")
    assert lints()[1].endswith("2 files, 2 of them read\n")
