"""Handle a note whenever it has been saved and left alone for a while."""

from vaultkit.watch.pace import Pace
from vaultkit.watch.ping_pong import PingPong
from vaultkit.watch.watcher import Attempt, watch

__all__ = ["Attempt", "Pace", "PingPong", "watch"]
