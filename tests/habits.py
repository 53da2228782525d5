"""Vaults as people keep them, each of another habit, with the words that public vaults use.

``HABITS`` holds the files of each by its name. The days lie around 2026-11-20.
"""

from collections.abc import Mapping
from pathlib import Path

Files = Mapping[str, str]

TODAY = "2026-11-20"


def note(head: str, body: str = "") -> str:
    return f"---\n{head.strip()}\n---\n\n{body}"


_TYPED: Files = {
    ".obsidian/templates.json": '{"folder": "Meta/Templates"}',
    "Meta/Templates/Job.md": note(
        'type: job-application\ncompany: "{{title}}"\nposition:\nstatus: Wishlist\ndate_applied:\ncreated: {{date}}',
        "# {{title}}\n\n## Log\n",
    ),
    "Meta/Templates/Daily.md": "# {{date}}\n",
    "Daily/2026-11-18.md": "Slept badly. **Mood:** ok\n",
    "Job Applications/Acme - Data Engineer.md": note(
        'type: job-application\ncompany: "[[Acme]]"\nposition: Data Engineer\nstatus: Rejected (after interview)\n'
        'date_applied: 2026-10-01\ninterview_date: 2026-11-05\nrejected_on: 2026-11-18\nrecruiter: "[[Jane Doe]]"',
        "# Acme\n",
    ),
    "Job Applications/Globex - Analyst.md": note(
        "type: job-application\ncompany: Globex\nposition: Analyst\nstatus: Online Application\ndate_applied: 2026-11-16",
    ),
    "Job Applications/Initech - Developer.md": note(
        "type: job-application\ncompany: Initech\nposition: Developer\nstatus: Wishlist\ndate_applied:",
    ),
    "Companies/Acme.md": note("type: company\nwebsite: https://acme.example\nstatus: target"),
    "Contacts/Jane Doe.md": note(
        "type: contact\ncompany: Acme\nemail: jane@acme.example\nphone: 1\nlast_contact: 2026-11-05\nstatus: warm"
    ),
    "Books/Middlemarch.md": note("type: book\nauthor: George Eliot\nstatus: reading"),
}

_TAGGED: Files = {
    ".obsidian/plugins/templater-obsidian/data.json": '{"templates_folder": "_templates"}',
    "_templates/Application.md": note(
        "Employer: \nJob-Title: \nApp-Stage: Seen\nApplied-Date: \ntags: [jobs, application, active]",
        '# <% tp.file.title %>\n\nMade on <% tp.date.now("YYYY-MM-DD") %> at <% tp.user.clock() %>\n',
    ),
    "Hooli.md": note(
        'Employer: Hooli\nJob-Title: "Engineer: Platform"\nApp-Stage: Recruiter_Screen\nApplied: true\nApplied-Date: 2026-11-03\n'
        "tags: [jobs, application, active]"
    ),
    "Pied Piper.md": note(
        "Employer: Pied Piper\nJob-Title: Compression\nApp-Stage: Reject\nApplied: true\nApplied-Date: 2026-10-20\n"
        "tags: [jobs, application]\nInterview-Date: 2026-11-10"
    ),
    "Raviga.md": note(
        "Employer: Raviga\nJob-Title: Analyst\nApp-Stage: Culture Fit Chat\nApplied-Date: 2026-11-09\ntags: [jobs, application]"
    ),
    "Monica.md": note("tags: [recruiters]\nemail: monica@raviga.example\nlinkedin: monica"),
    "Groceries.md": note("tags: [home]\nstatus: done", "- [ ] Milk\n"),
    "Tasks about jobs.md": "#jobs\n\n- [ ] Mend the CV\n",
}

