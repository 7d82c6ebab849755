r"""Letters from templates: Jinja2 in a sandbox, where nothing may be undefined.

A template is `letters/<language>/<kind>-<form>.txt.j2`; a playbook's own wording of it
stands in a folder of the playbook's name and is tried first. Its first line is
`Subject: ...`, then comes a blank line and the body, in which

- a blank line ends a paragraph, and the lines of a paragraph are joined, so that the
  source has one sentence a line and mail programs wrap as they like;
- a line that ends in `\` keeps its end (lists, addresses);
- a line `---` begins a shorter wording: of a short form, the first that fits is used;
- `words` is the language's `_words.txt.j2`, with its macros and names.

A business may have its own wording of a letter, under the same name in a folder of its
own. It is used in the place of ours as long as it has no mistake.

The rest are the fields of `LetterFacts` and the filters `money`, `day`, `percent` and
`cut`, which follow the letter's language. Facts are data: braces in a customer's name
are printed as braces.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from pathlib import Path

from jinja2 import (
    BaseLoader,
    Environment,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
    meta,
    pass_context,
)
from jinja2.exceptions import FilterArgumentError
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from assistant.domain.letter_facts import LetterFacts
from assistant.domain.letters import LetterForm, LetterKind
from assistant.domain.money import Money
from assistant.errors import PlaybookError
from assistant.rendering import formats
from assistant.rendering.letter_samples import every_sample, sample_spread

# What Telegram's copy button takes, and two text messages nearly hold.
SHORT_LIMIT = 256
SHORT_KINDS = (
    LetterKind.ACKNOWLEDGEMENT,
    LetterKind.FOLLOW_UP,
    LetterKind.REMINDER_OF_ANSWER,
)
FALLBACK = "en"

_SUFFIX = ".txt.j2"
_WORDS = f"_words{_SUFFIX}"
_BREAK = "\ue001"  # private character: this line's end is kept
_SHORTER = re.compile(r"^---\n", re.MULTILINE)
_TAG = re.compile(r"\{%.*?%\}")
_EATEN = re.compile(r"\{%[^%]*%\}$")
_KNOWN = {"language", "words", *(field.name for field in fields(LetterFacts))}


@dataclass(frozen=True, slots=True)
class RenderedLetter:
    """A letter in plain text; the subject is one line.

    language: what it is written in, which need not be what was asked for.
    """

    subject: str
    body: str
    language: str


class Letters:
    """Renders letters from a folder of templates.

    templates: the folder that holds `letters/`; read when first needed.
    own: the business's own templates, laid out like `letters/`; those with a mistake
        are left aside, see `own_problems`.
    """

    def __init__(self, templates: Path, own: Path | None = None) -> None:
        self._folder = templates / "letters"
        self._own = own or self._folder
        self._loader = _Loader(self._folder, self._own)
        self._templates = _environment(self._loader)
        self.own_problems: list[str] = []
        if self._own != self._folder and self._own.is_dir():
            self._leave_mistakes_aside(self._own)

    def render(
        self,
        kind: LetterKind,
        form: LetterForm,
        language: str,
        facts: LetterFacts,
        *,
        playbook: str = "",
    ) -> RenderedLetter:
        """The letter in the language, or in the nearest one that is there.

        form: a kind without a short form is rendered long.
        playbook: its own wording is used where there is one.
        language: code such as `en` or `de_CH`; amounts and dates follow it too.
        Raises PlaybookError naming file and line when the template is at fault.
        """
        folder = self.language_for(language)
        # Words and figures of one letter stay in one language.
        same = language.replace("-", "_").partition("_")[0] == folder.partition("_")[0]
        name = self._named(folder, kind, form, playbook)
        return self._rendered(name, language if same else folder, facts)

    def languages(self) -> tuple[str, ...]:
        """The languages that have a folder of templates, in order."""
        return tuple(
            sorted(path.name for path in self._folder.iterdir() if path.is_dir())
        )

    def language_for(self, wanted: str) -> str:
        """The folder whose letters somebody gets who wants this language."""
        plain = wanted.replace("-", "_")
        there = self.languages()
        nearest = (plain, plain.partition("_")[0], FALLBACK)
        return next((code for code in nearest if code in there), FALLBACK)

    def check(self, wanted: Iterable[str] | None = None) -> list[str]:
        """Every problem of every template, one line each: `file:line: what is wrong`.

        Compiles all templates, looks for names that no letter has, and renders each
        with sample facts: ours with a few, as our tests lead into every branch, the
        business's own with all.
        wanted: languages to look at, each as the nearest that is there; None for all.
        """
        few = sample_spread()
        problems: list[str] = []
        there = self.languages() if wanted is None else map(self.language_for, wanted)
        for language in dict.fromkeys(there):
            problems += self._missing(language)
            folder = self._folder / language
            for path in sorted(folder.rglob(f"*{_SUFFIX}")):
                name = path.relative_to(self._folder).as_posix()
                problems += self._problems_of(name, few)
        return list(dict.fromkeys([*problems, *self.own_problems]))

    def names(self, language: str) -> tuple[str, ...]:
        """Every letter of a language, such as `closing-long`, `trades/call_recap-long`.

        language: a folder, see `language_for`.
        """
        folder = self._folder / language
        found = (path.relative_to(folder).as_posix() for path in folder.rglob("*"))
        endings = tuple(f"-{form}{_SUFFIX}" for form in LetterForm)
        kept = (name for name in found if name.endswith(endings))
        return tuple(sorted(name.removesuffix(_SUFFIX) for name in kept))

    def is_own(self, name: str) -> bool:
        """Whether the business's own wording is used: of `en/closing-long`."""
        full = f"{name}{_SUFFIX}"
        return self._loader.path(full) != self._folder / full

    def copy(self, name: str) -> Path:
        """Copy our wording into the business's folder, to be changed; its path.

        name: as in `en/closing-long`.
        Raises PlaybookError where there is no such letter, or it was copied before.
        """
        full = f"{name}{_SUFFIX}"
        source, target = self._folder / full, self._own / full
        if not source.is_file():
            raise PlaybookError([f'there is no letter "{name}"'])
        if target.exists():
            raise PlaybookError([f"{target} is there already: change that one"])
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(source.read_text(encoding="utf-8"), encoding="utf-8")
        return target

    def _leave_mistakes_aside(self, own: Path) -> None:
        """Check the business's own templates; a name that is none is a mistake too."""
        for path in sorted(own.rglob(f"*{_SUFFIX}")):
            name = path.relative_to(own).as_posix()
            problems = (
                list(dict.fromkeys(self._problems_of(name, every_sample())))
                if (self._folder / name).is_file() and not name.endswith(_WORDS)
                else [f"{path}:1: no letter has this name"]
            )
            if problems:
                self.own_problems += problems
                self._loader.leave_aside(name)
        if self._templates.cache is not None:
            self._templates.cache.clear()  # what was read of those left aside

    # -- rendering ----------------------------------------------------------------

    def _named(
        self, folder: str, kind: LetterKind, form: LetterForm, playbook: str
    ) -> str:
        """The template: the playbook's own before the common one, short before long."""
        forms = dict.fromkeys((form, LetterForm.LONG))
        places = (
            (f"{folder}/{playbook}/", f"{folder}/") if playbook else (f"{folder}/",)
        )
        names = [f"{at}{kind}-{each}{_SUFFIX}" for each in forms for at in places]
        return next((name for name in names if self._loader.has(name)), names[-1])

    def _rendered(self, name: str, language: str, facts: LetterFacts) -> RenderedLetter:
        values = {field.name: getattr(facts, field.name) for field in fields(facts)}
        values["language"] = language
        try:
            subject, *bodies = (
                self._templates.get_template(part) for part in self._loader.parts(name)
            )
            line = " ".join(subject.render(values).split())
            body = ""
            for wording in bodies:
                body = _folded(wording.render(values))
                if len(body) <= SHORT_LIMIT or len(bodies) == 1:
                    break
        except TemplateError as error:
            raise PlaybookError([self._place(error, name)]) from error
        return RenderedLetter(line, body, language)

    def _place(self, error: TemplateError, name: str) -> str:
        """Where in which file, and what: `letters/en/closing-long.txt.j2:7: ...`."""
        if isinstance(error, TemplateSyntaxError):
            place = f"{error.filename or name}:{error.lineno}"
            return f"{place}: {error.message}"
        place, trace = f"{self._loader.path(name)}:1", error.__traceback__
        while trace is not None:
            file = trace.tb_frame.f_code.co_filename
            if file.endswith(_SUFFIX):
                place = f"{file}:{trace.tb_lineno}"
            trace = trace.tb_next
        return f"{place}: {error.message}"

    # -- checking -----------------------------------------------------------------

    def _missing(self, language: str) -> Iterator[str]:
        wanted = [(kind, LetterForm.LONG) for kind in LetterKind]
        wanted += [(kind, LetterForm.SHORT) for kind in SHORT_KINDS]
        names = [_WORDS, *(f"{kind}-{form}{_SUFFIX}" for kind, form in wanted)]
        for name in names:
            if not self._loader.has(f"{language}/{name}"):
                yield f"{self._folder / language / name}:1: this template is missing"
        own = {f"{kind}-{form}{_SUFFIX}" for kind in LetterKind for form in LetterForm}
        for path in sorted((self._folder / language).rglob("*")):
            is_common = path.parent == self._folder / language
            if path.is_file() and path.name not in (names if is_common else own):
                yield f"{path}:1: no letter has this name"

    def _problems_of(self, name: str, samples: Iterable[LetterFacts]) -> Iterator[str]:
        try:
            yield from self._unknown_names(name)
        except TemplateSyntaxError as error:
            yield self._place(error, name)
            return
        if name.endswith(_WORDS):
            return  # rendered as part of every letter
        for facts in samples:
            try:
                letter = self._rendered(name, name.partition("/")[0], facts)
            except PlaybookError as error:
                yield from error.problems
                continue
            short = f"-{LetterForm.SHORT}{_SUFFIX}"
            if name.endswith(short) and len(letter.body) > SHORT_LIMIT:
                length = len(letter.body)
                yield (
                    f"{self._loader.path(name)}:1: {length} characters in its shortest"
                    f" wording, {SHORT_LIMIT} are allowed"
                )

    def _unknown_names(self, name: str) -> Iterator[str]:
        for part in self._loader.parts(name):
            self._templates.get_template(part)  # compiles; its errors name the file
            source, file, _ = self._loader.get_source(self._templates, part)
            tree = self._templates.parse(source, part, file)
            for unknown in sorted(meta.find_undeclared_variables(tree) - _KNOWN):
                line = _line_of(source, unknown)
                yield f"{file}:{line}: no letter knows `{unknown}`"
        yield from self._joined_lines(name)

    def _joined_lines(self, name: str) -> Iterator[str]:
        path = self._loader.path(name)
        text = path.read_text(encoding="utf-8")
        for number, line in enumerate(text.split("\n"), 1):
            if _EATEN.search(line) and _TAG.sub("", line).strip():
                yield (
                    f"{path}:{number}: a tag at the end of a line of"
                    " text joins it to the next line; put the tag on its own line"
                )


