"""What a sheet would become, as lines for a person and as rows for a program."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from vaultkit.core.tables.columns import Column
from vaultkit.core.tables.plan import Dates, ImportPlan, RowPlan
from vaultkit.core.text.phrases import Phrases
from vaultkit.core.text.sanitize import cut, one_line

_SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
_cut = partial(cut, most=60)


def preview_lines(
    plan: ImportPlan, file: str, phrases: Phrases, most: int | None = None
) -> Iterator[str]:
    """Yield how the file was read, what each column becomes, and what each row does; of rows ``most``."""
    yield from _how_read(plan, file, phrases)
    for column in plan.columns:
        yield f"  {_cut(column.name)} → {_becomes(column, phrases)}{_dated(plan, column, phrases)}"
    for row in plan.rows[:most]:
        yield _row(row, phrases)
    if most is not None and len(plan.rows) > most:
        yield phrases.count("import.more-rows", len(plan.rows) - most)


def _how_read(plan: ImportPlan, file: str, phrases: Phrases) -> Iterator[str]:
    table = plan.table
    key = "import.read-assumed" if table.is_assumed else "import.read"
    yield phrases.count(
        key,
        len(table.rows),
        file=one_line(file),
        encoding=table.encoding,
        separator=phrases.say(f"import.separator.{_SEPARATORS.get(table.separator, 'other')}"),
    )
    if plan.program:
        yield phrases.say("import.program", program=plan.program.name)
    for above in table.above:
        text = one_line(" ".join(above.cells))
        yield phrases.say("import.above", line=above.line, text=_cut(text))


def _becomes(column: Column, phrases: Phrases) -> str:
    if column.kind in ("known", "either"):
        return column.property
    return phrases.say(f"import.kind.{column.kind}")


def _dated(plan: ImportPlan, column: Column, phrases: Phrases) -> str:
    """Return which of two numbers is the day in this column, and why, where that matters."""
    dates = plan.dates.get(column.index)
    if dates is None:
        return ""
    program = plan.program.name if plan.program else ""
    order = phrases.say(f"import.order.{dates.order or 'none'}")
    return f" · {order} ({phrases.say(f'import.order-why.{dates.why}', program=program)})"


def _row(row: RowPlan, phrases: Phrases) -> str:
    where = phrases.say("import.line", line=row.wish.line)
    if row.state == "double":
        return f"{where}: {phrases.say('import.state.double', other=row.of_line)}"
    if row.state in ("left", "sum"):
        return f"{where}: {phrases.say(f'import.state.{row.state}')}"
    if row.state == "there":
        key = "import.state.there-link" if row.by_link else "import.state.there"
        return f"{where}: {phrases.say(key, path=row.path)}"
    told = (str(row.wish.properties.get(name) or "") for name in ("status", "applied"))
    return " · ".join(filter(None, (f"{where} → {row.path}", *map(_cut, told))))


def column_rows(plan: ImportPlan) -> Sequence[Mapping[str, Any]]:
    """Return what each column becomes: ``dates`` is null where no cell is one of two days."""
    return [
        {
            "column": column.name,
            "kind": column.kind,
            "property": column.property or None,
            "dates": _dates_row(plan.dates.get(column.index)),
        }
        for column in plan.columns
    ]


def _dates_row(dates: Dates | None) -> Mapping[str, Any] | None:
    return {"order": dates.order, "why": dates.why} if dates else None


def row_rows(plan: ImportPlan) -> Sequence[Mapping[str, Any]]:
    """Return what each row does; ``note`` is the one that it makes, or that is there."""
    return [
        {
            "line": row.wish.line,
            "state": row.state,
            "note": row.path,
            "same_as_line": row.of_line or None,
            "company": row.wish.company or None,
            "role": row.wish.role or None,
            "name": None,
        }
        for row in plan.rows
    ]
