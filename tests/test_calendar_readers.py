"""The calendar is read by ical.js, the reader of Thunderbird, as it was meant.

Needs Node, and the package beside tests/calendars/README.md, which says how to get it.
"""

import json
import shutil
import subprocess
import tarfile
from datetime import date, time
from pathlib import Path

import pytest

from vaultkit.core.text.sanitize import shown
from vaultkit.formats.appointment import Appointment
from vaultkit.formats.appointment_changes import Published
from vaultkit.formats.calendar_file import calendar_bytes

NODE = shutil.which("node")
PACKED = sorted((Path(__file__).parent / "calendars").glob("ical.js-*.tgz"))
SCRIPT = """
const ICAL = require("./ical.cjs");
const text = require("fs").readFileSync(0, "utf-8");
const whole = new ICAL.Component(ICAL.parse(text));
for (const zone of whole.getAllSubcomponents("vtimezone")) {
  ICAL.TimezoneService.register(zone);
}
const told = [];
for (const kind of ["vevent", "vtodo"]) {
  for (const one of whole.getAllSubcomponents(kind)) {
    const of = name => one.getFirstPropertyValue(name);
    const alarm = one.getFirstSubcomponent("valarm");
    told.push({
      uid: of("uid"), summary: of("summary"), status: of("status"), sequence: of("sequence"),
      description: of("description"), category: of("categories"), url: of("url"),
      start: of("dtstart") && of("dtstart").toString(),
      end: (of("dtend") || of("due")).toString(),
      unix: of("dtstart") && of("dtstart").toUnixTime(),
      alarm: alarm && alarm.getFirstPropertyValue("trigger").toSeconds(),
    });
  }
}
console.log(JSON.stringify(told));
"""
DAYS = [
    (date(2026, 11, 26), time(9, 30), 8.5),
    (date(2026, 7, 1), time(9, 30), 7.5),
    (date(2026, 3, 29), time(3, 30), 1.5),
    (date(2026, 3, 29), time(1, 30), 0.5),
    (date(2026, 10, 25), time(4, 0), 3),
    (date(2026, 10, 24), time(23, 0), 21),
]
"""Days and hours in Rome, and the hour in Greenwich."""
TEXTS = [
    "Acme; Söhne, Ltd: \\n and C:\\new",
    "a\r\nATTENDEE:mailto:x@example.com",
    "日本語の会社 " * 20,
    "END:VEVENT",
    '"quoted", 👩‍🚀 שלום',
]


@pytest.mark.skipif(NODE is None, reason="Node is not installed")
@pytest.mark.skipif(not PACKED, reason="no ical.js is there; tests/calendars/README.md says how")
def test_ical_js_reads_what_was_meant(tmp_path):
    hourly = [
        Appointment(
            f"{at}-interview-1@vaultkit", "Interview", "x", day, hour, "Europe/Rome", alarm=24
        )
        for at, (day, hour, _) in enumerate(DAYS)
    ]
    daily = [
        Appointment(
            f"t{at}-closes@vaultkit",
            "Deadline",
            shown(text),
            date(2026, 12, 31),
            description=f"{shown(text)}\nobsidian://open?vault=a&file=b",
            url="obsidian://open?vault=a%20b&file=c%2Fd",
            alarm=39,
            status="cancelled",
        )
        for at, text in enumerate(TEXTS)
    ]
    todo = Appointment("u-vk-x@vaultkit", "F", "W", date(2026, 12, 31), is_todo=True)
    every = [*hourly, *daily, todo]
    data = calendar_bytes(
        [Published(one, 2, date(2026, 11, 20)) for one in every], "Jobs", is_redacted=False
    )
    with tarfile.open(PACKED[-1]) as package, open(tmp_path / "ical.cjs", "wb") as script:
        script.write(package.extractfile("package/dist/ical.es5.cjs").read())
    (tmp_path / "read.cjs").write_text(SCRIPT, encoding="utf-8")
    done = subprocess.run(
        [NODE, "read.cjs"], input=data, cwd=tmp_path, capture_output=True, check=True, timeout=60
    )
    told = json.loads(done.stdout)
    assert [one["uid"] for one in told] == [one.uid for one in every]
    assert {one["sequence"] for one in told} == {2}
    for one, (day, hour, greenwich) in zip(told, DAYS, strict=False):
        assert one["start"] == f"{day}T{hour}"
        assert (one["unix"] / 3600) % 24 == greenwich
        assert one["alarm"] == -24 * 3600
    for one, meant in zip(told[len(hourly) : -1], daily, strict=True):
        assert (one["summary"], one["description"]) == (meant.summary, meant.description)
        assert (one["start"], one["end"]) == ("2026-12-31", "2027-01-01")
        assert (one["status"], one["alarm"]) == ("CANCELLED", -39 * 3600)
        assert (one["category"], one["url"]) == (meant.category, meant.url)
    assert (told[-1]["status"], told[-1]["start"], told[-1]["end"]) == (
        "NEEDS-ACTION",
        None,
        "2026-12-31",
    )
