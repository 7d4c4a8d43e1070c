"""Lists declared by several domains and read by one."""

import pytest

from cordee.kernel.registry import Registry


def test_things_come_out_in_the_order_they_were_declared():
    panels = Registry("panneau")
    panels.register("work", 2)
    panels.register("home", 1)

    assert list(panels) == ["work", "home"]
    assert list(panels.items()) == [("work", 2), ("home", 1)]
    assert list(panels.values()) == [2, 1]
    assert len(panels) == 2
    assert "home" in panels


def test_a_decorator_declares_and_gives_the_thing_back():
    panels = Registry("panneau")

    @panels.add("hello")
    def hello():
        return "bonjour"

    assert panels["hello"] is hello
    assert hello() == "bonjour"


def test_the_same_thing_twice_is_harmless_and_another_one_is_refused():
    panels = Registry("panneau")
    panels.register("home", "a")
    panels.register("home", "a")

    with pytest.raises(ValueError, match="home"):
        panels.register("home", "b")


def test_an_unknown_code_names_the_list_and_the_nearest():
    panels = Registry("panneau")
    panels.register("home", 1)

    assert panels.get("hom") is None
    with pytest.raises(LookupError, match="panneau «\u202fhom\u202f».*home"):
        panels["hom"]
