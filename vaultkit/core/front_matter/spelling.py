"""Whether one word is another with a slip of the fingers in it."""

_SHORT, _LONG = 4, 8
"""In letters. A shorter word has no room for a slip, a longer one has room for two."""


def is_slip(text: str, word: str) -> bool:
    """Tell whether the text is the word but for a letter or two; ``unaccepted`` is no slip of ``accepted``.

    Both are folded. What is put in front of a word turns it round, and is none.
    """
    shorter = min(len(text), len(word))
    if shorter < _SHORT or text.endswith(word) or word.endswith(text):
        return False
    most = 2 if shorter >= _LONG else 1
    return abs(len(text) - len(word)) <= most and _distance(text, word) <= most


def _distance(one: str, other: str) -> int:
    """Return how many letters must be put in, left out, changed or swapped with the next."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for index, letter in enumerate(one):
        before, last, row = row, before, [index + 1]
        for place, wanted in enumerate(other):
            cost = min(before[place + 1] + 1, row[place] + 1, before[place] + (letter != wanted))
            if index and place and letter == other[place - 1] and one[index - 1] == wanted:
                cost = min(cost, last[place - 1] + 1)
            row.append(cost)
    return row[-1]
