"""What migrate.py is made of: files, the history they leave, the session that applies them."""
