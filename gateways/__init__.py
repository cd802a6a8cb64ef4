"""External systems, one class for each. This package knows neither the bot nor the listener."""
