"""The telephone network."""

from intake.simulator.carrier import Account, Carrier, Exchange

__all__ = ["Account", "Exchange", "Network"]


class Network(Carrier):
    """One telephone network with one account on it."""
