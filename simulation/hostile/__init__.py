"""Hostile months of a few users: the whole stack, with faults."""