class _Loader(BaseLoader):
    """Gives a file as its parts, each at its own line: subject, body, shorter bodies.

    `en/closing-long.txt.j2#0` is the subject, `#1` the body, `#2` a shorter one.
    """

    def __init__(self, folder: Path, own: Path) -> None:
        self._folder, self._own = folder, own
        self._left_aside: set[str] = set()
        self._read: dict[str, tuple[str, ...]] = {}

    def has(self, name: str) -> bool:
        """Whether there is such a file."""
        return self.path(name).is_file()

    def path(self, name: str) -> Path:
        """Where a file is: the business's own before ours."""
        if name not in self._left_aside:
            path = self._own / name
            if path.is_file() and not name.endswith(_WORDS):
                return path
        return self._folder / name

    def leave_aside(self, name: str) -> None:
        """Use ours in the place of the business's own from now on."""
        self._left_aside.add(name)
        self._read.pop(name, None)

    def parts(self, name: str) -> list[str]:
        """The template names of a file's parts."""
        if name.endswith(_WORDS):
            return [name]
        return [f"{name}#{number}" for number, _ in enumerate(self._sources(name))]

    def get_source(
        self,
        environment: Environment,  # noqa: ARG002 - the loader's signature
        template: str,
    ) -> tuple[str, str, None]:
        """The source of a part, with its file."""
        name, _, number = template.partition("#")
        file = str(self.path(name))
        if not number:
            return self._text(name), file, None
        words = f"{name.partition('/')[0]}/{_WORDS}"
        given = f'{{% import "{words}" as words with context %}}'
        return given + self._sources(name)[int(number)], file, None

    def _text(self, name: str) -> str:
        file = self.path(name).resolve()
        folders = (folder.resolve() for folder in (self._folder, self._own))
        inside = any(file.is_relative_to(folder) for folder in folders)
        if not (inside and file.is_file()):
            raise TemplateNotFound(name, f"{self._folder / name} is missing")
        text = file.read_text(encoding="utf-8")
        return text.replace("\\\n", f"{_BREAK}\n")

    def _sources(self, name: str) -> tuple[str, ...]:
        if name not in self._read:
            self._read[name] = tuple(_split(self._text(name), self.path(name)))
        return self._read[name]


