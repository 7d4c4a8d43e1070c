"""The pages of contracts, as a browser meets them: written, proposed, signed, amended, printed, listed."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from cordee.assessments.fetch import person_with_key
from cordee.assessments.tests.test_pages import form_again, words
from cordee.engagements import actions
from cordee.engagements.models import Contract
from cordee.engagements.tests.factories import (
    DRAWING,
    a_text,
    again,
    begun,
    left,
    old_one,
    proposed,
    scan,
    sign,
    signed,
    somebody,
)
from cordee.engagements.tests.test_signing import protect
from cordee.goals.actions import GoalWanted
from cordee.goals.tests import factories as goal_factories
from cordee.home.tests.asking import ask as asking
from cordee.plumbing.context import acting_in
from cordee.plumbing.models import AccessLog
from cordee.plumbing.printing.tests.read_pdf import read_pdf, text_of
from tests.factories import visit

MOST_QUERIES = 8


@pytest.fixture
def person(house):
    return somebody(house)


@pytest.fixture
def browser(house):
    return visit(house.referent)


def to(name, person, *more):
    return reverse(name, args=[person.pk, *more])


def one(person, contract, name="contract", *more):
    return to(name, person, contract.pk, *more)


def typed(page, **changes):
    """What a browser would send of the form, with these fields written over."""
    form = page.content.decode().partition("<main")[2]
    found = form_again(form)
    return found | changes


def asked(who, url):
    answer, found = asking(who, url)
    assert answer.status_code == 200
    return found


# The whole way


def test_a_contract_is_written_proposed_signed_on_the_screen_and_printed(house, person, browser):
    begun_at = browser.get(to("person_contracts", person))
    assert "Contrat d’engagement" in words(begun_at)
    answer = browser.post(
        to("begin_contract", person), {"pathway": str(person.pathway.pk), "kind": "contrat"}
    )
    contract = Contract.objects.none()
    with acting_in(house.referent.context()):
        contract = Contract.objects.get(person=person)
    assert answer.url == one(person, contract, "write_contract")

    page = browser.get(answer.url)
    until = house.referent.today + timedelta(days=200)
    sent = typed(
        page,
        until_on=f"{until:%d/%m/%Y}",
        objectives="- Trouver une garde\n\n• Reprendre confiance",
        hours="quinze",
        situation="Vit seule avec deux enfants",
    )
    assert browser.post(answer.url, sent).status_code == 302

    shown = browser.get(one(person, contract))
    said = words(shown)
    assert "Trouver une garde" in said and "15 h d’activité par semaine" in said
    edit = re.search(r'name="edit" value="(\d+)"', shown.content.decode())[1]
    browser.post(one(person, contract, "propose_contract"), {"edit": edit})
    assert again(house, contract).status == "proposed"

    page = browser.get(one(person, contract, "sign_contract"))
    digest = re.search(r'name="digest" value="([0-9a-f]{64})"', page.content.decode())[1]
    answer = browser.post(
        one(person, contract, "sign_contract"),
        {"capacity": "person", "means": "screen", "drawing": DRAWING, "digest": digest},
    )
    assert answer.status_code == 302
    browser.post(one(person, contract, "sign_contract_house"), {"digest": digest})
    assert again(house, contract).status == "signed"

    shown = browser.get(one(person, contract))
    assert DRAWING in shown.content.decode()
    assert "recueillie par" in words(shown)
    paper = browser.get(one(person, contract, "contract_pdf", 1))
    assert paper["Content-Type"] == "application/pdf"
    content = text_of(paper.content).replace(" ", "")
    assert "Trouverunegarde" in content
    assert "Copiedetravail" in content
    read = read_pdf(paper.content)
    assert (read.standard, read.lang[:2]) == ("1", "fr")
    assert read.alts == [f"Signature dessinée de {person.full_name}"]


def test_the_parts_of_the_law_stand_in_their_order_on_the_page_and_on_paper(house, person, browser):
    """RSA-11: 1 the house, 2 the person, 3 the plan, 4 rights and remedies."""
    contract = signed(house, person)
    order = ["engagements de l’organisme", "Vos engagements", "plan d’action", "Vos droits"]

    page = words(browser.get(one(person, contract)))
    paper = text_of(browser.get(one(person, contract, "contract_pdf", 1)).content).replace(" ", "")

    for text, wanted in ((page, order), (paper, [part.replace(" ", "") for part in order])):
        places = [text.index(part) for part in wanted]
        assert places == sorted(places)


def test_what_is_missing_is_said_on_the_page_and_nothing_is_proposed(house, person, browser):
    contract = begun(house, person, text=a_text(house.referent, objectives=(), minutes=480))

    said = words(browser.get(one(person, contract)))
    assert "un objectif au moins" in said
    assert "RSA-12" in said or "en dessous de 15 heures" in said
    answer = browser.post(one(person, contract, "propose_contract"), {"edit": "1"})

    assert answer.status_code == 422
    assert again(house, contract).status == "draft"


@pytest.mark.parametrize(
    ("typed_hours", "status"),
    [("15h30", 302), ("15,5", 302), ("quinze", 302), ("beaucoup", 422), ("15h75", 422)],
)
def test_hours_are_understood_or_said_to_be_wrong_and_kept(house, person, browser, typed_hours, status):
    contract = begun(house, person)
    url = one(person, contract, "write_contract")

    answer = browser.post(url, typed(browser.get(url), hours=typed_hours))

    assert answer.status_code == status
    if status == 422:
        assert f'value="{typed_hours}"' in answer.content.decode()


def test_dates_out_of_order_are_said_on_the_contract(house, person, browser):
    contract = begun(house, person)
    url = one(person, contract, "write_contract")
    browser.post(url, typed(browser.get(url), until_on="01/01/2020"))

    assert "fin du contrat vient avant son début" in words(browser.get(one(person, contract)))


@pytest.mark.parametrize("until", ["31/02/2027", "hier soir", "99/99/9999"])
def test_a_date_that_is_none_is_said_and_kept(house, person, browser, until):
    contract = begun(house, person)
    url = one(person, contract, "write_contract")

    answer = browser.post(url, typed(browser.get(url), until_on=until))

    assert answer.status_code in (302, 422)
    if answer.status_code == 422:
        assert until in answer.content.decode()


def test_what_a_colleague_wrote_meanwhile_is_shown_and_both_stay(house, person, browser):
    contract = begun(house, person)
    url = one(person, contract, "write_contract")
    mine = typed(browser.get(url), objectives="Ce que j’écris")
    theirs = visit(house.colleague)
    theirs.post(url, typed(theirs.get(url), objectives="Ce qu’elle écrit"))

    answer = browser.post(url, mine)

    assert answer.status_code == 409
    text = answer.content.decode()
    assert "Ce qu’elle écrit" in text and "Ce que j’écris" in text
    assert browser.post(url, typed(answer)).status_code == 302
    assert "Ce que j’écris" in words(browser.get(one(person, contract)))


def test_a_signature_on_paper_needs_no_script(house, person, browser):
    contract = proposed(house, person)
    page = browser.get(one(person, contract, "sign_contract"))
    digest = re.search(r'name="digest" value="([0-9a-f]{64})"', page.content.decode())[1]
    sent = {
        "capacity": "person",
        "means": "paper",
        "on": f"{house.referent.today:%d/%m/%Y}",
        "digest": digest,
        "drawing": "",
    }

    nothing = browser.post(one(person, contract, "sign_contract"), sent)
    assert nothing.status_code == 422
    assert "Joignez le papier signé" in words(nothing)
    assert browser.post(one(person, contract, "sign_contract"), sent | {"upload": scan()}).status_code == 302

    page = browser.get(one(person, contract)).content.decode()
    assert "/documents/employment/" in page


def test_nothing_drawn_is_said_where_one_chooses_how(house, person, browser):
    contract = proposed(house, person)
    page = browser.get(one(person, contract, "sign_contract"))
    digest = re.search(r'name="digest" value="([0-9a-f]{64})"', page.content.decode())[1]

    answer = browser.post(
        one(person, contract, "sign_contract"),
        {"capacity": "person", "means": "screen", "digest": digest, "drawing": "rien"},
    )

    assert answer.status_code == 422
    assert "n’est pas dessinée" in words(answer)


def test_a_text_taken_back_meanwhile_is_not_signed(house, person, browser):
    contract = proposed(house, person)
    browser.post(one(person, contract, "take_back_contract"))

    answer = browser.get(one(person, contract, "sign_contract"))

    assert answer.status_code == 302
    assert again(house, contract).status == "draft"


def test_a_text_already_signed_is_taken_back_knowingly(house, person, browser):
    contract = proposed(house, person)
    page = browser.get(one(person, contract)).content.decode()
    assert "refaire signer" not in page and 'name="seen" value="0"' in page
    sign(house, contract, person, "person")

    late = browser.post(one(person, contract, "take_back_contract"), {"seen": "0"})
    assert late.status_code == 302 and again(house, contract).status == "proposed"
    answer = browser.get(one(person, contract))
    assert "a signé ce texte entre-temps" in answer.content.decode()
    page = words(answer)
    assert f"Déjà signé par : {person.full_name}" in page and "refaire signer" in page

    browser.post(one(person, contract, "take_back_contract"), {"seen": "1"})
    assert again(house, contract).status == "draft"
    assert "Mis de côté" in words(browser.get(one(person, contract)))


def test_a_contract_left_running_after_a_pathway_is_pointed_out(house, person, browser):
    contract = signed(house, person)
    assert "n’est pas clos" not in words(browser.get(one(person, contract)))

    left(house, person, house.referent.today)

    assert "n’est pas clos" in words(browser.get(one(person, contract)))


def shown_on_paper(browser, person, contract, number=1):
    return text_of(browser.get(one(person, contract, "contract_pdf", number)).content).replace(" ", "")


def test_whoever_has_still_to_sign_finds_room_on_paper(house, person, browser):
    contract = begun(house, person)
    assert "Nom,dateetsignature" not in shown_on_paper(browser, person, contract)
    with acting_in(house.referent.context()):
        actions.propose_contract(
            contract, person_with_key(house.referent, person.pk), by=house.referent, edit=1
        )
    paper = shown_on_paper(browser, person, contract)
    assert "Lapersonne" in paper and "Pourlastructure" in paper

    sign(house, contract, person, "house")
    paper = shown_on_paper(browser, person, contract)
    assert "Nom,dateetsignature" in paper and "Pourlastructure" not in paper
    sign(house, contract, person, "person")
    assert "Nom,dateetsignature" not in shown_on_paper(browser, person, contract)


def test_a_parent_and_a_guardian_find_room_on_paper(house, browser):
    young = somebody(house, birth=f"{house.referent.today.year - 16}-01-01")
    contract = proposed(house, young)
    assert "Unparent" in shown_on_paper(browser, young, contract)
    represented = somebody(house)
    protect(house, represented, "tutelle")
    contract = proposed(house, represented)
    assert "Lapersonnequiexercelaprotection" in shown_on_paper(browser, represented, contract)


def test_a_first_text_written_again_is_no_amendment(house, person, browser):
    contract = proposed(house, person)
    sign(house, contract, person, "person")
    browser.post(one(person, contract, "take_back_contract"), {"seen": "1"})
    assert "avenant" not in shown_on_paper(browser, person, contract, 2)


def test_an_amendment_a_review_and_an_end_are_done_from_the_page(house, person, browser):
    contract = signed(house, person)
    today = house.referent.today

    browser.post(
        one(person, contract, "review_contract"),
        {"on": f"{today:%d/%m/%Y}", "next_on": f"{today + timedelta(30):%d/%m/%Y}"},
    )
    assert again(house, contract).review_on == today + timedelta(30)
    browser.post(one(person, contract, "amend_contract"), {"reason": "Reprise d’un emploi"})
    assert "Avenant en préparation" in words(browser.get(one(person, contract)))
    browser.post(one(person, contract, "drop_contract"))
    browser.post(one(person, contract, "end_contract"), {"on": f"{today:%d/%m/%Y}", "ending": "agreed"})
    assert again(house, contract).ending == "agreed"


@pytest.mark.parametrize(
    ("name", "sent", "said"),
    [
        ("amend_contract", {"reason": " "}, "ce qui change"),
        ("review_contract", {"on": "01/01/2999", "next_on": "02/01/2999"}, ""),
        ("end_contract", {"on": "01/01/1990", "ending": "agreed"}, "avant d’être signé"),
        ("end_contract", {"on": "", "ending": "medal"}, ""),
    ],
)
def test_a_gesture_refused_says_why_and_keeps_what_was_typed(house, person, browser, name, sent, said):
    contract = signed(house, person)

    answer = browser.post(one(person, contract, name), sent)

    assert answer.status_code == 422
    assert said in words(answer)
    assert again(house, contract).status == "signed"


# Old contracts, the list


def test_an_old_contract_is_noted_then_replaced_from_the_page(house, person, browser):
    url = to("record_old_contract", person)
    page = browser.get(url)
    assert page.status_code == 200
    sent = typed(page, signed_on="01/02/2024", from_on="01/02/2024", objectives="Passer le permis")
    assert browser.post(url, sent).status_code == 302
    listed = browser.get(reverse("contract_list"))
    assert person.full_name in words(listed) and "31 décembre 2026" in words(listed)

    page = browser.get(to("person_contracts", person)).content.decode()
    old = re.search(r'name="replaces" value="([0-9a-f-]{36})"', page)[1]
    answer = browser.post(
        to("begin_contract", person),
        {"pathway": str(person.pathway.pk), "kind": "contrat", "replaces": old},
    )
    assert "Passer le permis" in browser.get(answer.url).content.decode()


def test_the_list_shows_what_waits_in_the_order_of_names(house, browser):
    for name in ("Zora", "Ana", "Mina"):
        old_one(house, somebody(house, first_names=name, usage_name=name))

    page = words(browser.get(reverse("contract_list")))

    assert page.index("Ana") < page.index("Mina") < page.index("Zora")


def test_the_list_goes_on_where_the_page_before_ended(house, browser, monkeypatch):
    from cordee.engagements import fetch

    monkeypatch.setattr(fetch, "PAGE", 2)
    for name in ("Ana", "Brune", "Cléo"):
        old_one(house, somebody(house, first_names=name, usage_name="Exemple"))
    first = browser.get(reverse("contract_list"))
    following = re.search(r'href="([^"]*apres=[^"]*)"', first.content.decode())[1].replace("&amp;", "&")

    page = words(browser.get(following))

    assert "Cléo" in page and "Ana Exemple" not in page and "Brune" not in page


@pytest.mark.parametrize("after", ["rien", "x" * 400, "00000000-0000-0000-0000-00000000000g", "\x00"])
@pytest.mark.parametrize("shown", ["anciens", "a-signer", "en-cours", "tous", "autre", ""])
def test_an_address_made_up_shows_a_page_all_the_same(house, browser, after, shown):
    answer = browser.get(reverse("contract_list"), {"voir": shown, "apres": after, "miens": "1"})

    assert answer.status_code == 200


def test_the_list_asks_as_much_for_ten_as_for_one(house, browser):
    old_one(house, somebody(house))
    asked(house.referent, reverse("contract_list"))
    few = asked(house.referent, reverse("contract_list"))
    for _number in range(9):
        old_one(house, somebody(house))
    many = asked(house.referent, reverse("contract_list"))

    assert len(many) == len(few) <= MOST_QUERIES, "\n\n".join(many)


@pytest.mark.parametrize("state", ["draft", "proposed", "signed"])
def test_each_state_of_a_contract_is_read_in_a_few_queries(house, person, browser, state):
    contract = {"draft": begun, "proposed": proposed, "signed": signed}[state](house, person)
    browser.get(one(person, contract))

    found = asked(house.referent, one(person, contract))

    assert len(found) <= MOST_QUERIES, "\n\n".join(found)


def test_the_tab_the_draft_and_the_signature_are_shown_in_a_few_queries(house, person, browser):
    contract = begun(house, person)
    other = somebody(house)
    waiting = proposed(house, other)
    for url in (
        to("person_contracts", person),
        one(person, contract, "write_contract"),
        one(other, waiting, "sign_contract"),
        one(other, waiting, "contract_pdf", 1),
    ):
        browser.get(url)
        found = asked(house.referent, url)
        assert len(found) <= MOST_QUERIES, url + "\n\n".join(found)


# Who reads


def test_a_stranger_finds_nothing(house, person, stranger):
    contract = signed(house, person)
    client = visit(stranger)

    for url in (
        to("person_contracts", person),
        one(person, contract),
        one(person, contract, "write_contract"),
        one(person, contract, "sign_contract"),
        one(person, contract, "contract_pdf", 1),
    ):
        assert client.get(url).status_code == 404
    assert words(client.get(reverse("contract_list"))).count(person.full_name) == 0


def test_a_contract_of_somebody_else_is_not_found_under_this_name(house, person, browser):
    contract = signed(house, somebody(house))

    assert browser.get(one(person, contract)).status_code == 404
    assert browser.get(one(person, contract, "contract_pdf", 1)).status_code == 404


def test_whoever_reads_no_employment_part_sees_no_contract(house, person):
    signed(house, person)
    nurse = visit(house.nurse)

    page = nurse.get(to("person_contracts", person))
    assert page.status_code in (200, 404)
    assert "Contrat d’engagement" not in words(page)


def test_readings_and_printings_are_logged(house, person, browser):
    contract = signed(house, person)
    browser.get(one(person, contract))
    browser.get(one(person, contract, "contract_pdf", 1))

    with acting_in(house.referent.context()):
        what = set(AccessLog.objects.filter(person_id=person.pk).values_list("what", flat=True))
    assert {"contract.opened", "contract.printed"} <= what


def test_a_number_of_text_that_does_not_exist_is_not_found(house, person, browser):
    contract = signed(house, person)

    assert browser.get(one(person, contract, "contract_pdf", 9)).status_code == 404


def test_a_ground_of_health_is_never_named_on_the_contract(house, person, browser):
    contract = signed(house, person, text=a_text(house.referent, minutes=0, ground="health", asked=True))

    page = words(browser.get(one(person, contract)))
    paper = text_of(browser.get(one(person, contract, "contract_pdf", 1)).content)
    for text in (page, paper):
        assert "invalidité" not in text and "handicap" not in text


def test_goals_of_the_path_to_work_are_taken_up_others_are_offered(house, person, browser):
    """A goal of daily life stands in another part: it is copied here only if one ticks it."""
    work = goal_factories.goal(house, person)
    goal_factories.step(house, person, work, words="Apprendre les horaires")
    goal_factories.goal(house, person, GoalWanted(axis="sortir", line="groupe", words="Voir du monde"))

    answer = browser.post(
        to("begin_contract", person), {"pathway": str(person.pathway.pk), "kind": "contrat"}
    )
    page = browser.get(answer.url)
    sent = typed(page)
    assert sent["objectives"] == ["Aller au marché sans attendre ma sœur"]
    assert sent["actions"] == ["Apprendre les horaires"]
    offered = re.search(r'name="goals" value="([0-9a-f-]{36})"', page.content.decode())[1]
    assert "Voir du monde" in words(page)
    browser.post(answer.url, sent | {"goals": [offered]})

    again_page = browser.get(answer.url)
    assert typed(again_page)["objectives"] == ["Aller au marché sans attendre ma sœur\nVoir du monde"]
    assert 'name="goals"' not in again_page.content.decode()


def test_a_hostile_text_is_shown_and_printed_as_text(house, person, browser):
    hostile = '<script>alert(1)</script> #read("/etc/passwd")'
    contract = signed(house, person, text=a_text(house.referent, objectives=(hostile,)))

    page = browser.get(one(person, contract)).content.decode()
    paper = text_of(browser.get(one(person, contract, "contract_pdf", 1)).content).replace(" ", "")
    assert "<script>alert" not in page
    assert hostile.replace(" ", "") in paper


def test_an_employer_is_offered_only_where_the_kind_names_one(house, person, browser):
    contract = proposed(house, person)
    assert "L’employeur" not in words(browser.get(one(person, contract, "sign_contract")))
    other = somebody(house)
    agreement = proposed(house, other, kind="convention", text=a_text(house.referent, minutes=None))
    assert "L’employeur" in words(browser.get(one(other, agreement, "sign_contract")))


def test_the_page_says_who_is_awaited(house, person, browser):
    contract = proposed(house, person)
    assert "La personne" in words(browser.get(one(person, contract)))
    sign(house, contract, person, "person")

    page = words(browser.get(one(person, contract)))
    assert "La structure" in page
    assert "Signer pour la structure" in page
    assert "Recueillir une signature" not in page and "Signer à distance" not in page
    answer = browser.get(one(person, contract, "sign_contract"), follow=True)
    assert "La structure seule doit encore signer" in answer.content.decode()


def test_every_field_of_the_gestures_has_a_name_of_its_own(house, person, browser):
    """Two fields with one identifier share one label: a screen reader then says nothing of the second."""
    contract = signed(house, person)

    html = browser.get(one(person, contract)).content.decode()

    found = re.findall(r' id="([^"]+)"', html)
    assert len(found) == len(set(found))
    assert 'for="point_on"' in html and 'for="terminer_on"' in html


def test_the_secretary_reads_and_writes_nothing(house, person):
    contract = begun(house, person)
    client = visit(house.secretary)

    assert client.post(one(person, contract, "propose_contract")).status_code == 403
    assert client.get(one(person, contract, "write_contract")).status_code == 403
