"""The fork after two or three exchanges: the ways on, side by side, and in numbers."""

from collections.abc import Container, Iterator

from assistant.chat.charts import Bar, Chart, Paint, Panel, Span
from assistant.chat.replies import Paragraph, Part, Phrase, Table, Tone, phrase
from assistant.domain.assessment import Assessment, case_assessment, missing_proofs
from assistant.domain.case import CaseEvent
from assistant.domain.case_events import FactRecorded, OfferChanged
from assistant.domain.facts import FactName
from assistant.domain.fork import Reckoning, Way, WayReckoned
from assistant.domain.money import Money
from assistant.domain.resolution import OfferStatus
from assistant.errors import InputError
from assistant.playbook.figures import WEEKS_COURT, is_above_limit, reckoning
from assistant.playbook.names import Count
from assistant.playbook.predicates import SMALL_FIGHT, let_go_limit
from assistant.playbook.situation import Situation
from assistant.playbook.steps import figures
from assistant.playbook.steps.base import (
    NOTHING,
    Asked,
    StepBase,
    needed,
    option,
    question,
    words,
)
from assistant.playbook.steps.shown import Shown, shown
from assistant.playbook.turn import Answer, Chosen, Turn

ONE_MORE_TRY, MEDIATION, SMALL_CLAIMS, LETTING_GO = tuple(Way)
FIGURES = "figures"


