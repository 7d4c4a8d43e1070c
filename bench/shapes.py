"""Which columns the generator fills in the tables of people, in the order it writes them."""

from __future__ import annotations

from bench.rows import Shape
from cordee.dossier.models import Deadline, Fact, HealthNote, Note, ProtectedNote
from cordee.goals.models import ActionStep, Goal, GoalReview
from cordee.pathways.models import AdmissionDecision, CirclePlace, OwnWords, Pathway, StagePeriod
from cordee.people.models import ContactPoint, Ground, Person, Seal, SocialProfile
from cordee.plumbing.models import PersonKey
from cordee.referrals.models import Referral

HANGS = "id organisation_id person_id "
ON_PATHWAY = HANGS + "pathway_id "

PERSON = Shape(
    Person,
    "id organisation_id first_names usage_name birth_name alias birth languages search_key sound_key sort_key"
    " last_contact_on created_on created_by_id",
)
PERSON_KEY = Shape(PersonKey, "person_id organisation_id wrapped")
PROFILE = Shape(SocialProfile, "person_id organisation_id legal_protection guardian")
CONTACT = Shape(ContactPoint, HANGS + "kind value")
SEAL = Shape(Seal, HANGS + "reason sealed_by_id sealed_at")
GROUND = Shape(
    Ground,
    HANGS + "member_id grantee_organisation_id kind partitions thing_id starts_at ends_at granted_by_id",
)
FACT = Shape(
    Fact,
    ON_PATHWAY + "kind day at by_id author_organisation_id partition thing_kind thing_id codes",
)
NOTE_COLUMNS = (
    ON_PATHWAY
    + "author_id author_organisation_id day written_at sealed_text partition audience is_contact means"
    " counterpart minutes"
)
NOTE, HEALTH_NOTE, PROTECTED_NOTE = (
    Shape(model, NOTE_COLUMNS) for model in (Note, HealthNote, ProtectedNote)
)
DEADLINE = Shape(
    Deadline,
    ON_PATHWAY + "kind label in_charge_id warn_on due_on late_on thing_kind thing_id closed_on closing",
)
PATHWAY = Shape(
    Pathway,
    HANGS + "programme_id programme_version_id site_id carried_out_by_id referent_id status stage stage_since"
    " opened_on status_since closed_on exit_code exit_category referral_id sort_key last_contact_on opened_by_id",
)
PERIOD = Shape(StagePeriod, ON_PATHWAY + "stage entered_on left_on by_id")
ADMISSION = Shape(
    AdmissionDecision,
    ON_PATHWAY + "decision outcome authority decided_on effective_from recorded_by_id recorded_at",
)
CIRCLE = Shape(CirclePlace, ON_PATHWAY + "role member_id partitions from_on until_on")
WORDS = Shape(OwnWords, ON_PATHWAY + "said_on sealed_text written_by_id written_at")
WRITTEN = " sealed_text author_id author_organisation_id recorded_at"
GOAL = Shape(
    Goal,
    ON_PATHWAY
    + "programme_version_id partition axis line set_on target_on agreed_on state state_since"
    + WRITTEN,
)
STEP = Shape(
    ActionStep, ON_PATHWAY + "goal_id partition who in_charge_id set_on due_on state state_since" + WRITTEN
)
GOAL_REVIEW = Shape(GoalReview, ON_PATHWAY + "goal_id partition day outcome" + WRITTEN)
REFERRAL = Shape(
    Referral,
    "id organisation_id programme_id received_on channel structure structure_kind first_names usage_name name_key birth"
    " phone sealed_reason person_agrees state state_since handled_by_id refusal_reason answered_on person_id pathway_id"
    " taken_by_id taken_at",
)

OF_PEOPLE = (
    PERSON, PERSON_KEY, PROFILE, CONTACT, SEAL, GROUND, FACT, NOTE, HEALTH_NOTE, PROTECTED_NOTE, DEADLINE, PATHWAY,
    PERIOD, ADMISSION, CIRCLE, WORDS, REFERRAL, GOAL, STEP, GOAL_REVIEW,
)  # fmt: skip
