"""The parts of migrate.py: files, the history of applied files, the session that applies them."""
