"""Cards as programs write them: Apple's, Android's, Outlook's, Thunderbird's. Each is of the same person."""

import pytest

from vaultkit.core.tables.csv_text import decoded
from vaultkit.core.vcards.somebody import somebody
from vaultkit.core.vcards.vcard_text import read_vcards

APPLE = """BEGIN:VCARD
VERSION:3.0
PRODID:-//Apple Inc.//iPhone OS 17.5//EN
N:Müller;Zoë;;;
FN:Zoë Müller
ORG:Söhne & Co.;
TITLE:Talent Partner
item1.EMAIL;type=INTERNET;type=pref:zoe@soehne.example
item1.X-ABLabel:_$!<Work>!$_
TEL;type=CELL;type=VOICE;type=pref:+49 151 1234
item2.URL;type=pref:https\\://soehne.example/zoe
item2.X-ABLabel:_$!<HomePage>!$_
BDAY:1990-02-03
PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQSkZJRgABAQAASABIAAD/4QBMRXhpZgAATU0AKgA
 AAAgAAgESAAMAAAABAAEAAIdpAAQAAAABAAAAJgAAAAAAAqACAAQAAAABAAAAZKADAAQAAAA=
END:VCARD
"""
ANDROID = """BEGIN:VCARD
VERSION:2.1
N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BCller;Zo=C3=AB;;;
FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Zo=C3=AB M=C3=BC=
ller
TEL;CELL;PREF:+49 151 1234
EMAIL;WORK:zoe@soehne.example
ORG;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:S=C3=B6hne & Co.
TITLE:Talent Partner
URL:https://soehne.example/zoe
NOTE;ENCODING=QUOTED-PRINTABLE:met at=0D=0A=
the fair
PHOTO;ENCODING=BASE64;JPEG:/9j/4AAQSkZJRgABAQAASABIAAD/4QBMRXhpZgAATU0AKgA
 AAAgAAgESAAMAAAABAAEAAIdpAAQAAAABAAAAJgAAAAAAAqACAAQAAAABAAAAZKADAAQAAAA=

END:VCARD
"""
OUTLOOK = """BEGIN:VCARD
VERSION:2.1
X-MS-SIGNATURE:YES
N;LANGUAGE=de;CHARSET=Windows-1252:Müller;Zoë
FN;CHARSET=Windows-1252:Zoë Müller
ORG;CHARSET=Windows-1252:Söhne & Co.
TITLE:Talent Partner
TEL;CELL;VOICE:+49 151 1234
ADR;WORK;PREF:;;Straße 1;Köln;;;Deutschland
LABEL;WORK;PREF;ENCODING=QUOTED-PRINTABLE:Stra=DFe 1=0D=0A=
K=F6ln
X-MS-OL-DEFAULT-POSTAL-ADDRESS:2
URL;WORK:https://soehne.example/zoe
EMAIL;PREF;INTERNET:zoe@soehne.example
X-MS-IMADDRESS:zoe
REV:20240102T030405Z
END:VCARD
"""
THUNDERBIRD = """BEGIN:VCARD
VERSION:4.0
N:Müller;Zoë;;;
FN:Zoë Müller
EMAIL;PREF=1;TYPE=work:zoe@soehne.example
TEL;TYPE=cell;VALUE=TEXT:+49 151 1234
ORG:Söhne & Co.
TITLE:Talent Partner
URL;TYPE=work;VALUE=URL:https://soehne.example/zoe
X-CUSTOM1:
UID:7f9d2c1e-0000-4000-8000-000000000001
END:VCARD
"""


@pytest.mark.parametrize(
    ("text", "codec"),
    [(APPLE, "utf-8"), (ANDROID, "ascii"), (OUTLOOK, "cp1252"), (THUNDERBIRD, "utf-8-sig")],
    ids=["apple", "android", "outlook", "thunderbird"],
)
def test_each_program_s_card_is_read_to_the_same_person(text, codec):
    (card,) = read_vcards(decoded(text.replace("\n", "\r\n").encode(codec)).text)
    who = somebody(card)
    assert (who.name, who.company, who.role) == ("Zoë Müller", "Söhne & Co.", "Talent Partner")
    assert (who.emails, who.phones) == (("zoe@soehne.example",), ("+49 151 1234",))
    assert (who.links, who.wrong) == (("https://soehne.example/zoe",), ())
