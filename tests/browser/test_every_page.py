"""Every page the server can answer, seen by a coordinator of the demonstration: axe finds nothing in light, in dark
and at 320 px, and nothing scrolls sideways. Identifiers in addresses are those of real rows of her house."""

import re
from functools import cache

import psycopg
import pytest

from cordee.plumbing.access import every_pattern, policy_of
from tests.browser.conftest import WIDTHS, check_axe, sign_in
from tests.database import CLUSTER_KEY

pytestmark = pytest.mark.browser

WHO = "Capucine Aubépine"
# Orientation decisions belong to the houses that take them: seen by the coordinator of the département.
DECIDES = "Ondine Orne"
DECISIONS = {
    "orientation": "oriented",
    "decide": "to_decide",
    "decision_letter": "decided",
    "decisions": "",
    "decision_delays": "",
    "house_lanes": "",
}
# A fragment or a file has no page of its own; a page that only answers somebody asleep, locked out or unknown is
# seen in the accounts' own tests.
FRAGMENTS = {
    "alike", "draft_source", "export", "import_example", "import_progress", "import_template", "own_paper", "paper",
    "programme_source", "referral_paper", "set_aside", "still_here", "calendar_read",
    "contract_pdf", "attendance_pdf", "export_file", "export_progress", "partners_taken_out", "relay_paper", "shared_paper",
    "sitting_sheet_pdf", "sitting_sheets_pdf", "minutes_pdf",
}  # fmt: skip
ELSEWHERE = {
    "account_inactive", "mfa_authenticate", "unlock", "invitation", "mfa_generate_recovery_codes",
    "mfa_view_recovery_codes", "mfa_deactivate_totp", "account_reauthenticate", "mfa_reauthenticate",
    "invitation_link", "cancel_departure", "renew_access", "deadline_done",
    "confirm_arrival", "follow", "import", "diagnosis_part", "project_part", "review_part",
    "record_old_contract", "export_run", "shared_relay", "relay", "change_relay", "exchange", "change_exchange",
    "convocation", "guest", "note_answer", "sign_link", "sign_link_copy", "sign_link_leave",
}  # fmt: skip
SIDEWAYS = "document.scrollingElement.scrollWidth > document.scrollingElement.clientWidth + 1"
# Fields, folded ones too (axe sees only what is open): those without a label, and identifiers given twice.
UNNAMED = """() => [
    ...[...document.querySelectorAll("main input:not([type=hidden]), main select, main textarea")]
        .filter(one => !one.labels.length && !one.ariaLabel && !one.hasAttribute("aria-labelledby"))
        .map(one => one.name || one.id),
    ...[...document.querySelectorAll("main [id]")].map(one => one.id)
        .filter((id, place, all) => all.indexOf(id) !== place),
]"""


def pages() -> list[tuple[str, str]]:
    """(name, address pattern) of every page that answers GET."""
    found = []
    for address, pattern in every_pattern():
        policy = policy_of(pattern.callback, pattern.name)
        if policy and "GET" in policy.methods and pattern.name not in FRAGMENTS | ELSEWHERE:
            found.append((pattern.name, "/" + address))
    return found


@pytest.fixture(scope="module")
def rows(site):
    """An identifier for each kind of row an address may name."""

    @cache
    def first(sql: str) -> str:
        where = psycopg.conninfo.conninfo_to_dict(site.environment[CLUSTER_KEY], dbname=database_of(site))
        with psycopg.connect(**where) as connection:
            row = connection.execute(sql).fetchone()
        assert row, sql
        return str(row[0])

    return first


def database_of(site) -> str:
    return re.search(r"/(cordee_site_\w+)\?", site.environment["DATABASE_URL"]).group(1)


