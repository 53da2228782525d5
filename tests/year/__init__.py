"""A made-up year of one person's search, lived through the program day by day; see ``search``."""
