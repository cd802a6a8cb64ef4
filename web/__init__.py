"""The subscription page: links for apps, help for people. It only reads."""
