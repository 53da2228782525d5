"""vaultkit: dated follow-ups for job applications kept as Markdown notes."""

__version__ = "0.2.0"