class ChooseWayOut(StepBase, frozen=True, tag="fork", tag_field="step"):
    """Mediation, small claims, letting go, or one more try, by criteria and numbers.

    try_again: whether one more try is among the ways.
    insist_at: exchanges after which one more try is no longer offered (S0-37).
    let_go_below: amount in major units below which letting go is suggested when the
        business has set no limit of its own (an example of a guide, S3-26).
    """

    try_again: bool = True
    insist_at: Count = 3
    let_go_below: Count = SMALL_FIGHT

    def sets(self) -> frozenset[str]:
        """The way chosen in this exchange, and the figures behind the numbers."""
        return frozenset({FactName.FORK, *(each.name for each in figures.FIGURES)})

    def answers(self, fact: str) -> frozenset[str] | None:
        """The ways on; one more try only while it is offered. Figures are open."""
        return frozenset(Way) if fact == FactName.FORK else None

    def phrases(self) -> tuple[str, ...]:
        """The question, and what its code says besides."""
        more = (f"fork.{way}.when" for way in Way)
        own = needed(self.id, (*Way, FIGURES, "change_figures"), ("title",))
        return (*own, *more)

    def is_done(self, at: Situation) -> bool:
        """Whether a way was chosen."""
        return at.case.fact(FactName.FORK, at.subject) in self._ways(at)

    def prepare(self, at: Situation) -> Turn:
        """Nothing happens by itself."""
        return NOTHING

    def ask(self, at: Situation) -> Asked:
        """A figure that is wanted; else the ways with what speaks for each."""
        if figure := figures.missing(at):
            return figures.ask(self, at, figure)
        found = reckoning(at, may_try=ONE_MORE_TRY in self._ways(at))
        above = (
            Table(
                words(at, self.id, "title"),
                (phrase("fork.way"), phrase("fork.when"), phrase("fork.here")),
                tuple(self._way(at, way) for way in self._ways(at)),
            ),
            *shown((Shown.COUNTER,), at),
            *(self._numbers(at, found) if found else ()),
            *self._lesson(at, found),
            *shown((Shown.PLACE,), at),
            Paragraph(phrase("fork.never"), Tone.CAUTION),
            Paragraph(phrase("fork.see_someone"), Tone.CAUTION),
            Paragraph(phrase("not_legal_advice"), Tone.CAUTION),
        )
        ids = (*self._ways(at), "change_figures" if found else FIGURES)
        options = tuple(option(at, self.id, each) for each in ids)
        return Asked(question(at, self, options), above)

    def take(self, at: Situation, answer: Answer) -> Turn:
        """Take that way, or keep a figure."""
        if figure := figures.missing(at):
            return figures.take(at, figure, answer)
        match answer:
            case Chosen("figures" | "change_figures"):
                return figures.begin(at)
            case Chosen(way) if way in self._ways(at):
                chosen = FactRecorded(FactName.FORK, way, at.subject)
                return Turn((chosen, *self._offer_ends(at, way)))
            case _:
                raise InputError("error.choose_one")

    def _offer_ends(self, at: Situation, way: str) -> tuple[CaseEvent, ...]:
        """An offer does not stand beside a mediation, a claim or letting go."""
        offer = at.case.offer
        if way == ONE_MORE_TRY or offer is None or offer.status is not OfferStatus.OPEN:
            return ()
        return (OfferChanged(OfferStatus.WITHDRAWN),)

    def _ways(self, at: Situation) -> tuple[str, ...]:
        exits = (MEDIATION, SMALL_CLAIMS, LETTING_GO)
        another = self.try_again and at.case.exchanges < self.insist_at
        return (ONE_MORE_TRY, *exits) if another else exits

    # -- in words ------------------------------------------------------------------

    def _way(self, at: Situation, way: str) -> tuple[Phrase, ...]:
        return (
            phrase(f"option.{way}"),
            phrase(f"fork.{way}.when"),
            phrase(f"fork.fits.{self._fit(at, way)}"),
        )

    def _fit(self, at: Situation, way: str) -> str:
        tests = {
            ONE_MORE_TRY: self._is_close,
            MEDIATION: self._both_partly_right,
            SMALL_CLAIMS: self._is_documented_and_within_limit,
            LETTING_GO: self._is_small,
        }
        return tests[Way(way)](at)

    def _is_close(self, at: Situation) -> str:
        countered = at.case.reply is not None and at.case.reply.kind == "counters"
        return "yes" if countered else "perhaps"

    def _both_partly_right(self, at: Situation) -> str:
        label = case_assessment(at.case)
        split = (Assessment.AMBIGUOUS, Assessment.MIXED)
        return "yes" if label in split else "perhaps"

    def _is_documented_and_within_limit(self, at: Situation) -> str:
        rows = at.case.contested_rows()
        court, due = at.court, at.case.grid.sum.due
        if court is not None and court.takes_disputed is False:
            return "not_for_disputes"
        if any(missing_proofs(at.case, row.id) for row in rows):
            return "papers_missing"
        if court is None or not court.limit_known:
            return "limit_unknown"
        if court.limit is not None and court.limit.currency != due.currency:
            return "limit_unknown"
        return "above_limit" if is_above_limit(at) else "yes"

    def _is_small(self, at: Situation) -> str:
        is_small = at.case.grid.sum.due <= let_go_limit(at, self.let_go_below)
        return "yes" if is_small else "perhaps"

    # -- in numbers ----------------------------------------------------------------

    def _numbers(self, at: Situation, found: Reckoning) -> Iterator[Part[Phrase]]:
        """What each way brings, costs and leaves, by the owner's own figures."""
        columns = ("way", "brings", "fees", "time", "loses", "leaves")
        rows = tuple(
            self._row(each) for each in found.ways if each.way in self._ways(at)
        )
        header = tuple(phrase(f"fork.{name}") for name in columns)
        title = phrase("fork.numbers", **at.values())
        chart = Chart(
            f"{at.case.id}-{FactName.FORK}",
            title,
            phrase(
                "fork.picture", floor=found.floor, best=phrase(f"option.{found.best}")
            ),
            (ways_panel(found, self._ways(at)),),
            kicker=phrase("chart.only_you"),
        )
        yield Table(title, header, rows, is_private=True, chart=chart)
        best = phrase(f"option.{found.best}")
        yield Paragraph(phrase("fork.best", way=best), Tone.PRIVATE)
        yield Paragraph(phrase("fork.floor", floor=found.floor), Tone.PRIVATE)
        key = "fork.break_even" if found.break_even else "fork.never_pays"
        yield Paragraph(phrase(key, sum=found.break_even), Tone.PRIVATE)
        weeks = at.case.fact(WEEKS_COURT)
        if isinstance(weeks, int) and weeks:
            yield Paragraph(phrase("fork.weeks", count=weeks), Tone.PRIVATE)

    def _row(self, way: WayReckoned) -> tuple[Phrase, ...]:
        name = phrase(f"option.{way.way}")
        if not way.is_open:
            return (name, *[phrase("fork.shut")] * 5)
        sums = (way.fees, way.time, way.loss)
        return (
            name,
            _range(way.low, way.high),
            *(phrase("value", value=each) for each in sums),
            _range(way.net_low, way.net_high),
        )

    def _lesson(
        self, at: Situation, found: Reckoning | None
    ) -> tuple[Part[Phrase], ...]:
        """The 150 that a long and bitter fight is not worth (S3-26 to S3-28)."""
        is_small = self._is_small(at) == "yes"
        if not (found.is_lesson if found else is_small):
            return ()
        return (Paragraph(phrase("fork.lesson", **at.values()), Tone.CAUTION),)


def ways_panel(found: Reckoning, ways: Container[str]) -> Panel[Phrase]:
    """What each open way leaves, as ranges on one scale."""
    bars = tuple(
        Bar(
            phrase(f"option.{each.way}"),
            _range(each.net_low, each.net_high),
            (Span(each.net_low.minor, each.net_high.minor, Paint.SOFT),),
            mark=each.middle.minor,
        )
        for each in found.ways
        if each.is_open and each.way in ways
    )
    return Panel(phrase("fork.leaves"), bars, phrase("chart.middle"))


def _range(low: Money, high: Money) -> Phrase:
    if low == high:
        return phrase("value", value=low)
    return phrase("fork.range", low=low, high=high)
