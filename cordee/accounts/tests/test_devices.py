"""A browser recognised by the one who used it."""

import pytest

from cordee.accounts.devices import device_words

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 Firefox/132.0"
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Mobile Safari/604.1"
PIXEL = "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36"


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (FIREFOX, "Firefox sur Windows"),
        (EDGE, "Edge sur Windows"),
        (IPHONE, "Safari sur iPhone"),
        (PIXEL, "Chrome sur Android"),
        ("", "navigateur inconnu"),
        ("curl/8.5", "navigateur inconnu"),
        ("Firefox" * 5000, "Firefox"),
        ("\0<script>😀", "navigateur inconnu"),
    ],
)
def test_devices_in_words(user_agent, words):
    assert device_words(user_agent) == words
    assert len(device_words(user_agent)) <= 80
