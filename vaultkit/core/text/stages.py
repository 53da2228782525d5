"""The stages of an application, in their order, and which of them end it."""

STAGES = ("saved", "applied", "screening", "interview", "offer", "accepted")
ENDINGS = ("rejected", "withdrawn", "declined", "ghosted", "closed")
OPEN = ("applied", "screening", "interview", "offer")
"""Sent, and neither won nor over."""
LIVE = ("applied", "screening", "interview")
"""Open, and still to be decided by the employer."""
STAGE_DATES = {
    "applied": "applied",
    "offer": "offered",
    "accepted": "accepted",
    "rejected": "decided",
    "withdrawn": "decided",
    "declined": "decided",
}
"""The property that gives the day of a stage, where one does."""
