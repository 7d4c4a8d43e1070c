"""The pages of drafts: a whole programme changed in forms, faults beside their field, nothing typed lost."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cordee.programmes import shipped
from cordee.programmes.drafts import actions
from cordee.programmes.drafts.document import plain
from cordee.programmes.drafts.parts import PARTS
from cordee.programmes.drafts.versions import version_lines
from cordee.programmes.loader import parse
from cordee.programmes.models import Programme, ProgrammeVersion, VersionDraft
from cordee.programmes.tests.test_loader import SIXTH

NEW = "/programmes/nouveau"
FORMS = [code for code, part in PARTS.items() if not part.is_list]
LISTS = [code for code, part in PARTS.items() if part.is_list]


@pytest.fixture
def lead(house, acting):
    acting(house.coordinator)
    return house.coordinator


@pytest.fixture
def draft(house, lead):
    return actions.begin_copy(by=lead, text=SIXTH, label="Équipage du jeudi")


@pytest.fixture
def page(draft, lead, visit):
    """`page("etapes/0")`: a page of the draft; with data, what sending its form answers."""
    client = visit(lead)

    def ask(where="", data=None):
        address = f"/programmes/brouillons/{draft.pk}" + (f"/{where}" if where else "")
        return client.get(address) if data is None else client.post(address, data)

    return ask


def text_of(draft):
    return VersionDraft.objects.get(pk=draft.pk).text


def sent(answer, **changes):
    """What the form of a page would send, with some values changed."""
    form, data = answer.context["form"], {"seen": answer.context["seen"]}
    for bound in form:
        value = bound.value()
        decompress = getattr(bound.field.widget, "decompress", None)
        if decompress and hasattr(bound.field, "units"):
            amount, unit = decompress(value)
            data |= {f"{bound.name}_0": amount or "", f"{bound.name}_1": unit}
        elif isinstance(value, date):
            data[bound.name] = f"{value:%d/%m/%Y}"
        elif value not in (None, False):
            data[bound.name] = value
    return data | changes


def test_a_programme_begins_from_one_of_the_library(house, lead, visit):
    shown = visit(lead).get(NEW)
    answer = visit(lead).post(NEW, {"label": "Rebond", "start": "modele:calvados-sajd"})

    assert "Service d’aide aux jeunes" in shown.content.decode()
    draft = VersionDraft.objects.get(label="Rebond")
    assert (answer.status_code, answer["Location"]) == (302, f"/programmes/brouillons/{draft.pk}")
    assert plain(draft.text)["programme"]["code"] == "rebond"


def test_a_programme_begins_from_one_of_the_house_or_from_a_file(house, lead, visit):
    code = house.version.definition.code
    visit(lead).post(NEW, {"label": "Deuxième jardin", "start": f"maison:{code}"})
    file = SimpleUploadedFile("x.toml", SIXTH.encode())
    visit(lead).post(NEW, {"label": "Bateau", "start": "fichier", "file": file})

    assert VersionDraft.objects.filter(label__in=["Deuxième jardin", "Bateau"]).count() == 2


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"x" * 50_000_000, "trop longue"),
        (b"\xff\xfe\x00", "UTF-8"),
        (b"PK\x03\x04", "TOML"),
        (SIXTH.replace("age_within", "age_witin").encode(), "Vouliez-vous dire"),
    ],
)
def test_a_file_that_cannot_be_read_is_explained(lead, visit, content, says):
    sent = {"label": "Bateau", "start": "fichier", "file": SimpleUploadedFile("x.toml", content)}

    answer = visit(lead).post(NEW, sent)

    assert answer.status_code == 422 and says in answer.content.decode()
    assert 'value="Bateau"' in answer.content.decode()
    assert not VersionDraft.objects.exists()


def test_the_summary_has_a_card_for_each_section_in_a_fixed_number_of_queries(
    page, django_assert_max_num_queries
):
    page()

    with django_assert_max_num_queries(11):
        answer = page()

    text = answer.content.decode()
    assert all(str(part.title) in text for part in PARTS.values())
    assert "À quai" in text and "à revoir" not in text


@pytest.mark.parametrize("code", ["calvados-accompagnement-social", "cheval-bleu-pre-insertion"])
def test_every_form_sent_as_it_is_changes_nothing(lead, visit, code):
    draft = actions.begin_copy(by=lead, text=shipped.text(code), label=f"Copie de {code}")
    client, before = visit(lead), parse(draft.text)
    counts = {code: len(PARTS[code].lines(plain(draft.text))) for code in LISTS}
    lines = [(code, rank) for code, count in counts.items() for rank in {0, count - 1} if count]
    for where in [*FORMS, *(f"{part}/{rank}" for part, rank in lines)]:
        address = f"/programmes/brouillons/{draft.pk}/{where}"
        shown = client.get(address)
        assert shown.status_code == 200, where

        answer = client.post(address, sent(shown))

        assert answer.status_code == 302, (where, answer.context["form"].errors)
        after = parse(text_of(draft))
        for name in before.__dataclass_fields__:
            assert name in {"text", "digest"} or getattr(after, name) == getattr(before, name), (where, name)


def test_a_stage_is_added_renamed_moved_and_taken_out(page, draft):
    page("etapes/ajouter", {"label": "Radoub", "source": "équipe"})
    assert "aucun passage ne mène" in page().content.decode()
    stages = plain(text_of(draft))["stages"]
    assert stages[-1] == {"code": "radoub", "label": "Radoub", "source": "équipe"}

    page("etapes/3", sent(page("etapes/3"), label="Petit radoub"))
    assert plain(text_of(draft))["stages"][-1] == {
        "code": "radoub",
        "label": "Petit radoub",
        "source": "équipe",
    }

    seen = actions.seen_at(text_of(draft), ("stages", 3))
    page("etapes/3/deplacer", {"sens": "monter", "seen": seen})
    assert [stage["code"] for stage in plain(text_of(draft))["stages"]] == [
        "quai",
        "chantier",
        "radoub",
        "mer",
    ]

    shown = page("etapes/3/retirer").content.decode()
    assert "Prendre la mer" in shown and "Revenir au chantier" in shown
    page("etapes/3/retirer", {"seen": actions.seen_at(text_of(draft), ("stages", 3))})
    kept = plain(text_of(draft))
    assert [move["code"] for move in kept["moves"]] == ["embarquer", "accoster"]
    assert kept["moves"][1]["from"] == ["chantier"]


@pytest.mark.parametrize(
    ("sens", "rank", "moves"), [("monter", 0, False), ("descendre", 2, False), ("descendre", 0, True)]
)
def test_a_line_at_the_end_goes_no_further(page, draft, sens, rank, moves):
    before = text_of(draft)

    answer = page(
        f"etapes/{rank}/deplacer", {"sens": sens, "seen": actions.seen_at(before, ("stages", rank))}
    )

    assert answer.status_code == 302
    assert (text_of(draft) != before) is moves


def test_a_delay_is_changed_and_one_of_the_law_says_so(page, draft):
    page("delais/0", sent(page("delais/0"), due_0="3", due_1="months"))
    assert plain(text_of(draft))["clocks"][0]["due"] == {"months": 3}

    page("delais/0", sent(page("delais/0"), due_0="", due_1="law:RSA-08.due"))
    assert plain(text_of(draft))["clocks"][0]["due"] == {"law": "RSA-08.due"}
    shown = page("delais/0").content.decode()
    assert "Fixé par la loi" in shown and "Code du travail" in shown


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"due_0": "", "due_1": "weeks"}, "Indiquez un délai"),
        ({"due_0": "-1", "due_1": "weeks"}, "nombre entier"),
        ({"due_0": "2,5", "due_1": "weeks"}, "nombre entier"),
        ({"due_0": "9" * 5000, "due_1": "weeks"}, "nombre entier"),
        ({"due_0": "3661", "due_1": "days"}, "nombre entier"),
        ({"due_0": "1", "due_1": "années"}, "semaines"),
        ({"due_0": "", "due_1": "law:rien"}, "pas connu"),
        ({"label": ""}, "nécessaire"),
        ({"label": "x\x00"}, "signe invisible"),
        ({"label": "x" * 201}, "trop long"),
        ({"start": ["rien"]}, "proposé"),
        ({"in_charge": "personne"}, "proposé"),
        ({"source": ""}, "nécessaire"),
    ],
)
def test_a_faulty_delay_is_explained_beside_its_field_and_kept(page, draft, typed, says):
    before = text_of(draft)

    answer = page("delais/0", sent(page("delais/0"), **typed))

    assert answer.status_code == 422
    assert any(says in str(error) for error in answer.context["form"].errors.values()), answer.context[
        "form"
    ].errors
    assert text_of(draft) == before


def test_what_the_loader_refuses_stands_beside_the_field(page, draft):
    answer = page("passages/0", sent(page("passages/0"), origins=["quai"], target="quai"))

    assert answer.status_code == 422
    assert "une autre étape" in str(answer.context["form"].errors["target"])


def test_a_condition_chooses_its_rule_then_what_the_rule_wants_to_know(page, draft):
    assert "L’âge de la personne" in page("conditions/ajouter").content.decode()

    answer = page(
        "conditions/ajouter?regle=age_within",
        {"at_least": "16", "below": "", "severity": "warn", "source": "équipe"},
    )

    assert answer.status_code == 302
    assert plain(text_of(draft))["entry"]["conditions"][-1] == {
        "rule": "age_within", "parameters": {"at_least": 16}, "severity": "warn", "source": "équipe",
    }  # fmt: skip
    assert "Avoir au moins 16 ans" in page("conditions").content.decode()
    assert page("conditions/ajouter?regle=nulle").status_code == 404


def test_a_move_has_conditions_of_its_own(page, draft):
    shown = page("passages/1/conditions/ajouter?regle=role_filled").content.decode()
    assert "Maître charpentier" in shown

    page(
        "passages/1/conditions/ajouter?regle=role_filled",
        {"role": "maitre", "severity": "warn", "source": "x"},
    )

    move = plain(text_of(draft))["moves"][1]
    assert move["requires"] == [
        {"rule": "role_filled", "parameters": {"role": "maitre"}, "severity": "warn", "source": "x"}
    ]
    assert "Une personne est désignée" in page("passages/1").content.decode()
    seen = actions.seen_at(text_of(draft), ("moves", 1, "requires", 0))
    page("passages/1/conditions/0/retirer", {"seen": seen})
    assert "requires" not in plain(text_of(draft))["moves"][1]


def test_a_programme_that_excludes_nobody_says_which_condition_still_refuses(page, draft):
    page("accueil", sent(page("accueil"), zero_exclusion="on"))

    text = page().content.decode()
    assert "n’écarte personne" in text and "à revoir" in text
    page("conditions/0", sent(page("conditions/0"), severity="warn"))
    assert "à revoir" not in page().content.decode()


def test_a_colleague_at_the_same_place_is_shown_and_nothing_is_lost(page, draft, lead):
    mine = sent(page("etapes/0"), label="Le mien")
    page("etapes/0", sent(page("etapes/0"), label="Le sien"))

    answer = page("etapes/0", mine)

    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Le sien" in text and 'value="Le mien"' in text
    assert page("etapes/0", mine | {"seen": answer.context["seen"]}).status_code == 302
    assert plain(text_of(draft))["stages"][0]["label"] == "Le mien"


@pytest.mark.parametrize(
    "where",
    [
        "rien",
        "etapes/9",
        "presentation/0",
        "etapes/0/conditions/ajouter",
        "passages/9/conditions/ajouter",
        "passages/1/conditions/0",
        "presentation/ajouter",
        f"etapes/{'9' * 400}",
    ],
)
def test_what_does_not_exist_is_not_found(page, where):
    assert page(where).status_code == 404


def test_it_is_previewed_dated_and_runs(page, draft, house, lead):
    shown = page("mettre-en-vigueur")
    assert "rien à comparer" in shown.content.decode()

    answer = page("mettre-en-vigueur", {"on": f"{lead.today:%d/%m/%Y}", "seen": shown.context["seen"]})

    assert answer["Location"] == "/programmes/equipage-du-jeudi/versions"
    assert Programme.objects.get(code="equipage-du-jeudi", organisation=house.organisation)
    assert page().status_code == 404


@pytest.mark.parametrize("on", ["", "demain peut-être", "31/02/2027", "01/01/9999", "\x00"])
def test_a_day_that_cannot_be_read_is_explained(page, draft, on):
    shown = page("mettre-en-vigueur")

    assert page("mettre-en-vigueur", {"on": on, "seen": shown.context["seen"]}).status_code == 422
    assert VersionDraft.objects.get(pk=draft.pk).is_standing


def test_a_preview_that_is_no_longer_true_is_shown_again(page, draft, lead):
    stale = page("mettre-en-vigueur").context["seen"]
    page("etapes/0", sent(page("etapes/0"), label="Autre"))

    answer = page("mettre-en-vigueur", {"on": f"{lead.today:%d/%m/%Y}", "seen": stale})

    assert answer.status_code == 409 and "collègue" in answer.content.decode()


@pytest.fixture
def coming(house, lead):
    draft = actions.begin_version(house.version.programme, by=lead, based_on=house.version)
    from cordee.programmes.drafts.document import setting

    fresh = actions.change_draft(draft, by=lead, change=setting(("stages", 0), {"label": "Premier pas"}))
    on = lead.today + timedelta(days=30)
    return actions.put_in_force(fresh, by=lead, on=on, seen=actions.seen_at(fresh.text, ()))


def test_the_versions_say_what_runs_what_comes_and_what_changes(
    house, coming, visit, django_assert_max_num_queries
):
    client, address = visit(house.coordinator), f"/programmes/{house.version.programme.code}/versions"
    client.get(address)
    with django_assert_max_num_queries(13):
        answer = client.get(address)

    text = answer.content.decode()
    assert "en vigueur" in text and "à venir" in text and "s’appelle désormais" in text
    assert "Retirer cette version" not in visit(house.referent).get(address).content.decode()


def test_a_coming_version_is_withdrawn_and_is_a_draft_again(house, coming, visit):
    answer = visit(house.coordinator).post(f"/programmes/versions/{coming.pk}/retirer")

    assert answer["Location"].startswith("/programmes/brouillons/")
    assert not ProgrammeVersion.objects.filter(pk=coming.pk).exists()


def test_a_draft_set_aside_is_taken_up_again_in_one_click(page, draft, lead, visit):
    page("mettre-de-cote", {})
    assert page().status_code == 404
    assert "Équipage du jeudi" not in visit(lead).get("/programmes/").content.decode().split("<main")[1]

    page("reprendre", {})

    assert page().status_code == 200


def test_a_programme_stops_welcoming_and_begins_again(house, lead, visit):
    client, code = visit(lead), house.version.programme.code
    client.post(f"/programmes/{code}/ouverture", {"ouvert": "non"})
    assert "n’accueille plus" in client.get("/programmes/").content.decode()
    assert "n’accueille plus" in client.get(f"/programmes/{code}").content.decode()

    client.post(f"/programmes/{code}/ouverture", {"ouvert": "oui"})

    assert Programme.objects.get(pk=house.version.programme_id).is_active


def test_a_version_replaced_the_same_day_is_said_to_be(house):
    day = date(2026, 3, 1)
    versions = [ProgrammeVersion(valid_from=one) for one in (date(2027, 1, 1), day, day, date(2025, 1, 1))]

    states = [line.state for line in version_lines(versions, {}, date(2026, 6, 1))]

    assert states == ["coming", "in_force", "replaced", "past"]


def test_places_are_said_on_the_page_of_the_programme(page, draft, lead, house, visit):
    page("places/ajouter", {"places": "12", "from_on": f"{lead.today:%d/%m/%Y}"})
    shown = page("mettre-en-vigueur")
    page("mettre-en-vigueur", {"on": f"{lead.today:%d/%m/%Y}", "seen": shown.context["seen"]})

    assert "<dd>12" in visit(house.referent).get("/programmes/equipage-du-jeudi").content.decode()
