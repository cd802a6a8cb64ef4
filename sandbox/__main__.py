"""`python -m sandbox`: the outside world on SANDBOX_PORT."""

from sandbox.server import Server
from sandbox.settings import SandboxSettings

if __name__ == "__main__":
    Server(SandboxSettings.load()).run()
