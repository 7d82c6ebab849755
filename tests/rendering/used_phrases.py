"""Which phrases the code and the shipped playbooks use, and what they fill them with.

Keys written out in a call are read from the source. Keys put together from an enum's
value are listed in `FAMILIES`, one entry per pattern; a test fails when the source has
a pattern that is not listed. Keys of steps follow from the playbooks themselves.
"""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

import assistant
from assistant.advice.estimate.known import Fact, answers
from assistant.advice.estimate.rules import _PROOFS
from assistant.advice.evidence_set import Strand
from assistant.advice.numbers import Name, Note
from assistant.advice.tone_words import words_of
from assistant.chat.commands import CommandName
from assistant.chat.replies import Typed
from assistant.documents.pack.parts import PackForm, Why
from assistant.documents.paper import PaperFormat
from assistant.domain.assessment import Assessment, Rule
from assistant.domain.books import BooksKind
from assistant.domain.business import CHASING_CHANNELS, Role
from assistant.domain.call import LineResult
from assistant.domain.case_events import EVENTS
from assistant.domain.clocks import Clock
from assistant.domain.contradictions import Contradiction
from assistant.domain.court import Required
from assistant.domain.dispute import State
from assistant.domain.estimate import _WORDS
from assistant.domain.evidence import EvidenceKind, Proof
from assistant.domain.fork import Cost, LikelyShare
from assistant.domain.invoice import CustomerKind
from assistant.domain.job_record import JobFact
from assistant.domain.letter_parts import LinePart
from assistant.domain.letters import LetterKind
from assistant.domain.pack_facts import Happening
from assistant.domain.reasons import Reason, SubReason
from assistant.domain.resolution import (
    Giving,
    OfferStatus,
    OutcomeKind,
    ReplyKind,
    RootCause,
)
from assistant.domain.signs import Sign
from assistant.domain.summary import WhoseTurn
from assistant.domain.tender import Decision
from assistant.domain.tender import Rule as TenderRule
from assistant.domain.tone import HitKind
from assistant.playbook.definition import Playbook
from assistant.playbook.loader import load_all
from assistant.playbook.steps import wording
from assistant.playbook.steps.act import Act, Action
from assistant.playbook.steps.apply import ApplyPayment
from assistant.playbook.steps.approve import Approve
from assistant.playbook.steps.ask import Ask
from assistant.playbook.steps.base import Step
from assistant.playbook.steps.call import STAYS, WAYS, PlaceCall, WalkLine
from assistant.playbook.steps.channels import SwitchChannels
from assistant.playbook.steps.choose import Choose
from assistant.playbook.steps.dispute import MarkDisputed
from assistant.playbook.steps.evidence import GatherEvidence
from assistant.playbook.steps.figures import FIGURES
from assistant.playbook.steps.fork import (
    LETTING_GO,
    MEDIATION,
    ONE_MORE_TRY,
    SMALL_CLAIMS,
    ChooseWayOut,
)
from assistant.playbook.steps.habits import MOMENTS, NONE, PARTS, TakeHabits
from assistant.playbook.steps.judge import JudgeLine
from assistant.playbook.steps.letter import SENT_BY, WriteLetter
from assistant.playbook.steps.place import ChoosePlace
from assistant.playbook.steps.shown import FREEZE, SILENCE_PLANS
from assistant.playbook.steps.suggestions import Bound, Suggestion
from assistant.playbook.steps.tender import DecideTender
from assistant.reading.finding import Mentions, NonDisputeKind, OfferBasis, Slots
from assistant.reading.languages import LANGUAGES
from assistant.reference.jurisdiction_rows import Confidence
from assistant.reports.fixes import NOT_FIXABLE
from assistant.reports.patterns import Dimension, Measure
from assistant.resources import playbooks_dir
from assistant.store.erase import OutOfReach
from assistant.usecases.leaving import PRIVACY
from assistant.usecases.profile import SETTINGS
from assistant.usecases.talking import CONTROLS
from tests.rendering.place_texts import EVERY_ROW_TEXT

