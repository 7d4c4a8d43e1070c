"""The post of the demonstration: real SMTP and HTTP on loopback, read again on its page."""

import http.client
import json
import smtplib
import subprocess
import sys
import time
from email.message import EmailMessage

import pytest
from django.test import Client

from demo import post
from gestures.serving import _free_port
from gestures.state import ROOT


@pytest.fixture
def office(tmp_path):
    mail, sms = _free_port(), _free_port()
    command = [
        sys.executable,
        "-m",
        "demo.post",
        "--folder",
        str(tmp_path),
        "--mail",
        str(mail),
        "--sms",
        str(sms),
    ]
    process = subprocess.Popen(command, cwd=ROOT)
    yield tmp_path, mail, sms
    process.terminate()
    assert process.wait(60) == 0


def until_it_answers(port):
    for _try in range(1200):
        try:
            return smtplib.SMTP("127.0.0.1", port, timeout=5)
        except OSError:
            time.sleep(0.05)
    raise AssertionError("the post never answered")


def test_a_mail_and_an_sms_are_kept_and_read_again(office):
    folder, mail, sms = office
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = (
        "a@exemple.invalid",
        "b@exemple.invalid",
        "Votre demande : reçue",
    )
    letter.set_content("Bonjour,\n\n.point\nhttps://exemple.invalid/suivi")
    with until_it_answers(mail) as client:
        client.send_message(letter)
    connection = http.client.HTTPConnection("127.0.0.1", sms, timeout=60)
    connection.request("POST", "/", json.dumps({"to": "+33612345678", "text": "Bonjour"}))
    assert connection.getresponse().status == 201

    told, mailed = post.received(folder)
    assert (told.kind, told.to, told.text) == ("sms", "+33612345678", "Bonjour")
    assert (mailed.subject, mailed.to) == ("Votre demande : reçue", "b@exemple.invalid")
    assert mailed.text.splitlines()[2:] == [".point", "https://exemple.invalid/suivi"]


def test_the_oldest_go(tmp_path, monkeypatch):
    monkeypatch.setattr(post, "KEPT", 2)
    for number in range(4):
        post.keep(tmp_path, "sms", json.dumps({"text": str(number)}).encode())

    assert [one.text for one in post.received(tmp_path)] == ["3", "2"]


@pytest.mark.django_db
def test_the_page_shows_what_left(settings, tmp_path):
    settings.DEMO, settings.STATE = True, tmp_path
    post.keep(
        tmp_path / "courrier",
        "sms",
        json.dumps({"to": "x", "text": "<b>Bonjour</b> https://exemple.invalid/a"}).encode(),
    )
    told = Client().get("/demo/courrier").content.decode()

    assert "&lt;b&gt;Bonjour" in told
    assert '<a href="https://exemple.invalid/a">' in told


@pytest.mark.django_db
def test_there_is_no_such_page_elsewhere(settings):
    settings.DEMO = False

    assert Client().get("/demo/courrier").status_code == 404