HOUSE = "(SELECT id FROM accounts_organisation WHERE code = 'cheval-bleu')"
PERSON = (
    f"SELECT person_id FROM dossier_note WHERE organisation_id = {HOUSE} AND audience = 'house' AND partition = 2"
    " ORDER BY id LIMIT 1"
)
PAPER_PERSON = f"SELECT person_id FROM papers_paper WHERE organisation_id = {HOUSE} AND removed_at IS NULL AND partition = 1 ORDER BY id LIMIT 1"
DIAGNOSIS = f"FROM assessments_diagnosis WHERE organisation_id = {HOUSE} AND closed_on IS NOT NULL ORDER BY id LIMIT 1"
SQL = {
    "person": PERSON,
    "pathway": f"SELECT id FROM pathways_pathway WHERE organisation_id = {HOUSE} AND status = 'open' ORDER BY id LIMIT 1",
    "referral": f"SELECT id FROM referrals_referral WHERE organisation_id = {HOUSE} AND answered_on IS NULL ORDER BY id LIMIT 1",
    "note": f"SELECT id FROM dossier_note WHERE organisation_id = {HOUSE} AND audience = 'house' AND partition = 2 ORDER BY id LIMIT 1",
    "deadline": f"SELECT id FROM dossier_deadline WHERE organisation_id = {HOUSE} AND closed_on IS NULL ORDER BY id LIMIT 1",
    "member": f"SELECT id FROM accounts_member WHERE organisation_id = {HOUSE} AND display_name LIKE 'Bruno%' LIMIT 1",
    "site": f"SELECT id FROM accounts_site WHERE organisation_id = {HOUSE} ORDER BY name LIMIT 1",
    "place": f"SELECT id FROM accounts_place WHERE organisation_id = {HOUSE} ORDER BY name LIMIT 1",
    "draft": f"SELECT id FROM programmes_versiondraft WHERE organisation_id = {HOUSE} LIMIT 1",
    "paper": f"SELECT id FROM papers_paper WHERE organisation_id = {HOUSE} AND removed_at IS NULL AND partition = 1 ORDER BY id LIMIT 1",
    "diagnosis": f"SELECT id {DIAGNOSIS}",
    "message": f"SELECT id FROM outbox_message WHERE organisation_id = {HOUSE} AND person_id IS NOT NULL ORDER BY id LIMIT 1",
    "recipient": f"SELECT person_id FROM outbox_message WHERE organisation_id = {HOUSE} AND person_id IS NOT NULL ORDER BY id LIMIT 1",
    "appointment": f"SELECT id FROM appointments_appointment WHERE organisation_id = {HOUSE} AND status = 'unknown' ORDER BY starts_at DESC LIMIT 1",
    "circle_end": f"SELECT id FROM pathways_circleplace WHERE organisation_id = {HOUSE} AND until_on IS NULL ORDER BY id LIMIT 1",
}
# A goal of daily life that still runs, with a step; the pages of a project are those of its person.
GOAL = (
    f"FROM goals_goal g JOIN goals_actionstep s ON s.goal_id = g.id WHERE g.organisation_id = {HOUSE}"
    " AND g.partition = 2 AND g.state = 'under_way' AND s.state = 'planned' ORDER BY s.id LIMIT 1"
)
OF_PROJECT = {
    "<uuid:pk>": f"SELECT g.person_id {GOAL}",
    "<uuid:pathway_id>": f"SELECT g.pathway_id {GOAL}",
    "<uuid:goal_id>": f"SELECT g.id {GOAL}",
    "<uuid:step_id>": f"SELECT s.id {GOAL}",
    "<slug:part>": "SELECT 'social'",
    "<slug:kind>": "SELECT 'travail'",
}
# A page about what hangs from a partner speaks of the partner of that row.
NETWORK = {
    "site": "partners_partnersite",
    "referent": "partners_institutionalreferent",
    "agreement": "partners_agreement",
    "service": "partners_partnerservice",
}
# Each page of a contract asks for one in the state it speaks of.
CONTRACTS = {
    "contract": "signed",
    "write_contract": "draft",
    "sign_contract": "proposed",
    "give_signing_link": "proposed",
}
CONTRACT = f"FROM engagements_contract WHERE organisation_id = {HOUSE} AND status = "
LAND = "(SELECT id FROM accounts_organisation WHERE code = 'departement-du-calvados')"
DECISION = f"FROM referrals_orientationdecision WHERE organisation_id = {LAND}"
SQL |= {
    "oriented": f"SELECT person_id {DECISION} AND origin = 'reorientation' AND state = 'notified' ORDER BY id LIMIT 1",
    "to_decide": f"SELECT id {DECISION} AND state = 'to_decide' ORDER BY id LIMIT 1",
    "decided": f"SELECT id {DECISION} AND state = 'notified' ORDER BY id LIMIT 1",
}