_IN_WEEKS: Files = {
    "Applications/2026-W44/Umbrella.md": note(
        'company: "[[Umbrella]]"\nrole: Senior\ntitle: Data Analyst\nLast Round: HR Interview\napplied_at: 2026-10-26T09:30\n'
        "interviews:\n  - roundName: HR\n    date: 2026-11-12\n    time: 10:30\n    status: Completed\n"
        'contacts:\n  - name: Ada King\n    role: Recruiter\n    email: ada@umbrella.example\ncorrespondence: "[[Ada King]]"'
    ),
    "Applications/2026-W45/Stark.md": note(
        "company: Stark\nrole: Junior\ntitle: Engineer\nLast Round: OA\napplied_at: 2026-11-02"
    ),
    "Applications/2026-W45/Wayne.md": note(
        "company: Wayne\nrole: Staff\ntitle: Lead Designer\nLast Round: Dead\napplied_at: 2026-10-02\ninterviews: [2026-10-20]"
    ),
    "Applications/Overview.md": "# Overview\n\n```dataview\nTABLE status\n```\n",
    "People/Ada King.md": note("company: Umbrella\nemail: ada@umbrella.example\nwarmth: 3"),
    "Reviews/2026-W45.md": "# My own week\n",
    "Weekly/2026-W46.md": "# What went well\n",
}

_POSITIONS: Files = {
    "10 Positions/Meta (1).md": note(
        "status: Under_Review\napplied_date: 2026-11-10\nlink: https://meta.example/1"
    ),
    "10 Positions/Meta (2).md": note(
        "status: Withdrawn\napplied_date: 2026-10-10\nlink: https://meta.example/2"
    ),
    "10 Positions/Zylker.md": note(
        "status: Offered\napplied_date: 2026-10-10\noffer_date: 2026-11-18"
    ),
    "20 Areas/Running.md": note("status: active\ngoal: 10 km"),
}

_CANDIDATURE: Files = {
    ".obsidian/daily-notes.json": '{"folder": "Diario"}',
    ".obsidian/plugins/periodic-notes/data.json": '{"weekly": {"enabled": true, "folder": "Riepiloghi"}}',
    "Riepiloghi/2026-W46.md": "# La mia settimana\n",
    "Diario/2026-11-18.md": "Ho dormito male.\n",
    "Candidature/Alfa.md": note(
        "azienda: Alfa\nruolo: Analista\nstato: rifiutata\ndata candidatura: 2026-10-05\ndata colloquio: 2026-11-06\n"
        'data esito: 2026-11-17\nreferente: "[[Marta Rossi]]"'
    ),
    "Candidature/Beta.md": note(
        "azienda: Beta\nruolo: Sviluppatrice\nstato: In attesa\ndata candidatura: 2026-11-11"
    ),
    "Candidature/Gamma.md": note(
        "azienda: Gamma\nruolo: Contabile\nstato: Sentiti al telefono\ndata candidatura: 2026-11-12"
    ),
    "Candidature/Delta.md": note("azienda: Delta\nruolo: Contabile\nstato: da inviare"),
    "Persone/Marta Rossi.md": note("azienda: Alfa\nemail: marta@alfa.example\ntelefono: 02"),
    "Persone/Luca Bianchi.md": note("azienda: Beta\nemail: luca@beta.example"),
    "Ricette/Risotto.md": note("porzioni: 4\ntempo: 30"),
}

_ETICHETTE: Files = {
    "Modelli/Candidatura.md": note(
        "tipo: candidatura\nimpresa:\nposizione:\nfase: da inviare\ndata invio:", "# {{title}}\n"
    ),
    "Lavoro/Omega.md": note(
        "tipo: candidatura\nimpresa: Omega\nposizione: Grafica\nfase: Colloquio\ndata invio: 2026-10-20\ncolloqui: [2026-11-13]\n"
        "selezionatore: Sara Neri"
    ),
    "Lavoro/Sigma.md": note(
        "tipo: candidatura\nimpresa: Sigma\nposizione: Redattrice\nfase: nessuna risposta\ndata invio: 2026-09-20"
    ),
    "Lavoro/Spese.md": note("tipo: elenco\nstato: aperto"),
    "Rubrica/Sara Neri.md": note("tipo: contatto\nemail: sara@omega.example"),
}

