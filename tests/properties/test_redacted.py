"""Of what is shared without names: no word of the vault's own gets out, whatever stands in it."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.house import PLAIN, TODAY, surveyed, updated
from vaultkit.core.across.copies import originals
from vaultkit.core.week.efforts import efforts
from vaultkit.core.week.funnel import funnel
from vaultkit.core.week.quiet import listings
from vaultkit.formats import applications_csv, applications_json, search_log
from vaultkit.formats.export_rows import export_row
from vaultkit.formats.numbers import answer_lines, total_line
from vaultkit.formats.redacted import redacted
from vaultkit.formats.rows import funnel_row
from vaultkit.formats.search_log_rows import search_log as made_log
from vaultkit.playbook import load
from vaultkit.work.review_note import Background, review_text

WORD = st.text(alphabet="qxzjkw", min_size=7, max_size=12)
"""No word of vaultkit's holds one of these."""
DAY = st.integers(-60, 30).map(lambda days: TODAY + timedelta(days=days))
STAGES = (
    "saved",
    "applied",
    "screening",
    "interview",
    "offer",
    "accepted",
    "rejected",
    "withdrawn",
)
LANGUAGES = st.sampled_from(load.languages())


@st.composite
def vaults(draw):
    """Return notes, and every word in them that is a person's."""
    words = draw(st.lists(WORD, min_size=16, max_size=16, unique=True))
    notes = {}
    for number in range(draw(st.integers(1, 4))):
        a, b, c, d, e, f, g, h = draw(st.permutations(words))[:8]
        days = [draw(DAY) for _ in range(4)]
        body = f"# {a} {h}\n\nBody {g} with [[{f}]] and {e}@{d}.example\n\n- [ ] Call {g}\n"
        notes[f"{b}/{a} {number}.md"] = (
            f"---\ntype: application\ncompany: {a}\nrole: {c} {d}\nstatus: {draw(st.sampled_from(STAGES))}\n"
            f"applied: {days[0]}\ninterviewed:\n  - date: {days[1]}\n    with: '[[{e}]]'\n    round: {f}\n"
            f"decided: {days[2]}\noffered: {days[3]}\n"
            f"recruiter: '[[{g} {h}]]'\ncontact: {{ name: {f}, email: {f}@{b}.example }}\n"
            f"source: {draw(st.sampled_from(words))}\nreferral: {h}\nurl: https://{c}.example/{d}\n"
            f"why: {e}\ntalked_about: [{f}]\nown_{b}: {a}\n---\n{body}"
        ).encode()
    for name in words[:5]:
        notes[f"{words[5]}/{name}.md"] = (
            f"---\ntype: person\naliases: [{words[6]}]\nemail: {words[7]}@{words[8]}.example\ncompany: {words[9]}\n"
            f"role: {words[10]}\n---\n## Log\n- {draw(DAY)}: {words[11]}\n"
        ).encode()
    return notes, words


def outputs(found, language):
    """Yield all that can be shared of a survey."""
    phrases = load.phrases(language)
    survey = redacted(found, phrases).survey
    text = review_text(survey, PLAIN, phrases, TODAY, None, Background(TODAY))
    yield str(text)
    rows = tuple(export_row(row) for row in listings(survey.entries, TODAY))
    yield applications_csv.render(rows).decode()
    yield applications_json.render(rows).decode()
    numbers = funnel(originals(survey.entries), TODAY)
    yield "\n".join(
        [total_line(numbers, phrases), *answer_lines(numbers, phrases), str(funnel_row(numbers))]
    )
    period = (date(2026, 1, 1), TODAY)
    done = efforts(survey.entries, survey.people, survey.playbook, period, TODAY)
    log = made_log(done, {}, phrases, "")
    for form in search_log.forms:
        yield search_log.render(log, form).decode()


@settings(max_examples=40, deadline=None)
@given(vaults(), LANGUAGES, st.booleans())
def test_no_word_of_the_vaults_own_is_in_what_is_shared(vault, language, is_updated):
    notes, words = vault
    found = surveyed(updated(notes) if is_updated else notes)
    assert found.entries
    for text in outputs(found, language):
        low = text.casefold()
        assert [word for word in words if word in low] == []
        assert "@" not in text.replace("@page", "").replace("@media", "")


@settings(max_examples=20, deadline=None)
@given(vaults())
def test_what_stands_for_a_name_is_the_same_at_every_call(vault):
    found = surveyed(vault[0])
    assert [*outputs(found, "en")] == [*outputs(found, "en")]
