"""`python -m scripts.shop`: sets a shop up, runs it, and says what is wrong with it."""