_FILLED_IN: Files = {
    "Job Hunt/Hooli.md": note(
        "Company: Hooli\nPosition: Product Manager\nStatus: Rejected after interview\nApplied-Date: 2026-10-01\n"
        'Interview: 2026-11-05\nrejected_on: 2026-11-18\nRecruiter: TBD\nInterviewers: [n/a, "?"]'
    ),
    "Job Hunt/Aviato.md": note(
        "Company: Aviato\nPosition: N/A\nStatus: Applied\nApplied-Date: 2026-11-11\n"
        'Recruiter: "Erlich Bach (HR)"'
    ),
    "Job Hunt/Raviga.md": note(
        "Company: Raviga\nPosition: Analyst\nStatus: 2nd round\nApplied-Date: 2026-10-20\n"
        "Interview: 2026-11-13\nRecruiter: monica@raviga.example"
    ),
    "Job Hunt/Endframe.md": note(
        "Company: Endframe\nPosition: Tester\nStatus: pending\nApplied-Date: 2026-11-10\nRecruiter: unknown"
    ),
    "Contacts/Erlich Bach.md": note("company: Aviato\nemail: erlich@aviato.example"),
    "Contacts/Monica Hall.md": note("company: Raviga\nemail: monica@raviga.example"),
}

_BODIES: Files = {
    "trackers/Soylent.md": "# Soylent\n\n**Company:** Soylent\n**Role:** Chemist\n**Status:** applied\n**Applied:** 2026-11-10\n",
    "trackers/Tyrell.md": "\ufeff# Tyrell\r\n\r\nstatus:: Rejected\r\ncompany:: Tyrell\r\ndate applied:: 2026-10-01\r\nrejection date:: 2026-11-17",
    "trackers/Wonka.md": "# Wonka\n\n| Company | Wonka |\n|---|---|\n| Status | Interviewing |\n| Applied | 2026-10-30 |\n| Interview | 2026-11-12 |\n",
    "trackers/All.md": "| Company | Role | Status |\n|---|---|---|\n| A | x | applied |\n| B | y | rejected |\n",
    "Notes.md": "# Notes\n\nNothing **here:** really\n",
}

_TESTI: Files = {
    "Cerco lavoro/Alfa.md": "# Alfa\n\n- **Azienda:** Alfa\n- **Ruolo:** Analista\n- **Stato:** rifiutata\n"
    "- **Data candidatura:** 05/10/2026\n- **Data colloquio:** 06/11/2026 ore 15:00\n- **Data esito:** 17/11/2026\n"
    "- **Referente:** da definire\n",
    "Cerco lavoro/Beta.md": "azienda:: Beta\nruolo:: Grafica\nstato:: inviata\ninviata il:: 14/11/2026\n",
    "Cerco lavoro/Gamma.md": "# Gamma\r\n\r\n| Azienda | Gamma |\r\n|---|---|\r\n| Stato | Colloquio |\r\n"
    "| Data candidatura | 1 novembre 2026 |\r\n| Colloqui | 12/11/2026, 18/11/2026 |",
    "Diario/2026-11-18.md": "Oggi **nulla:** pioggia\n",
}

HABITS: Mapping[str, Files] = {
    "typed": _TYPED,
    "tagged": _TAGGED,
    "in-weeks": _IN_WEEKS,
    "positions": _POSITIONS,
    "candidature": _CANDIDATURE,
    "etichette": _ETICHETTE,
    "filled-in": _FILLED_IN,
    "bodies": _BODIES,
    "testi": _TESTI,
}


def make_vault(root: Path, habit: str) -> Path:
    """Write the files of a habit into a folder, byte for byte, and return it."""
    for path, text in HABITS[habit].items():
        place = root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(text.encode())
    return root
