"""What the tests of one row share: a row of words, read as `import` reads it."""

from vaultkit.core.front_matter.vocabulary import vocabulary
from vaultkit.core.settings.values import Marks, Settings
from vaultkit.core.tables.columns import columns, read_words
from vaultkit.core.tables.csv_text import Row
from vaultkit.core.tables.row import RowReader
from vaultkit.core.tables.table_days import month_names
from vaultkit.playbook import load

WORDS = read_words(load.playbook_toml("import.toml"))
VOCABULARY = vocabulary(
    load.playbook_toml("properties.toml"), load.playbook_toml("stages.toml"), Settings()
)
MONTHS = month_names(
    name for phrases in load.all_phrases().values() for name in phrases.words("calendar.months")
)


MARKS = Marks(types=("application",))


def columns_of(*names, marks=MARKS, **said):
    return columns(names, VOCABULARY, WORDS, marks, said)


def wish_of(names, cells, order=None, line=2, **said):
    made = columns_of(*names, **said)
    orders = {column.index: order for column in made}
    return RowReader(made, VOCABULARY, MONTHS, orders).read(Row(line, tuple(cells)))


def wish(**cells):
    """Return a row whose columns are the names that are given."""
    return wish_of([name.replace("_", " ") for name in cells], cells.values())
