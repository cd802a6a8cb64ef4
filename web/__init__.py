"""The subscription page: links for apps, help for people. It only reads, except that it binds
devices."""