ROOT = Path(assistant.__file__).parent.parent
WAYS_OUT = (ONE_MORE_TRY, MEDIATION, SMALL_CLAIMS, LETTING_GO)
QUIET = (
    Action.AGREE,
    Action.PAY_ALL,
    Action.DROP_OBJECTION,
    Action.WATCH_LIMITATION,
)
OUTSIDE = ("opening.kind", "opening.invoice")
LEGAL_CLOCKS = ("final_letter", "mediation", *Clock)


@cache
def playbooks() -> tuple[Playbook, ...]:
    """The shipped ones."""
    return tuple(load_all(playbooks_dir()).values())


def deadline_kinds() -> set[str]:
    """Everything a card may call a deadline."""
    named = {kind for playbook in playbooks() for kind in playbook.deadlines}
    return named | {"hold_review", *LEGAL_CLOCKS}


# What a message is taken for outside a case, and the steps that one can answer.
READ_KINDS = ("only_late", "paid", "question", "scheduling", "neither")
READ_STEPS = (
    *("reason", "sub_reason", "paid_already", "counter_amount"),
    *("reply", "late_reply", "first_answer", "second_answer", "customer", "invoice"),
    *(f"slot_{each.name}" for each in fields(Slots)),
)

# Lines of a timeline whose words are named where they are filled in.
TOLD_APART = {
    Happening.CLOSED,
    Happening.CREDITED,
    Happening.LETTER,
    Happening.OFFER_ENDED,
    Happening.REPLY,
}

