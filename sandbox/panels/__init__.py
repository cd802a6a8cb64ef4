"""Emulators of VPN panels, each in the versions whose APIs differ."""
