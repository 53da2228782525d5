"""The forms of ``--json``, as ``vaultkit/schemas`` promises them: held against whatever the tests print."""

import json
from functools import cache
from pathlib import Path

from jsonschema import Draft202012Validator

FOLDER = Path(__file__).parent.parent / "vaultkit" / "schemas"


@cache
def schema(command: str) -> Draft202012Validator | None:
    """Return the schema of a command's answer; a guest's command has none."""
    path = FOLDER / f"{command}.json"
    if not path.exists():
        return None
    whole = json.loads(path.read_text("utf-8"))
    Draft202012Validator.check_schema(whole)
    return Draft202012Validator(whole, format_checker=Draft202012Validator.FORMAT_CHECKER)


def check_form(told: bytes) -> None:
    """Fail where what was printed is not of the form that its command's schema promises."""
    if not told.startswith(b'{\n  "schema": '):
        return  # help, a version, or nothing at all
    answer = json.loads(told)
    validator = schema(answer["command"])
    if validator is not None:
        validator.validate(answer)
