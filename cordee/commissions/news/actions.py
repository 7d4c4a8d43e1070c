"""« Prévenir et mettre à jour » : everything a sitting decided, told in one gesture; and the gesture undone."""

from collections.abc import Collection
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cordee.accounts.actor import Actor
from cordee.commissions.enums import SittingState
from cordee.commissions.locking import locked, locked_item
from cordee.commissions.models import ItemNews, Sitting
from cordee.commissions.news.access import check
from cordee.commissions.news.gathering import Prospect, prospects
from cordee.doors import letters as mails
from cordee.kernel.errors import CordeeError, StaleState
from cordee.letters.actions import Written, keep_letter
from cordee.letters.catalogue import Letter
from cordee.letters.merging import Sheet, postal_address, values_for
from cordee.letters.rules import merge
from cordee.papers.actions import remove_paper
from cordee.papers.models import Paper
from cordee.plumbing.outbox.actions import cancel_message
from cordee.plumbing.outbox.models import Message
from cordee.plumbing.outbox.rules import WAITING
from cordee.referrals.actions import tell_answer
from cordee.referrals.models import Referral

OVER = (SittingState.CLOSED, SittingState.APPROVED)
# Situations told by one request: a second at most, and what is done stays done if the next never comes.
AT_ONCE = 8


@dataclass
class Given:
    """What the gesture did. refused: (a name, why) of those for whom nothing could be prepared after all; left: the
    situations chosen that the next request prepares."""

    letters: int = 0
    answers: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)
    left: list[UUID] = field(default_factory=list)


@transaction.atomic
def give_news(sitting: Sitting, *, by: Actor, chosen: Collection[UUID]) -> Given:
    """Prepare the letters and send the answers of the situations chosen. One that cannot be does not stop the others.

    Raises NotAllowed, StaleState while the sitting is not over.
    """
    check(by, "news:give")
    kept = locked(sitting)
    if kept.state not in OVER:
        raise StaleState(_("La séance n’est pas close\u202f: prévenez ensuite."))
    waiting = [one for one in prospects(by, kept) if one.item.pk in chosen and one.may_be_prepared]
    given = Given(left=[one.item.pk for one in waiting[AT_ONCE:]])
    for one in waiting[:AT_ONCE]:
        try:
            with transaction.atomic():
                letters, answers = _give(one, by=by)
        except CordeeError as error:
            given.refused.append((one.name, str(error)))
        else:
            given.letters += letters
            given.answers += answers
    return given


def _give(one: Prospect, *, by: Actor) -> tuple[int, int]:
    row = ItemNews(
        organisation_id=one.item.organisation_id,
        person_id=one.item.person_id,
        item=one.item,
        decision=one.decision,
        done_by=by.member,
    )
    papers = []
    if one.letter_plan.is_ready and one.sheet is not None:
        papers = [keep_letter(one.sheet, text, written(one.sheet, text), by=by) for text in one.letters]
        kept = {text.group == "simple": paper.pk for text, paper in zip(one.letters, papers, strict=True)}
        row.letter_id, row.simple_letter_id = kept.get(False), kept.get(True)
    if one.answer_plan.is_ready:
        _answer(row, one, by=by)
    row.save(force_insert=True)
    return len(papers), int(row.is_answered)


def written(sheet: Sheet, text: Letter) -> Written:
    """A letter of the catalogue as it will be printed, its fields filled."""
    values = values_for(sheet)
    address = postal_address(sheet).replace(", ", "\n")
    return Written(
        title=merge(text.title, values).text,
        body=merge(text.body, values).text,
        to="\n".join(line for line in (sheet.person.full_name, address) if line),
        place=sheet.house.town,
    )


def _answer(row: ItemNews, one: Prospect, *, by: Actor) -> None:
    """Who orients is told of the answer the decision gave, by the ways of `referrals`."""
    if one.item.referral_id is None:
        return
    move = next(move["move"] for move in one.decision.moves if "move" in move)
    referral = tell_answer(Referral.objects.get(pk=one.item.referral_id), move=move, by=by)
    row.is_answered = True
    row.answer_once = f"{mails.ANSWERED}:{referral.pk}:{referral.version}"


@transaction.atomic
def undo_news(news: ItemNews, *, by: Actor) -> bool:
    """Take back what was prepared. False when the answer to who orients had left: it is told again with the next one.

    Raises NotAllowed, StaleState once the minutes are approved.
    """
    check(by, "news:give")
    item = locked_item(news.item)
    if not item.sitting.may_be_decided:
        raise StaleState(_("Le compte rendu est approuvé\u202f: ce qui a été préparé reste."))
    kept = ItemNews.objects.select_for_update().get(pk=news.pk)
    if kept.undone_at is not None:
        raise StaleState(_("Un collègue s’en est déjà occupé."))
    for pk in (kept.letter_id, kept.simple_letter_id):
        _remove_letter(pk, by=by)
    came_back = _take_answer_back(kept, by=by)
    kept.undone_at, kept.undone_by = timezone.now(), by.member
    kept.is_answered = kept.is_answered and not came_back
    kept.save(update_fields=["undone_at", "undone_by", "is_answered"])
    return came_back


def _remove_letter(pk: UUID | None, *, by: Actor) -> None:
    """The paper leaves the dossier, unless somebody has already removed it."""
    if pk is None:
        return
    paper = Paper.objects.filter(pk=pk, removed_at=None).select_related("person").first()
    if paper is not None:
        remove_paper(paper, by=by)


def _take_answer_back(news: ItemNews, *, by: Actor) -> bool:
    """Was nothing told, or nothing left yet?"""
    if not news.is_answered:
        return True
    message = Message.objects.filter(organisation=news.organisation_id, once=news.answer_once).first()
    if message is None or message.state not in WAITING:
        return False
    try:
        cancel_message(message, by=by)
    except StaleState:
        return False
    return True


@transaction.atomic
def undo_all(sitting: Sitting, *, by: Actor) -> int:
    """Take back everything prepared after this sitting. How many answers had left. Raises NotAllowed, StaleState."""
    rows = ItemNews.objects.standing().visible_to(by).filter(item__sitting=sitting).select_related("item")
    return sum(not undo_news(row, by=by) for row in rows)
