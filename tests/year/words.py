"""What the made-up person writes, in each language: names, properties, stages, thoughts."""

FIRST_NAMES = {
    "en": "Alice Ben Clara Daniel Ewa Femi Grace Hugo Iris James Kiran Leila Mark Nora Oscar Priya Rosa Sam Tara Victor",
    "it": "Anna Bruno Chiara Davide Elena Fabio Giulia Irene Lorenzo Marta Nicola Olga Paolo Rita Sara Tommaso Ugo "
    "Valeria Zoe Éva",
}
LAST_NAMES = {
    "en": "Adeyemi Brown Clarke Dahl Evans Fischer Green Hughes Iqbal Jones",
    "it": "Amato Bianchi Conti D'Angelo Esposito Ferri Greco Lodi Moretti Rossi",
}
COMPANIES = {
    "en": "Ashdown Birchwood Calder Dovecote Eastgate Fernhill Glasshouse Harbour Ironbridge Juniper Kestrel Larkfield "
    "Millrace Northlight Oakham Pemberton Quayside Redfern Saltmarsh Thornbury",
    "it": "Alba Bora Càlamo Delfino Estense Faro Ginestra Onda Lanterna Marea Nuvola Olmo Ponte Quercia Radice Sestante "
    "Timone Ulivo Vela Zefiro",
}
SUFFIXES = {
    "en": ("", " Labs", " & Sons", ": Works"),
    "it": ("", " S.p.A.", " & Figli", ": Servizi"),
}
ROLES = {
    "en": ("Data Analyst", "Reporting Analyst", "Insight Analyst", "Data Engineer"),
    "it": ("Analista dati", "Analista di business", "Data engineer", "Addetta alla reportistica"),
}
SOURCES = {
    "en": ("job board", "their own site", "a friend", "job fair"),
    "it": ("bacheca online", "il loro sito", "un'amica", "fiera del lavoro"),
}
JOBS = {
    "en": {"recruiter": "Recruiter", "contact": "HR", "interviewer": "Team lead"},
    "it": {
        "recruiter": "Selezione del personale",
        "contact": "Risorse umane",
        "interviewer": "Responsabile",
    },
}
PROPERTIES = {
    "en": {},
    "it": {
        "company": "azienda", "role": "ruolo", "status": "stato", "applied": "candidatura", "interviewed": "colloquio",
        "decided": "esito", "offered": "data offerta", "offer_deadline": "scadenza offerta", "accepted": "accettata il",
        "recruiter": "selezionatore", "interviewers": "intervistatori", "contact": "contatto", "source": "fonte",
        "referral": "segnalazione", "reply_by": "risposta entro", "closes": "scadenza",
    },
}  # fmt: skip
STAGES = {
    "en": {"interview": "Interviewing"},
    "it": {
        "saved": "salvata", "applied": "inviata", "screening": "preselezione", "interview": "colloquio",
        "offer": "offerta", "accepted": "accettata", "rejected": "rifiutata", "withdrawn": "ritirata",
        "declined": "declinata", "ghosted": "nessuna risposta",
    },
}  # fmt: skip
ANSWERS = {
    "en": (
        "{} again", "{}: I had nothing ready", "I talked too long about {}", "They liked {}", "More practice: {}",
        "{}, told shorter", "I guessed on {} where I should have asked", "{} came up, and I stayed calm",
    ),
    "it": (
        "Di nuovo {}", "{}: non avevo nulla di pronto", "Ho parlato troppo a lungo: {}", "È piaciuto: {}",
        "Serve più pratica: {}", "{}, raccontato più in breve", "{}: ho tirato a indovinare", "{}, e sono rimasta calma",
    ),
}  # fmt: skip
TOPICS = {
    "en": (
        "window functions #sql", "estimates", "a conflict with stakeholders", "the museum project", "testing a pipeline",
        "dashboards #dashboards", "moving to another town", "leading a team", "the size of our tables", "forecasting",
    ),
    "it": (
        "funzioni finestra #sql", "stime", "un conflitto con i clienti", "il progetto del museo", "collaudo di un flusso",
        "cruscotti #cruscotti", "trasferirsi altrove", "guidare un gruppo", "la dimensione delle tabelle", "previsioni",
    ),
}  # fmt: skip
FACTS = {
    "en": (
        ("experience", "Moved the food bank's stock list into a database"),
        ("skill", "Certificate in data modelling"),
        ("article", "Five questions to ask of any dashboard"),
        ("achievement", "A talk on open transport data at the city library"),
        ("skill", "dbt, with tests for every model"),
    ),
    "it": (
        ("experience", "L'inventario del banco alimentare portato in una base di dati"),
        ("skill", "Certificato in modellazione dei dati"),
        ("article", "Cinque domande da fare a ogni cruscotto"),
        ("achievement", "Un intervento sui dati aperti dei trasporti in biblioteca"),
        ("skill", "dbt, con prove per ogni modello"),
    ),
}
OWN = {
    "en": (
        "A walk every morning.",
        "I like places that publish what they learn.",
        "Call Nora before Thursday.",
    ),
    "it": (
        "Una passeggiata ogni mattina.",
        "Mi piacciono i posti che raccontano che cosa imparano.",
        "Chiamare Irene.",
    ),
}
LOGGED = {
    "en": "met at the library talk, they plan a second team",
    "it": "incontro in biblioteca, vogliono un altro gruppo",
}
