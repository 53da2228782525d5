"""vaultkit: dated follow-ups for job applications kept as Markdown notes."""
