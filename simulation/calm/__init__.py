"""A calm year of many people, by SQL alone."""
