"""The subscription page: links for apps, help for people. It reads, and can act for nobody."""
