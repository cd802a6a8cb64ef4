"""Payment providers: the port that each is brought behind, and the ones that there are."""
