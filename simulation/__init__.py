"""A hostile year of the shop: people who live with it, faults, and what each is owed."""
