"""docs/schema shows the tables as they stand."""

from pathlib import Path

from scripts import schema_docs
from tests.support import Connection


async def test_the_pages_are_as_the_database_is(db: Connection) -> None:
    assert schema_docs.differing(await schema_docs.pages(db)) == [], "run `make schema`"


def test_writing_brings_a_folder_to_what_was_found(tmp_path: Path) -> None:
    found = {"same.md": "same\n", "changed.md": "new\n", "new.md": "new\n"}
    for name, text in {"same.md": "same\n", "changed.md": "old\n", "gone.md": "old\n"}.items():
        (tmp_path / name).write_text(text)
    assert schema_docs.differing(found, tmp_path) == ["changed.md", "gone.md", "new.md"]
    schema_docs.write(found, tmp_path)
    assert {file.name: file.read_text() for file in tmp_path.iterdir()} == found