SQL["sending"] = (
    "SELECT s.id FROM doors_sending s JOIN accounts_organisation o ON o.id = s.organisation_id WHERE o.code = 'ccas-de-caen'"
)
OF_BREACH = {"<uuid:pk>": "person_id", "<uuid:breach_id>": "id", "<uuid:contract_id>": "contract_id"}
BREACHES = ("breach", "note_breach", "attendance")
ELSEWHERE_SEEN_BY = {  # who sees a page that nobody of her house has
    "sending": "Victorine Verdier",
    **dict.fromkeys(BREACHES, DECIDES),
}


def kind_of(name: str, pattern: str, converter: str) -> str:
    """Which row an identifier of an address names."""
    if name == "circle_end":
        return "circle_end"
    if name in DECISIONS:
        return DECISIONS[name]
    if name in ELSEWHERE_SEEN_BY:
        return name
    if "messages" in pattern and "pk" in converter:
        return "recipient"
    for word in ("diagnosis", "message", "member", "site", "place", "note", "paper", "invitation"):
        if f"{word}_id" in converter:
            return word
    if pattern.startswith("/programmes/brouillons/"):
        return "draft"
    if pattern.startswith("/rendez-vous/"):
        return "appointment"
    if pattern.startswith("/orientations/"):
        return "referral"
    if pattern.startswith("/parcours/"):
        return "pathway"
    return "deadline" if "echeances" in pattern else "person"


# The first move of her programme has a condition: a line, and a line of that line.
WORDS = {
    "<slug:sector>": "social",
    "<slug:theme>": "logement",
    "<slug:kind>": "personnes",
    "<str:role>": "counsellor",
    "<slug:part>": "passages",
    "<int:position>": "0",
    "<int:rank>": "0",
}


def of_network(pattern: str, rows) -> str:
    """The address of a page of the directory."""
    hung = next((table for word, table in NETWORK.items() if f"{word}_id" in pattern), None)
    of_house = f"organisation_id = {HOUSE} ORDER BY id LIMIT 1"
    partner = (
        f"SELECT partner_id FROM {hung} WHERE {of_house}"
        if hung
        else f"SELECT id FROM partners_partner WHERE {of_house}"
    )
    address = pattern.replace("<uuid:pk>", rows(partner) if "<uuid:pk>" in pattern else "")
    return re.sub(r"<uuid:\w+_id>", rows(f"SELECT id FROM {hung} WHERE {of_house}") if hung else "", address)


# A sitting to come and its first situation; a college, somebody who sits; else a board.
SITTING = (
    f"FROM commissions_sitting WHERE organisation_id = {HOUSE} AND state = 'planned' ORDER BY id LIMIT 1"
)
ROOM = {
    "/commissions/seances/": f"SELECT id {SITTING}",
    "/commissions/colleges/": f"SELECT id FROM commissions_boardseat WHERE organisation_id = {HOUSE} ORDER BY id LIMIT 1",
    "/commissions/attente/": f"SELECT id FROM commissions_itemdecision WHERE organisation_id = {HOUSE} AND outcome = 'waiting' ORDER BY id LIMIT 1",
    "/commissions/membres/": f"SELECT id FROM commissions_seatholder WHERE organisation_id = {HOUSE} ORDER BY id LIMIT 1",
    "/commissions/": f"SELECT id FROM commissions_board WHERE organisation_id = {HOUSE} ORDER BY id LIMIT 1",
}
# Minutes are those of a sitting already held: to be written, or approved and to be corrected beside.
MINUTES = {
    "/corriger": "state = 'approved'",
    "/compte-rendu": "state = 'closed'",
    "/prevenir": "state = 'closed'",
}
SITUATION = f"SELECT id FROM commissions_sittingitem WHERE sitting_id = (SELECT id {SITTING}) ORDER BY position LIMIT 1"


