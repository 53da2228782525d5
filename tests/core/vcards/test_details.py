"""What else stands in a person's head, under whatever name."""

from vaultkit.core.front_matter.read import read_head, split_head
from vaultkit.core.front_matter.vocabulary import vocabulary
from vaultkit.core.notes.person import Person
from vaultkit.core.settings.values import Marks, Settings
from vaultkit.core.vcards.details import details, read_words
from vaultkit.playbook import load

WORDS = read_words(load.playbook_toml("vcard.toml"))
VOCABULARY = vocabulary(
    load.playbook_toml("properties.toml"), load.playbook_toml("stages.toml"), Settings()
)


MARKS = Marks(tags=("people",))


def of(head, **said):
    text = f"---\n{head}---\n"
    read = read_head("Ada.md", text, split_head(text))
    return details(Person("Ada.md", "Ada", **said), read, VOCABULARY, WORDS, MARKS)


def test_numbers_links_and_tags_by_the_names_that_people_use():
    found = of(
        "email: [b@x.example, Ada <a@x.example>, nothing]\ncellulare: 06 1\n"
        'LinkedIn: "[me](https://l.example/a)"\nuid: 7\ntags: [people, "#friend", recruiting]\n',
        email="a@x.example",
    )
    assert found.emails == ("a@x.example", "b@x.example")
    assert (found.phones, found.links, found.uid) == (("06 1",), ("https://l.example/a",), "7")
    assert found.tags == ("friend", "recruiting")
    assert found.names["phone"] == "cellulare"
    assert found.addresses == {"a@x.example", "b@x.example"}


def test_a_head_that_says_nothing_gives_nothing():
    found = of("")
    assert (found.emails, found.phones, found.links, found.tags, found.uid) == ((), (), (), (), "")
    assert found.names == {}
