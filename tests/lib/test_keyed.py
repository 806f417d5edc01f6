"""Objects whose fields templates find at once."""

from dataclasses import dataclass

import pytest
from django.template import Context, Template

from club.lib.keyed import Keyed


@dataclass(frozen=True)
class Person(Keyed):
    """Somebody with a name."""

    name: str

    @property
    def greeting(self) -> str:
        """What is said."""
        return f"Hello {self.name}"


def test_templates_read_fields_and_properties_and_nothing_else():
    words = Template("{{ one.name }}, {{ one.greeting }}, {{ one.other }}{{ one.0 }}")
    assert words.render(Context({"one": Person("<Ada>")})) == "&lt;Ada&gt;, Hello &lt;Ada&gt;, "


def test_a_field_is_found_by_its_name():
    assert Person("Ada")["greeting"] == "Hello Ada"
    with pytest.raises(KeyError):
        Person("Ada")["other"]
