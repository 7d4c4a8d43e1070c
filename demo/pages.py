"""What is noted on which day: for each contact a scene of the stage, and observations in between."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from random import Random

from cordee.kernel.partitions import Partition
from demo.planning import Project
from demo.shapes import Scene
from demo.ways import Way
from demo.writing import common

Page = tuple[date, Scene]


@dataclass
class Pages:
    """The notes of a pathway. days: those of its contacts."""

    project: Project
    way: Way
    days: list[date]
    rng: Random

    def every(self) -> Iterator[Page]:
        """A scene for each day of contact, the stage's own first, and observations in between."""
        days = list(self.days)
        yield from self._of_the_cast(days)
        used: set[str] = set()
        for rank, day in enumerate(days):
            scenes = self._scenes(day, rank, met=True)
            scene = (
                self._unused(scenes, used)
                or self._unused(common.SMALL, used)
                or self.rng.choice(common.SMALL)
            )
            used.add(scene.text)
            yield day, scene
            seen = self._unused(self._scenes(day, rank, met=False), used)
            if seen and self.rng.random() < 0.4:
                used.add(seen.text)
                yield day, seen
        yield from self._rare(days)
        yield from self._parting()

    def _of_the_cast(self, days: list[date]) -> Iterator[Page]:
        """The notes written for somebody of the cast, on the last days of contact, in their order."""
        scenes = self.project.cast.scenes if self.project.cast else ()
        if scenes and days:
            kept = days[-len(scenes) :]
            for rank, scene in enumerate(scenes[-len(kept) :]):
                yield kept[rank], scene
            del days[-len(kept) :]

    def _scenes(self, day: date, rank: int, *, met: bool) -> list[Scene]:
        stage = self.project.life.history.stage_on(day)
        scenes = [
            scene for scene in self.project.shape.writing.scenes.get(stage, ()) if bool(scene.means) == met
        ]
        return [common.NEW_HERE, *scenes] if met and rank == 0 and len(self.days) > 3 else scenes

    def _unused(self, scenes: Iterable[Scene], used: set[str]) -> Scene | None:
        left = [scene for scene in scenes if scene.text not in used]
        if common.NEW_HERE in left and self.rng.random() < 0.5:
            return common.NEW_HERE
        small = self.rng.random() < 0.15
        return None if not left or small else self.rng.choice(left)

    def _rare(self, days: list[date]) -> Iterator[Page]:
        """Matters of health or protection for a few, and working notes."""
        if not days:
            return
        if (
            any(place.member and place.partitions & Partition.HEALTH for place in self.way.places)
            or self.rng.random() < 0.05
        ):
            yield self.rng.choice(days), self.rng.choice(self.project.shape.writing.health)
        if self.rng.random() < 0.025:
            yield self.rng.choice(days), self.rng.choice(common.PROTECTED_NOTES)
        if self.rng.random() < 0.07:
            yield self.rng.choice(days), self.rng.choice(common.WORKING_NOTES)

    def _parting(self) -> Iterator[Page]:
        row = self.way.row
        if row.closed_on is not None:
            yield row.closed_on, self.rng.choice(common.PARTINGS[row.exit_category])
