"""The outside world, one class for each real system. Knows neither the bot nor the listener."""
