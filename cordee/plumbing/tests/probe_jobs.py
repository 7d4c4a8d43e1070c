"""Jobs of the tests: what they do is seen by the sites of an organisation."""

import time

from cordee.accounts.models import Site
from cordee.plumbing.jobs import Hopeless, Work, every, job


@job("probe.note", "Essai")
def note(work: Work, *, name: str) -> None:
    Site.objects.create(organisation_id=work.organisation, name=name)


@job("probe.eyes", "Essai")
def eyes(work: Work) -> None:
    seen = f"{work.by.member.pk if work.by else 'nobody'} {work.context.house == work.organisation}"
    Site.objects.create(organisation_id=work.organisation, name=seen)


@job("probe.fails", "Essai qui échoue", attempts=3)
def fails(work: Work, *, name: str) -> None:
    Site.objects.create(organisation_id=work.organisation, name=name)
    raise ValueError("as asked")


@job("probe.hopeless", "Essai sans espoir")
def hopeless(work: Work) -> None:
    raise Hopeless("as asked")


@job("probe.slow", "Essai lent", by_itself=True)
def slow(work: Work, *, name: str, seconds: int) -> None:
    for _second in range(seconds * 10):
        if work.must_stop:
            return
        time.sleep(0.1)
    with work.transaction():
        Site.objects.create(organisation_id=work.organisation, name=name)


@job("probe.deaf", "Essai sourd", by_itself=True)
def deaf(work: Work, *, seconds: int) -> None:
    time.sleep(seconds)


@every(cron="0 3 * * *")
@job("probe.nightly", "Essai de nuit")
def nightly(work: Work) -> None:
    Site.objects.create(organisation_id=work.organisation, name="nightly")
