"""A calm year of many users, by SQL alone."""
