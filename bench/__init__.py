"""What the shop can do on this machine: `python -m bench`, or `make bench`."""
