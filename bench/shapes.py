"""Which columns the generator fills in the tables of people, in the order it writes them."""

from __future__ import annotations

from bench.rows import Shape
from cordee.appointments.models import Appointment, HealthMatter, Matter, Series
from cordee.assessments.models import (
    Diagnosis,
    DiagnosisEntry,
    HealthDiagnosisEntry,
    HealthItem,
    SituationItem,
)
from cordee.commissions.models import (
    Board,
    BoardSeat,
    Convocation,
    ItemDecision,
    SeatHolder,
    Sitting,
    SittingItem,
)
from cordee.dossier.models import Deadline, Fact, HealthNote, Note, ProtectedNote
from cordee.engagements.models import Contract, ContractVersion, Signature
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
SITUATION_BEGINS, SITUATION_ENDS = (
    HANGS + "partition item slot ",
    "sealed_text noted_on author_id author_organisation_id recorded_at",
)
SITUATION = Shape(SituationItem, SITUATION_BEGINS + "state choices number from_on until_on " + SITUATION_ENDS)
HEALTH_SITUATION = Shape(HealthItem, SITUATION_BEGINS + SITUATION_ENDS)
DIAGNOSIS = Shape(
    Diagnosis,
    ON_PATHWAY
    + "programme_version_id day done_with author_id author_organisation_id begun_at closed_on closed_by_id",
)
DIAGNOSIS_ENTRY = Shape(
    DiagnosisEntry,
    HANGS + "diagnosis_id partition code level is_barrier situations sealed_text author_id",
)
HEALTH_DIAGNOSIS_ENTRY = Shape(
    HealthDiagnosisEntry, HANGS + "diagnosis_id partition code sealed_text author_id"
)
SERIES = Shape(Series, HANGS + "first_on at minutes every unit until_on written_until booked_by_id")
APPOINTMENT = Shape(
    Appointment,
    HANGS
    + "member_id series_id starts_at ends_at place_kind sealed_where status reason settled_on settled_by_id"
    " wants_reminder booked_by_id author_organisation_id booked_at changed_at",
)
MATTER, HEALTH_MATTER = (
    Shape(model, HANGS + "appointment_id partition theme counterpart sealed_text")
    for model in (Matter, HealthMatter)
)
CONTRACT = Shape(
    Contract,
    ON_PATHWAY
    + "programme_version_id kind family is_old status from_on until_on review_on weekly_minutes lane referent_id"
    " signed_on ended_on ending sort_key author_id author_organisation_id created_at",
)
CONTRACT_TEXT = Shape(
    ContractVersion,
    HANGS + "contract_id number state sealed_text digest frozen_at signed_on author_id written_at",
)
CONTRACT_SIGNATURE = Shape(
    Signature,
    HANGS + "version_id capacity means sealed_name sealed_drawing member_id signed_on digest recorded_by_id"
    " recorded_at",
)
REFERRAL = Shape(
    Referral,
    "id organisation_id programme_id received_on channel structure structure_kind first_names usage_name name_key birth"
    " phone sealed_reason person_agrees state state_since handled_by_id refusal_reason answered_on person_id pathway_id"
    " taken_by_id taken_at",
)
BOARD = Shape(
    Board,
    "id organisation_id label body programmes powers every_months quorum at minutes place from_programme_id",
)
SEAT = Shape(BoardSeat, "id organisation_id board_id label order")
HOLDER = Shape(SeatHolder, "id organisation_id seat_id name structure email from_on")
SITTING = Shape(
    Sitting,
    "id organisation_id board_id day at minutes place state convened_at opened_at closed_at planned_by_id version",
)
CONVOCATION = Shape(Convocation, "id organisation_id sitting_id holder_id sent_at answer answered_at")
SITTING_ITEM = Shape(
    SittingItem,
    HANGS
    + "sitting_id kind pathway_id programme_id position minutes presenter_id state sealed_notes added_by_id added_at",
)
ITEM_DECISION = Shape(
    ItemDecision,
    HANGS + "item_id level outcome decided_on effective_from authority recorded_by_id recorded_at",
)

OF_PEOPLE = (
    PERSON, PERSON_KEY, PROFILE, CONTACT, SEAL, GROUND, FACT, NOTE, HEALTH_NOTE, PROTECTED_NOTE, DEADLINE, PATHWAY,
    PERIOD, ADMISSION, CIRCLE, WORDS, REFERRAL, GOAL, STEP, GOAL_REVIEW,
    SERIES, APPOINTMENT, MATTER, HEALTH_MATTER, CONTRACT, CONTRACT_TEXT, CONTRACT_SIGNATURE,
    SITUATION, HEALTH_SITUATION, DIAGNOSIS, DIAGNOSIS_ENTRY, HEALTH_DIAGNOSIS_ENTRY,
    BOARD, SEAT, HOLDER, SITTING, CONVOCATION, SITTING_ITEM, ITEM_DECISION,
)  # fmt: skip
