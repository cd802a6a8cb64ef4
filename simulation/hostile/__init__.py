"""Hostile months of a few people: the whole stack, with faults."""
