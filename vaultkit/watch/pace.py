"""How often the watcher does what."""

from vaultkit.value import frozen


@frozen
class Pace:
    """All in seconds. The figures are the promise; tests make them smaller."""

    tick: float = 0.25
    health: float = 30.0
    look: float = 300.0
    poll: float = 5.0
    """Between two looks where the system tells of no changes. Never below: a look reads every folder."""
    gap: float = 0.2
    """From one attempt to the next but one: while a thousand notes arrive, not one attempt a note."""
    patience: float = 10.0
    """Before a person is told what is being waited for."""
    jump: float = 10.0
    """A clock that is further off than this was set, or the machine slept."""
    retry: float = 30.0
    """After an attempt that failed for a reason that a person has to mend."""
