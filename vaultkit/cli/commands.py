"""Our commands: where the function of each is, and the panel of the help under which it stands.

Listed here so that one command loads its own module only; pyproject.toml lists the same as
entry points, and a test holds the two together.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

EVERY_DAY, REPAIR, SET_UP = "Every day", "Repair", "Set up"


class Listed:
    """``module:function`` below ``vaultkit.cli``, and the panel."""

    __slots__ = ("panel", "place")

    def __init__(self, place: str, panel: str = EVERY_DAY) -> None:
        self.place, self.panel = place, panel


COMMANDS: "Mapping[str, Listed]" = {
    "new": Listed("adding:new"),
    "update": Listed("daily:update"),
    "watch": Listed("watching:watch"),
    "review": Listed("reviewing:review"),
    "render": Listed("rendering:render_note"),
    "due": Listed("to_do:due"),
    "contacts": Listed("to_do:contacts"),
    "done": Listed("daily:done"),
    "draft": Listed("drafting:draft"),
    "explain": Listed("explaining:explain"),
    "export": Listed("exporting:export"),
    "calendar": Listed("calendaring:calendar"),
    "import": Listed("importing:import_"),
    "list": Listed("listing:list_applications"),
    "snooze": Listed("people:snooze"),
    "log": Listed("people:log"),
    "stats": Listed("stats:stats"),
    "check": Listed("repair:check", REPAIR),
    "remove": Listed("repair:remove", REPAIR),
    "undo": Listed("undoing:undo", REPAIR),
    "doctor": Listed("doctor:doctor", REPAIR),
    "plugins": Listed("guests:list_plugins", REPAIR),
    "merge-driver": Listed("merging:merge_driver", REPAIR),
    "init": Listed("setup:init", SET_UP),
    "samples": Listed("samples:samples", SET_UP),
    "config": Listed("configuring:config", SET_UP),
    "lsp": Listed("lsp:lsp", SET_UP),
    "service": Listed("service:service", SET_UP),
    "bases": Listed("bases:bases", SET_UP),
    "completion": Listed("completion:completion", SET_UP),
}
"""In the order of the help."""
