"""Examples that stand under each command's help, as they are typed. A test runs them."""

from collections.abc import Mapping

EXAMPLES: Mapping[str, tuple[str, ...]] = {
    "new": (
        'vaultkit new "Acme" "Data Engineer"',
        'vaultkit new "Globex" "Analyst" --applied 2026-11-18 --recruiter "Marta Rossi"',
        'vaultkit new "Initech" "Developer" --set salary=50000',
    ),
    "update": ("vaultkit update", "vaultkit update --dry-run", "vaultkit update --yes"),
    "watch": ("vaultkit watch",),
    "review": (
        "vaultkit review",
        "vaultkit review --stdout",
        "vaultkit review --html week.html",
        "vaultkit review --walk",
        "vaultkit review --redact",
    ),
    "render": ("vaultkit render -", "vaultkit render - --path Applications/Acme.md"),
    "due": ("vaultkit due", "vaultkit due --json"),
    "contacts": ("vaultkit contacts",),
    "done": ("vaultkit done 1", 'vaultkit done --person "Marta Rossi"'),
    "draft": ("vaultkit draft 1", "vaultkit draft 1 --mailto"),
    "explain": ("vaultkit explain Acme", 'vaultkit explain "Marta Rossi"'),
    "list": ("vaultkit list --open", "vaultkit list --stage interview"),
    "check": ("vaultkit check",),
    "remove": ("vaultkit remove", "vaultkit remove Acme.md --yes"),
    "undo": ("vaultkit undo", "vaultkit undo --list"),
    "merge-driver": ("vaultkit merge-driver",),
    "snooze": ("vaultkit snooze 1 friday", "vaultkit snooze 1 2w"),
    "log": ('vaultkit log "Marta Rossi" "Met at the fair"',),
    "doctor": ("vaultkit doctor", "vaultkit doctor --lines"),
    "bases": ("vaultkit bases",),
    "init": (
        "vaultkit init my-search",
        "vaultkit init la-mia-ricerca --lang it",
        "vaultkit init",
        "vaultkit init --adopt Jobs",
    ),
    "config": ("vaultkit config",),
    "samples": ("vaultkit samples", "vaultkit samples remove"),
    "completion": ("vaultkit completion bash", "vaultkit completion fish"),
    "stats": ("vaultkit stats", "vaultkit stats --redact"),
    "export": (
        "vaultkit export csv",
        "vaultkit export json --output jobs.json",
        "vaultkit export search-log --from 2026-11-01 --to 2026-11-30",
        "vaultkit export search-log --as html --lang it --output november.html",
        "vaultkit export csv --redact",
    ),
    "import": (
        "vaultkit import jobs.csv --dry-run",
        "vaultkit import jobs.csv --yes",
        'vaultkit import jobs.csv --map "Firma=company" --dates dmy --dry-run',
    ),
    "plugins": ("vaultkit plugins",),
}