# What a place says that some catalogue has in its language; the rest is as in the book.
TOLD_OF_PLACES = (
    *(
        f"{code}.name"
        for code in "de fr nl es pt it ie eu gb_eaw gb_sct gb_nir".split()
    ),
    *EVERY_ROW_TEXT,
)
# Letters in which trades say something else.
TOLD_BY_TRADES = ("acknowledgement", "follow_up", "call_recap")
# Pattern in the source -> what may stand for its star.
FAMILIES: dict[str, Iterable[str]] = {
    "act.*": [action for action in Action if action not in QUIET],
    "assessment.*": Assessment,
    "button.*": ("update", "undo", "evidence", "reopen"),
    "changed.*": ("state", "disputed", "due"),
    "channel.*": CHASING_CHANNELS,
    "channel.*.how": CHASING_CHANNELS,
    "channels.*": ("is_on", "is_off"),
    "clock.*": ("far", "amber", "red"),
    "confidence.*": Confidence,
    "control.*": CONTROLS,
    "dates.ask.*": Clock,
    "deadline.*": deadline_kinds(),
    "delete.copies.*": OutOfReach,
    "privacy.*": PRIVACY,
    "role.*": Role,
    "error.more_than_*": Bound,
    "estimate.fact.*": [
        f"{fact}.{answer.replace('/', '')}" for fact in Fact for answer in answers(fact)
    ],
    "estimate.proof.*": _PROOFS,
    "estimate.said*": ("", "_about"),
    "estimate.words.*": ("unclear", "little", *(words for _, words in _WORDS)),
    "event.*": [event.kind for event in EVENTS],
    "evidence.kind.*": EvidenceKind,
    "evidence_set.*": Strand,
    "call.script.*|call.script.any": (
        *("not_necessary", "surprise", "bargaining", "price", "unauthorised"),
        *("extra_work", "defect", "incomplete"),
    ),
    "fork.*.when": WAYS_OUT,
    "approval.*": ("refused", "said_yes", "said_no", "not_yours"),
    "approval.what.*": Giving,
    "counter.*": "what ours theirs difference pays off costs nets".split(),
    "fork.*": "way brings fees time loses leaves".split(),
    "fork.figure.*.ask": [each.name for each in FIGURES],
    "fork.figure.*.why": [each.name for each in FIGURES],
    "fork.share.*": LikelyShare,
    "freeze.*": FREEZE,
    "freeze.*.how": FREEZE,
    "second.*": ("question", "first", "other", "same"),
    "silence.*": SILENCE_PLANS,
    "hint.*": ("amount", "number"),
    "place.*|verbatim": TOLD_OF_PLACES,
    "place.*": (
        *("limit", "over_limit", "who_may_file", "representation", "fee"),
        *("mediation", "refuses"),
    ),
    "waiting.required_*": Required,
    "fork.fits.*": (
        "not_for_disputes",
        "yes",
        "perhaps",
        "papers_missing",
        "limit_unknown",
        "above_limit",
    ),
    "grid.*": "line invoiced paid undisputed disputed credited written_off due".split(),
    "help.*": CommandName,
    "language.*|verbatim": LANGUAGES,
    "importing.*": "number customer issued_on due_on total paid lines".split(),
    "importing.is_*": ("credit", "not_billed"),
    "importing.offer.*": ("dispute", "keep", "wrong"),
    "count.*": ("late", "soon", "lapsed", "rested", "review", "snoozed"),
    "contradiction.*": Contradiction,
    "late.*|late.any": deadline_kinds() - {"hold_review"},
    "soon.*|soon.any": deadline_kinds() - {"hold_review"},
    "today.*|today.any": deadline_kinds() - {"hold_review"},
    "numbers.*": (*Name, *Cost, "what", "how_much", "from"),
    "numbers.how.*": Name,
    "numbers.note.*": Note,
    "sign.*": Sign,
    "letter.*": ("edit", "skip_reason"),
    "letter.*_hint": ("edit", "skip_reason"),
    "letter.kind.*": LetterKind,
    "*:letter.gist.*": LetterKind,
    "books.column.*": (
        *("line", "was", "change", "now", "change_net", "change_tax", "change_gross"),
        *("now_net", "now_tax", "now_gross"),
    ),
    "books.on_original.*": BooksKind,
    "books.says.*": BooksKind,
    "books.title.*": BooksKind,
    "books.why.*": (*Reason, "none"),
    "pack.column.*": (
        *("what", "amount", "line", "date", "exhibit", "subject", "way", "number"),
        *("paper", "proves", "where", "file", "bytes", "hash"),
    ),
    "pack.detail.*": "kind dated taken source added enclosure size".split(),
    "pack.happened.*": set(Happening) - TOLD_APART,
    "pack.kind.*": PackForm,
    "pack.movement.*": ("paid", "credited", "written_off"),
    "pack.offer.*": [s for s in OfferStatus if s is not OfferStatus.OPEN],
    "pack.part.*": set(LinePart) - {LinePart.PART},  # its rows are whole ones
    "pack.party.*": (
        *("ours", "theirs", "invoice", "name", "signs", "address", "email", "phone"),
        *("tax_number", "kind", "number", "issued", "due", "total", *CustomerKind),
    ),
    "pack.replied.*": [kind for kind in ReplyKind if kind is not ReplyKind.PAID],
    "pack.said.*": ("line", "expected", "received", "amount", "outcome"),
    "pack.section.*": (
        *("parties", "sums", "timeline", "attempts", "letters", "exhibits"),
        "integrity",
    ),
    "pack.source.*": ("customer", "owner"),
    "pack.where.*": ("inside", "listed", "on_request"),
    "pack.why.*": Why,
    "paper.as.*": PaperFormat,
    "paper.as.*.what": PaperFormat,
    "paper.books.*": BooksKind,
    "opening.*": (*READ_KINDS, "to_be_safe"),
    "opening.kind.*": ("objects", "only_late", "neither"),
    "option.*": (*WAYS_OUT, *ReplyKind),
    "evidence.*": ("gap", "weak"),
    "step.own_form.*": ("company", "individual"),
    "step.late_fees.*": ("stopped", "note_for_later", "keep", "none_charged"),
    "outcome.*": OutcomeKind,
    "playbook.*|verbatim": [playbook.name for playbook in playbooks()],
    "proof.*": Proof,
    "read.ground.*": Reason,
    "read.kind.*": ("dispute", *NonDisputeKind),
    "read.kind_*": ("sure", "unsure"),
    "read.mention.*": [each.name for each in fields(Mentions)],
    "read.slot.*": [each.name for each in fields(Slots)],
    "read.sub_reason.*": SubReason,
    "root_cause.*": RootCause,
    "rule.*": Rule,
    "settings.*": SETTINGS,
    "setup.*.ask": SETTINGS,
    "setup.*.hint": SETTINGS,
    "setup.*.why": SETTINGS,
    "sheet.*": [fact for fact in JobFact if fact is not JobFact.APPROVED],
    "sheet.approved.*": "yes_in_writing yes_spoken only_part no not_sure".split(),
    "state.*": State,
    "tone.reason.*": (
        *HitKind,
        *(
            entry.reason
            for entry in words_of("en").entries
            if entry.kind in set(HitKind)
        ),
        "label_on_offer",
    ),
    "tender.*": ("way", "until", "means"),
    "tender.rule.*": TenderRule,
    "tender.way.*": Decision,
    "way.*": SENT_BY,
    "who.*": WhoseTurn,
    "*:line.whole": [playbook.name for playbook in playbooks()],
    "*.ask": (*OUTSIDE, "importing.offer", "importing.sentence"),
    "*.hint": ("opening.invoice",),
    "*.why": (*OUTSIDE, "importing.offer", "importing.sentence"),
    "reading.*.ask": (*READ_KINDS, "objects", "tender", "answered"),
    "reading.unasked.*": Reason,
    "reading.caution.*": (
        "full_and_final",
        "partial_payment",
        "legal_threat",
        "insolvency",
    ),
    "reading.field.*": READ_STEPS,
    "reading.offer.*": OfferBasis,
    "report.by.*": Dimension,
    "report.column.*": "what cases at_stake conceded measure now before".split(),
    "report.measure.*": Measure,
    "report.reason.*": Reason,
    "fix.*.where": set(RootCause) - NOT_FIXABLE,
    "fix.*.words": set(RootCause) - NOT_FIXABLE,
}
# Words for what a playbook of an owner's own may ask for, whether ours do or not; and
# for letters that ours words in its own way.
VOCABULARY = frozenset(
    {
        *(f"option.{name}" for name in Suggestion),
        *(f"hint.{kind}" for kind in Typed),
        *(f"trades:letter.gist.{kind}" for kind in TOLD_BY_TRADES),
    }
)
# Keys of steps, which follow from the playbooks, and answers repeated in a list.
COVERED_ELSEWHERE = ("*:step.", "option.*|verbatim")

