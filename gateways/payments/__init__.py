"""Payment providers: their common port, and one adapter for each."""
