"""Two machines' texts of one note made one: pure, and the same bytes whichever side is ours."""
