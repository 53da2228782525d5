"""The panels of the help, under which commands stand."""

EVERY_DAY = "Every day"
