"""Papers in the dossiers of the territory: invented letters and scans, a handful of contents sealed again and again.

Some end soon, one is over, one has its renewal filed: the day of a referent shows them.
"""

import io
from dataclasses import replace
from datetime import datetime, time, timedelta
from functools import cache
from random import Random

import pikepdf
from PIL import Image, ImageDraw

from cordee.accounts.actor import Actor, actor_for
from cordee.accounts.models import Organisation, zone
from cordee.papers.actions import Described, keep_paper
from cordee.pathways.models import Pathway
from cordee.plumbing.files.kinds import Clean
from cordee.programmes.cached import definition_of

MOST = 9  # dossiers of each house that hold papers
# (kind, label, media, how old, days left; None: it has no end)
PAPERS = (
    ("identity", "Carte nationale d’identité", "image/png", 300, 900),
    ("residence", "Titre de séjour", "image/png", 320, 40),
    ("caf", "Attestation RSA", "application/pdf", 60, None),
    ("cv", "CV", "application/pdf", 45, None),
    ("rqth", "Notification RQTH", "application/pdf", 700, 150),
    ("address", "Justificatif de domicile", "application/pdf", 30, -12),
    ("training", "Attestation de formation sécurité", "application/pdf", 90, None),
    ("agreement", "Accord signé", "application/pdf", 100, None),
)
# The paper of a programme that one of ours may be.
STANDS_FOR = {
    "agreement": "accord",
    "identity": "identite",
    "rqth": "notification-mdph",
    "caf": "attestation-rsa",
}
EXTENSIONS = {"application/pdf": "pdf", "image/png": "png"}


@cache
def content_of(media: str, label: str) -> bytes:
    """One sheet that says what it would be, and that it is invented."""
    if media == "image/png":
        sheet, out = Image.new("L", (420, 260), 245), io.BytesIO()
        ImageDraw.Draw(sheet).text(
            (24, 110), f"DEMONSTRATION - {label.encode('ascii', 'ignore').decode()}", fill=60
        )
        sheet.save(out, "PNG")
        return out.getvalue()
    with pikepdf.new() as made:
        page = made.add_blank_page(page_size=(595, 842))
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=made.make_indirect(font)))
        words = label.encode("ascii", "ignore").decode()
        page.Contents = made.make_stream(f"BT /F1 16 Tf 60 760 Td (DEMONSTRATION - {words}) Tj ET".encode())
        out = io.BytesIO()
        made.save(out, deterministic_id=True)
    return out.getvalue()


def hand_in(house: Organisation, rng: Random, now: datetime) -> int:
    """A few papers in a few dossiers of a house, in its own context. Returns how many."""
    today = now.astimezone(zone(house.time_zone)).date()
    rows = Pathway.objects.filter(organisation=house, referent__organisation=house).running()
    followed = list(rows.select_related("person", "referent").order_by("pk"))
    kept = 0
    for pathway in rng.sample(followed, min(MOST, len(followed))):
        actor = actor_for(pathway.referent.user_id, pathway.referent_id, today) if pathway.referent else None
        if actor is not None and actor.member == pathway.referent:
            kept += _some(pathway, actor, rng)
    return kept


def _some(pathway: Pathway, actor: Actor, rng: Random) -> int:
    drawn = rng.sample(PAPERS, rng.randint(2, 4))
    definition = definition_of(pathway.programme_version_id)
    for kind, label, media, age, left in drawn:
        wanted = STANDS_FOR.get(kind, "")
        added_on = max(pathway.opened_on, actor.today - timedelta(days=rng.randint(1, 40)))
        described = Described(
            kind=kind,
            label=label,
            stands_for=wanted if definition.paper(wanted) else "",
            day=min(added_on, actor.today - timedelta(days=age)),
            valid_until=actor.today + timedelta(days=left + rng.randint(0, 9)) if left is not None else None,
        )
        clean = Clean(content_of(media, label), media, EXTENSIONS[media])
        noon = datetime.combine(added_on, time(11, rng.randint(0, 59)), zone(actor.organisation.time_zone))
        keep_paper(
            pathway.person, by=replace(actor, today=added_on), clean=clean, described=described, added_at=noon
        )
    return len(drawn)
