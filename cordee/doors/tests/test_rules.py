"""How fast is too fast, how many is too many, what a proof of work proves."""

import hashlib
from datetime import timedelta

import pytest

from cordee.doors.rules import PROOF_BITS, Limit, is_beyond, is_too_quick, proves


@pytest.mark.parametrize(
    ("seconds", "proved", "quick"),
    [(2.9, True, True), (3, True, False), (11.9, False, True), (12, False, False), (0, True, True)],
)
def test_a_person_reads_before_sending(seconds, proved, quick):
    assert is_too_quick(seconds, proved=proved) is quick


def work(challenge: str, bits: int) -> str:
    number = 0
    while True:
        digest = hashlib.sha256(f"{challenge}:{number}".encode()).digest()
        if int.from_bytes(digest[:4]) >> (32 - bits) == 0:
            return str(number)
        number += 1


def test_a_proof_is_of_its_own_challenge():
    found = work("une page", PROOF_BITS)

    assert proves("une page", found)
    assert not proves("une autre page", found)


@pytest.mark.parametrize("answer", ["", "0", "-1", "1e9", "9" * 21, "٣", "<script>", "1 "])
def test_anything_else_proves_nothing(answer):
    assert not proves("une page", answer)


def test_a_limit_is_reached_at_its_number():
    limit = Limit(3, timedelta(hours=1))

    assert not is_beyond({limit: 2}, (limit,))
    assert is_beyond({limit: 3}, (limit,))
    assert not is_beyond({}, (limit,))