_CALLS = frozenset({"phrase", "Phrase", "InputError", "tell"})
_ALWAYS_KEYS = ("error.", "console.", "next.", "slack.")
_NOT_PHRASES = ("console.log", "error.more_than_")


@dataclass(frozen=True, slots=True)
class Use:
    """A call that names a phrase.

    key: as written, with a star for each part that is put in.
    names: the values it gives; has_case: besides, those of a situation.
    """

    key: str
    names: frozenset[str]
    has_case: bool
    where: str


@cache
def uses() -> tuple[Use, ...]:
    """Every call in the source that names a phrase."""
    return tuple(use for path, tree in _sources() for use in _calls(tree, path.name))


@cache
def literals() -> frozenset[str]:
    """Every text constant in the source, so that a key kept in a variable counts."""
    return frozenset(
        node.value
        for _, tree in _sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def needed() -> set[str]:
    """Keys and alternatives written out or put together in the source."""
    written = {use.key for use in uses() if "*" not in use.key}
    kept = {text for text in literals() if text.startswith(_ALWAYS_KEYS)}
    kept = {t for t in kept if t.replace("_", "").replace(".", "").isalpha()}
    return (written | kept | set(expanded())) - set(_NOT_PHRASES)


def expanded(pattern: str = "") -> Iterator[str]:
    """The keys of one pattern in `FAMILIES`, or of all."""
    for each in [pattern] if pattern else FAMILIES:
        for value in FAMILIES[each]:
            yield each.replace("*", value)


def step_keys(playbook: Playbook) -> Iterator[tuple[str, frozenset[str]]]:
    """The keys of a playbook's steps, and what is given beside the situation."""
    for step in playbook.steps:
        for part, names in _parts(step):
            key = "|".join(
                each.replace("step.", f"{playbook.name}:step.", 1)
                for each in part.split("|")
            )
            yield key, frozenset(names)


def option_labels(step: Step) -> list[str]:
    """The keys of all the answers a step may offer, without the playbook's name."""
    return [part for part, _ in _parts(step) if "|option." in part]


def _parts(step: Step) -> Iterator[tuple[str, tuple[str, ...]]]:
    if isinstance(step, Act):
        return
    start = f"step.{step.id}"
    common, parts, options = _kinds(step)
    for part in ("ask", "why"):
        yield f"{start}.{part}", common
    yield f"{start}.next", ()
    for part, names in parts:
        is_hint = "|hint." in part
        yield f"{start}.{part}", () if is_hint else names
    for name, names in options:
        owner = "letter" if isinstance(step, WriteLetter) else step.id
        owner = "letter" if name == "cancel" else owner
        yield f"step.{owner}.{name}|option.{name}", names


Part = tuple[str, tuple[str, ...]]


def _kinds(
    step: Step,
) -> tuple[tuple[str, ...], list[Part], list[Part]]:
    """Names given to its question, further parts, and options, by kind of step."""
    parts: list[Part]
    options: list[Part]
    match step:
        case Ask():
            ways = [("not_said", step.not_said), ("skip", step.optional)]
            options = [(str(name), ("value",)) for name in step.suggest]
            options += [(name, ()) for name in (*step.also, *step.asides)]
            options += [(name, ()) for name, is_offered in ways if is_offered]
            common = ("limit",) if step.at_most else ()
            parts = [(f"hint|hint.{step.kind}", ())]
            parts += [("advice", ("value",))] if step.advice else []
            return common, parts, options
        case Choose():
            ids = [*step._every_id(), *step._ways_out()]
            parts = [(f"{name}.advice", ()) for name in step.advice]
            parts += [(f"hint|hint.{Typed.TEXT}", ())] if step.typed_as else []
            return (), parts, [(name, ()) for name in ids]
        case SwitchChannels():
            hint = f"hint|hint.{Typed.LINE}"
            return (), [("title", ()), (hint, ())], [("all", ()), ("later", ())]
        case MarkDisputed():
            hint = f"hint|hint.{Typed.AMOUNT}"
            options = [("all_lines", ()), ("that_is_all", ())]
            options += [("all_of_it", ("value",)), ("as_said", ("value",))]
            return (), [("how_much", ("limit",)), (hint, ())], options
        case GatherEvidence():
            hint = f"hint|hint.{Typed.FILE}"
            parts = [("title", ()), ("waived", ("kinds",)), (hint, ())]
            return ("kind",), parts, [("do_not_have", ("kind",)), ("go_on_without", ())]
        case WriteLetter():
            return ("letter",), [], [(name, ()) for name in _letter_options(step)]
        case _:
            return _further(step)


def _further(  # noqa: PLR0911  one for each kind of step
    step: Step,
) -> tuple[tuple[str, ...], list[Part], list[Part]]:
    """The same for the call, money, the fork and what comes at the end."""
    parts: list[Part]
    match step:
        case PlaceCall():
            parts = [("opening", ()), ("leave_out", ()), ("no_approval", ())]
            parts.append(("may_i_record.advice", ()))
            return (), parts, [(name, ()) for name in (*WAYS, *STAYS)]
        case WalkLine():
            parts = [("say", ("explanation",)), ("unexplained", ())]
            parts.append(("no_approval", ()))
            return ("amount",), parts, [(result, ("amount",)) for result in LineResult]
        case ChoosePlace():
            hint = f"hint|hint.{Typed.LINE}"
            return (), [(hint, ())], [("elsewhere", ()), ("not_sure", ())]
        case ApplyPayment():
            return (), [], [("whole_invoice", ())]
        case DecideTender():
            return (), [], [(str(way), ()) for way in Decision]
        case JudgeLine():
            return (), *_judging()
        case ChooseWayOut():
            more = ("figures", "change_figures")
            return (), [("title", ())], [(name, ()) for name in (*WAYS_OUT, *more)]
        case Approve():
            ways = ("approve", "refuse", "change_sum", "cancel")
            return (), [], [(name, ()) for name in ways]
        case TakeHabits():
            parts = [("title", ())]
            parts += [(f"{at}.{which}", ()) for at in MOMENTS for which in PARTS]
            return (), parts, [(name, ()) for name in (*MOMENTS, NONE)]
        case _:
            raise AssertionError(f"say which phrases {type(step).__name__} uses")


def _judging() -> tuple[list[Part], list[Part]]:
    parts: list[Part] = [
        ("verdict", ("label", "rule")),
        ("lock", ("proofs",)),
        ("no_approval", ()),
        ("override", ()),
        ("look_up_first.advice", ()),
    ]
    labels = ("valid", "ambiguous", "not_valid")
    options: list[Part] = [(f"see_{label}", ()) for label in labels]
    options += [("agree", ("label",)), ("not_valid_locked", ())]
    return parts, [*options, ("look_up_first", ()), ("cancel", ())]


def _letter_options(step: WriteLetter) -> list[str]:
    names = [f"sent_{way}" for way in SENT_BY]
    names += ["edit", "fresh", "later", "cancel", "paper"]
    names += wording.option_ids()
    names += [f"{form}er" for form in step.forms] if len(step.forms) > 1 else []
    return [*names, "skip" if step.optional else "not_sending"]


@cache
def _sources() -> tuple[tuple[Path, ast.Module], ...]:
    found = [*ROOT.glob("assistant/**/*.py"), *ROOT.glob("adapters/**/*.py")]
    return tuple((p, ast.parse(p.read_text(encoding="utf-8"))) for p in sorted(found))


def _calls(tree: ast.Module, where: str) -> Iterator[Use]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        if name in _CALLS:
            given = frozenset(word.arg for word in node.keywords if word.arg)
            has_case = any(word.arg is None for word in node.keywords)
            if has_case:  # values gathered above the call, in the same file
                given |= _names_in_dicts(tree)
            if name == "Phrase" and len(node.args) > 1:
                more = node.args[1]
                has_case = True
                if isinstance(more, ast.Dict):
                    keys = [k.value for k in more.keys if isinstance(k, ast.Constant)]
                    given |= {str(key) for key in keys}
            for key in _keys(node.args[0]):
                yield Use(key, given, has_case, f"{where}:{node.lineno}")


def _names_in_dicts(tree: ast.Module) -> frozenset[str]:
    return frozenset(
        str(key.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Dict)
        for key in node.keys
        if isinstance(key, ast.Constant)
    )


def _keys(node: ast.expr) -> Iterator[str]:
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.IfExp():
            yield from _keys(node.body)
            yield from _keys(node.orelse)
        case ast.JoinedStr():
            texts = (
                v.value if isinstance(v, ast.Constant) else "*" for v in node.values
            )
            yield "".join(str(text) for text in texts)
        case _:
            return
