"""The outside world, one class for each real system. It knows neither the bot nor the listener."""
