"""Ask for something to be typed: a name, a text, an amount, a date, a number."""

from assistant.chat.replies import (
    Option,
    Paragraph,
    Part,
    Phrase,
    Tone,
    Typed,
    phrase,
)
from assistant.domain.case_events import FactRecorded
from assistant.domain.facts import YES, FactValue
from assistant.domain.money import Money
from assistant.domain.typed import clean_line, clean_text, read_whole_number
from assistant.domain.typed_dates import Toward
from assistant.errors import InputError
from assistant.playbook.names import Id
from assistant.playbook.records import Record, record, told
from assistant.playbook.situation import Situation
from assistant.playbook.steps.base import (
    NOTHING,
    Asked,
    Per,
    StepBase,
    needed,
    option,
    question,
    words,
)
from assistant.playbook.steps.shown import Shown, beyond_floor, shown
from assistant.playbook.steps.suggestions import (
    Bound,
    Suggestion,
    bound,
    refuse_going_back,
    refuse_out_of_order,
    refuse_too_early,
    suggestion,
)
from assistant.playbook.turn import Answer, Attached, Chosen, Turn
from assistant.playbook.turn import Typed as TypedAnswer

LONGEST_LINE = 300
LONGEST_TEXT = 20_000


class Ask(StepBase, frozen=True, tag="ask", tag_field="step"):
    """Something typed.

    kind: what is typed; it is read, checked and echoed.
    fact: name of the fact; the step's id where it is left out.
    at_most: the bound of an amount.
    after_waiting: not before the waiting time that the place's row asks for (K13).
    zero: whether an amount may be nothing at all.
    past: a date that lies behind us (a payment); others must not.
    not_below_offer: an amount that does not go back behind our last open offer.
    minds_floor: whether more off than the private floor allows gets a private caution;
        it is the owner's decision, so it is taken all the same.
    suggest: answers offered as buttons, where they apply.
    also: other answers than what is typed, recorded as themselves.
    asides: buttons that record "yes" for the whole case and leave the question open.
    shows: what stands above it.
    optional: may be skipped (recorded as `skipped`).
    not_said: "they did not say" is an answer (recorded as `not_said`).
    advice: whether `step.<id>.advice` is said about what was typed.
    records: what else the answer changes.
    """

    kind: Typed
    fact: Id = ""
    at_most: Bound | None = None
    past: bool = False
    after_waiting: bool = False
    not_below_offer: bool = False
    minds_floor: bool = False
    suggest: tuple[Suggestion, ...] = ()
    also: tuple[Id, ...] = ()
    asides: tuple[Id, ...] = ()
    shows: tuple[Shown, ...] = ()
    optional: bool = False
    not_said: bool = False
    zero: bool = False
    advice: bool = False
    records: Record | None = None

    def __post_init__(self) -> None:
        if self.kind is Typed.FILE:
            raise ValueError("files are gathered by an `evidence` step")
        if self.at_most and self.kind is not Typed.AMOUNT:
            raise ValueError("`at_most` bounds an amount only")
        if self.zero and self.kind is not Typed.AMOUNT:
            raise ValueError("`zero` is said of an amount only")
        if self.not_below_offer and self.kind is not Typed.AMOUNT:
            raise ValueError("`not_below_offer` is said of an amount only")
        if self.minds_floor and (self.kind is not Typed.AMOUNT or not self.private):
            raise ValueError("`minds_floor` is said of a private amount only")
        offered = [*self.suggest, *self.also, *self.asides]
        if len(set(offered)) < len(offered):
            raise ValueError("an answer is offered twice")
        if self.past and self.kind is not Typed.DATE:
            raise ValueError("`past` is said of a date only")
        if self.records is Record.CONCEDED and self.per is not Per.LINE:
            raise ValueError("`records: conceded` needs `per: line`")

    @property
    def can_revisit(self) -> bool:
        """Money that arrived is not typed anew: it would be counted a second time."""
        return self.records not in (Record.ARRIVED, Record.PART_PAYMENT)

    def sets(self) -> frozenset[str]:
        """The fact it records, and those of its asides."""
        return frozenset({self.fact or self.id, *self.asides})

    def answers(self, fact: str) -> frozenset[str] | None:
        """Anything that is text; of other kinds only that there is no answer."""
        if fact in self.asides:
            return frozenset({YES})
        if self.kind in (Typed.TEXT, Typed.LINE):
            return None
        ways = [("not_said", self.not_said), ("skipped", self.optional)]
        return frozenset(
            {*(name for name, is_offered in ways if is_offered), *self.also}
        )

    def phrases(self) -> tuple[str, ...]:
        """The question, and what its code says besides."""
        ways = [("not_said", self.not_said), ("skip", self.optional)]
        named = [name for name, is_offered in ways if is_offered]
        offered = (*self.suggest, *self.also, *self.asides, *named)
        parts = ("advice",) if self.advice else ()
        above = (f"error.more_than_{self.at_most}",) if self.at_most else ()
        return (*needed(self.id, offered, parts, typed=self.kind), *above)

    def is_done(self, at: Situation) -> bool:
        """Whether it was answered."""
        return at.case.knows(self.fact or self.id, at.subject)

    def prepare(self, at: Situation) -> Turn:
        """Nothing happens by itself."""
        return NOTHING

    def ask(self, at: Situation) -> Asked:
        """The question, with its suggestions as buttons."""
        offered: list[Option[Phrase]] = []
        for name in self.suggest:
            value = suggestion(name, at, self.kind)
            if value is not None:
                offered.append(option(at, self.id, name, value=value))
        open_asides = [name for name in self.asides if not at.case.knows(name)]
        offered += [option(at, self.id, name) for name in (*self.also, *open_asides)]
        ways = [("not_said", self.not_said), ("skip", self.optional)]
        offered += [option(at, self.id, name) for name, given in ways if given]
        limit = bound(self.at_most, at) if self.at_most else None
        asked = question(at, self, tuple(offered), self.kind, limit=limit)
        return Asked(asked, shown(self.shows, at))

    def take(self, at: Situation, answer: Answer) -> Turn:
        """Read, check, echo and remember; InputError says what to do."""
        match answer:
            case Chosen("skip") if self.optional:
                return self._keep(at, "skipped", silent=True)
            case Chosen("not_said") if self.not_said:
                return self._keep(at, "not_said", silent=True)
            case Chosen(name) if name in self.also:
                return self._keep(at, name, silent=True)
            case Chosen(name) if name in self.asides:
                return Turn((FactRecorded(name, YES),))
            case Chosen(name) if name in self.suggest:
                value = suggestion(Suggestion(name), at, self.kind)
            case TypedAnswer(text):
                value = self._read(at, text)
            case Attached():
                raise InputError("error.type_instead_of_file")
            case _:
                raise InputError("error.choose_one")
        if value is None:
            raise InputError("error.choose_one")
        return self._keep(at, self._checked(at, value), silent=False)

    def _keep(self, at: Situation, value: FactValue, *, silent: bool) -> Turn:
        fact = FactRecorded(self.fact or self.id, value, at.subject)
        extra = () if silent else record(self.records, at, value)
        return Turn((fact, *extra), () if silent else self._said(at, value))

    def _said(self, at: Situation, value: FactValue) -> tuple[Part[Phrase], ...]:
        """What was read, where it could have been read otherwise; and the advice."""
        said: list[Part[Phrase]] = []
        tone = Tone.PRIVATE if self.private else Tone.GOOD
        if not isinstance(value, str):
            said.append(Paragraph(phrase("noted.value", value=value), tone))
        else:
            said += told(self.records, value)
        if self.minds_floor and isinstance(value, Money):
            said += beyond_floor(at, value)
        if self.advice:
            said.append(Paragraph(words(at, self.id, "advice", value=value)))
        return tuple(said)

    def _read(self, at: Situation, text: str) -> FactValue:
        match self.kind:
            case Typed.AMOUNT:
                return at.habits.amount(text, at.case.grid.currency)
            case Typed.DATE:
                toward = Toward.PAST if self.past else Toward.FUTURE
                return at.habits.date(text, at.today, toward)
            case Typed.NUMBER:
                return read_whole_number(text, low=0, high=100_000)
            case Typed.TEXT:
                read = clean_text(text, LONGEST_TEXT)
            case _:
                read = clean_line(text, LONGEST_LINE)
        if not read:
            raise InputError("error.type_something")
        return read

    def _checked(self, at: Situation, value: FactValue) -> FactValue:
        if isinstance(value, Money):
            if value.minor < 0 or not (value or self.zero):
                raise InputError("error.amount_not_positive")
            limit = bound(self.at_most, at) if self.at_most else None
            if limit is not None and value > limit:
                raise InputError(f"error.more_than_{self.at_most}", limit=limit)
            if self.not_below_offer:
                refuse_going_back(at, value, limit)
        if self.kind is Typed.DATE and not self.past and value < at.today:  # type: ignore[operator]
            raise InputError("error.date_past", date=value)
        if self.after_waiting:
            refuse_too_early(at, value)
        if self.past:
            refuse_out_of_order(at, value)
        return value
