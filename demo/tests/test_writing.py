"""What is written is said as colleagues say it: kindly, in good French, and it agrees with the person."""

import re

import pytest

from demo.dossiers import spoken
from demo.houses import FIVE
from demo.names import Namer, family_name, first_name
from demo.writing import common

# Words that judge, or that the trade does not use of people.
UNKIND = re.compile(
    r"échec|échou|paresse|mauvaise volonté|assisté|cas social|absentéisme|refuse d|n’a pas voulu"
    r"|ingérable|marginal",
    re.IGNORECASE,
)


def texts():
    for house in FIVE:
        for shape in house.programmes:
            writing = shape.writing
            yield from (scene.text for scenes in writing.scenes.values() for scene in scenes)
            yield from (scene.text for scene in (*writing.reviews, *writing.health))
            yield from (*writing.words, *writing.reasons, *writing.warnings, *shape.pauses)
        for cast in house.cast:
            yield from (cast.words, *(scene.text for scene in cast.scenes))
    yield from (scene.text for scene in (*common.SMALL, *common.PROTECTED_NOTES, *common.WORKING_NOTES))
    yield from (scene.text for scenes in common.PARTINGS.values() for scene in scenes)


EVERY = sorted(set(texts()) - {""})


@pytest.mark.parametrize("gender,pronoun", [("f", ""), ("m", ""), ("f", "iel")])
def test_every_text_agrees(gender, pronoun):
    for text in EVERY:
        said = spoken(text, "Émilie", gender, pronoun)
        assert "{" not in said
        assert not re.search(r"\b(de|que) Émilie", said), said


def test_no_text_judges():
    assert not [text for text in EVERY if UNKIND.search(text)]


def test_french_typography():
    assert not [text for text in EVERY if re.search(r"['!]|\.\.\.| [;:?»]|« ", text)]


def test_enough_is_written_at_every_stage():
    for house in FIVE:
        for shape in house.programmes:
            assert set(shape.writing.scenes) >= set(shape.stages), shape.code


def test_names_follow_the_years_and_never_come_twice():
    from random import Random

    namer = Namer(Random("essai"))
    drawn = [namer.draw(year=1950 + rank % 58) for rank in range(3000)]

    assert len({(name.first, name.family) for name in drawn}) == 3000
    assert first_name(Random(1), "f", 1950) == first_name(Random(1), "f", 1950)
    assert len({family_name(Random(rank)) for rank in range(20_000)}) > 2000
