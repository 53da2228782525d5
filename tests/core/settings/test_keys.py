"""From a parsed file to settings."""

import pytest

from vaultkit.errors import SettingsError
from vaultkit.work.config import read_settings


def test_a_review_s_name_is_one_that_a_system_takes():
    assert (
        read_settings('schema = 1\n[review]\nname = "GGGG/[Week] WW"\n').review_name
        == "GGGG/[Week] WW"
    )
    with pytest.raises(SettingsError) as wrong:
        read_settings(f'schema = 1\n[review]\nname = "GGGG-WW {"x" * 200}"\n')
    assert (wrong.value.key, wrong.value.values["line"]) == ("settings-not-a-name", "3")


def test_a_name_of_very_many_parts_is_refused_before_it_is_read():
    with pytest.raises(SettingsError) as wrong:
        read_settings(f"schema = 1\na{'.a' * 500} = 1\n")
    assert (wrong.value.key, wrong.value.values["line"]) == ("settings-not-toml", "2")


def test_a_playbook_may_be_named_alone_or_in_a_list():
    assert read_settings('schema = 1\nplaybooks = "vaultkit"\n').playbooks == ("vaultkit",)
    assert read_settings("schema = 1\n").playbooks == ("vaultkit",)


@pytest.mark.parametrize(
    ("text", "line", "nearest"),
    [
        ('playbook = ["vaultkit"]', "2", "playbooks"),
        ('[applications]\ntemplates = "T.md"', "3", "template"),
        ('[people]\nfolder = "People"', "3", "folders"),
    ],
)
def test_a_slip_in_a_new_key_is_told_with_its_line_and_the_right_one(text, line, nearest):
    with pytest.raises(SettingsError) as wrong:
        read_settings(f"schema = 1\n{text}\n")
    assert (wrong.value.values["line"], wrong.value.values["nearest"]) == (line, nearest)