def _split(text: str, file: Path) -> Iterator[str]:
    """The subject and the bodies; blank lines keep each at its line of the file."""
    head, _, rest = text.partition("\n")
    if not head.startswith("Subject: ") or not rest.startswith("\n"):
        message = "begin with `Subject: ...` and a blank line"
        raise TemplateSyntaxError(message, 1, filename=str(file))
    yield head.removeprefix("Subject: ")
    above = 1
    for body in _SHORTER.split(rest):
        yield "\n" * above + body
        above += body.count("\n") + 1


def _folded(text: str) -> str:
    """Paragraphs as single lines, a blank line between them."""
    paragraphs = re.split(r"\n(?:[ \t]*\n)+", text.strip())
    return "\n\n".join(filter(None, map(_joined, paragraphs)))


def _joined(paragraph: str) -> str:
    lines = (line.strip() for line in paragraph.split("\n"))
    joined = " ".join(line for line in lines if line)
    return re.sub(f" ?{_BREAK} ?", "\n", joined).strip()


def _line_of(source: str, name: str) -> int:
    """The first line that speaks of a name."""
    before = re.split(rf"\b{re.escape(name)}\b", source, maxsplit=1)[0]
    return before.count("\n") + 1


# --- filters ----------------------------------------------------------------------


def _environment(loader: BaseLoader) -> Environment:
    # Plain text: escaping for HTML would turn R&D into R&amp;D in the customer's mail.
    made = ImmutableSandboxedEnvironment(
        loader=loader,
        undefined=StrictUndefined,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters = dict(_FILTERS)
    made.globals.clear()
    return made


@pass_context
def _money(context: Context, value: object) -> str:
    if not isinstance(value, Money):
        raise FilterArgumentError(f"`money` needs an amount, not {value!r}")
    return formats.money(value, context["language"])


@pass_context
def _day(context: Context, value: object) -> str:
    if not isinstance(value, date):
        raise FilterArgumentError(f"`day` needs a date, not {value!r}")
    return formats.date_long(value, context["language"])


@pass_context
def _percent(context: Context, value: object) -> str:
    if not isinstance(value, Decimal | int):
        raise FilterArgumentError(f"`percent` needs a number, not {value!r}")
    return formats.percent(Decimal(value), context["language"])


def _cut(value: str, limit: int) -> str:
    """At most so many characters; a longer text ends in an ellipsis."""
    return value if len(value) <= limit else f"{value[: limit - 1].rstrip()}…"


_FILTERS = {
    "money": _money,
    "day": _day,
    "percent": _percent,
    "cut": _cut,
}
