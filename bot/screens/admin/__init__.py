"""Screens of the admin menu."""
