"""What speaks to another computer: one command, and only when it is asked to."""
