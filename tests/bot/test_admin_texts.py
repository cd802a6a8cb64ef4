"""The texts of the admin menu are read when an admin comes: few people of a shop are one."""

from bot.handlers.admin import PARTS
from texts import Catalog


def test_customers_do_without_the_texts_of_the_admin_menu() -> None:
    catalog = Catalog(Catalog.load().folder)
    catalog.format("ru", "button-close", {})
    assert catalog.admin_resources == {}
    assert not catalog.bundle("ru").has_message("button-admin-confirm")
    before = catalog.format("ru", "button-admin-confirm", {})
    assert [*catalog.admin_resources] == ["ru"]
    assert len(PARTS) > 10
    catalog.take(1, {"ru": {"help": "Пишите нам"}})
    assert catalog.format("ru", "button-admin-confirm", {}) == before
    assert catalog.format("ru", "help", {}) == "Пишите нам"