def of_room(pattern: str, rows) -> str:
    """The address of a page of the commission room."""
    sitting, situation = next(ROOM[one] for one in ROOM if pattern.startswith(one)), SITUATION
    if any(end in pattern for end in MINUTES):
        held = next(state for end, state in MINUTES.items() if end in pattern)
        sitting, situation = (sql.replace("state = 'planned'", held) for sql in (sitting, situation))
    for part, sql in (("<uuid:pk>", sitting), ("<uuid:item>", situation)):
        pattern = pattern.replace(part, rows(sql) if part in pattern else "")
    return pattern


def filled(name: str, pattern: str, rows) -> str:
    address = pattern
    if pattern.startswith("/commissions/"):
        return of_room(pattern, rows)
    if name == "diagnosis":  # of its own person
        pattern = address = pattern.replace("<uuid:pk>", rows(f"SELECT person_id {DIAGNOSIS}"))
    if "projet" in pattern:
        for part, sql in OF_PROJECT.items():
            if name == "step_hours":  # of a step that carries some
                sql = sql.replace(" ORDER BY", " AND s.minutes > 0 ORDER BY")
            pattern = address = pattern.replace(part, rows(sql) if part in pattern else part)
    if pattern.startswith("/partenaires/"):
        return of_network(pattern, rows)
    if name in BREACHES:  # of its own person
        for part, column in OF_BREACH.items():
            if part not in pattern:
                continue
            row = rows(
                f"SELECT {column} FROM engagements_breach WHERE organisation_id = {LAND} ORDER BY id LIMIT 1"
            )
            pattern = address = pattern.replace(part, row)
    if name in CONTRACTS:
        for part, column in (("<uuid:pk>", "person_id"), ("<uuid:contract_id>", "id")):
            found = rows(f"SELECT {column} {CONTRACT}'{CONTRACTS[name]}' ORDER BY id LIMIT 1")
            pattern = address = pattern.replace(part, found)
    if name == "change_paper":  # its part of the dossier goes with it
        pattern = pattern.replace("<uuid:pk>", rows(PAPER_PERSON)).replace("<slug:sector>", "identity")
        address = pattern
    for part in re.findall(r"<[^>]+>", pattern):
        if part.startswith("<uuid:"):
            value = rows(SQL[kind_of(name, pattern, part)])
        else:
            front = pattern.startswith("/accueil/")
            other = "rendez-vous" if "/lettres/" in pattern else "cheval-bleu-pre-insertion"
            value = "cheval-bleu" if front else WORDS.get(part, other)
        address = address.replace(part, value, 1)
    return address


@pytest.mark.parametrize("name, pattern", pages(), ids=[name for name, _address in pages()])
def test_axe_finds_nothing(site, open_page, rows, name, pattern):
    page = open_page()
    sign_in(page, ELSEWHERE_SEEN_BY.get(name) or (DECIDES if name in DECISIONS else WHO))

    answer = page.goto(filled(name, pattern, rows))

    assert answer is not None and answer.status == 200, (page.url, answer and answer.status)
    assert page.evaluate(UNNAMED) == []
    check_axe(page, f"{name}, light")
    page.emulate_media(color_scheme="dark")
    check_axe(page, f"{name}, dark")
    width, height = WIDTHS["narrow"]
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(color_scheme="light")
    check_axe(page, f"{name}, 320 px")
    assert not page.evaluate(SIDEWAYS), f"{name} scrolls sideways at 320 px"


ASK = """() => {
    const form = document.createElement("form");
    form.method = "post";
    form.action = "/tableaux/exporter/personnes/csv";
    form.append(document.querySelector("[name=csrfmiddlewaretoken]").cloneNode());
    document.body.append(form);
    form.submit();
}"""


def test_a_list_being_prepared_and_its_file(site, open_page):
    """Where a long list stands, then its file: the page looks for itself, without being asked again."""
    page = open_page()
    sign_in(page, WHO)
    page.evaluate(ASK)
    page.wait_for_url("**/tableaux/fichiers/*")
    check_axe(page, "a list being prepared")

    with site.working():
        page.get_by_role("link", name="Télécharger le fichier").wait_for()
    check_axe(page, "a file ready, light")
    page.emulate_media(color_scheme="dark")
    check_axe(page, "a file ready, dark")
    width, height = WIDTHS["narrow"]
    page.set_viewport_size({"width": width, "height": height})
    assert not page.evaluate(SIDEWAYS)
