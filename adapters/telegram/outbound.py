"""Message -> calls of the Bot API, as plain data. Pure, but for the tokens of buttons.

Short texts that come together share a message: a chat takes one a second. A question
is always the end of its message, a list has one of its own with what is said below it,
and a letter stands alone. Every text is cleaned and escaped in one place, so no name or
amount can break the markup.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, fields, is_dataclass, replace
from enum import Enum
from typing import Any, assert_never, cast

from adapters.telegram import letters, texts
from adapters.telegram.calls import Asking, Call, Role, Upload
from adapters.telegram.keyboards import Markup, keyboard, labels_of, markup
from adapters.telegram.limits import MOST_BUTTONS, limits
from adapters.telegram.rich import (
    Rich,
    clean,
    html_of,
    is_visible,
    joined,
    plain,
    split,
    text_of,
    units,
)
from adapters.telegram.targets import Choice, Command, Key, Note, Target, Tokens, Word
from assistant.chat.replies import (
    Audience,
    Card,
    Checklist,
    FileOut,
    LetterText,
    Listing,
    Message,
    Option,
    Paragraph,
    Part,
    Question,
    Table,
)

# What is said before a question shares its message up to this length (UTF-16 units): a
# phone then still shows the question and its buttons without scrolling.
_LONGEST_LEAD = 600
_BETWEEN = "\n\n"
_NOTHING = "…"  # words for buttons that have none, as no playbook's are
# Answers that stay in sight on every page of a long list of answers.
_ALWAYS_OFFERED = ("not_sure", "none_of_these")
_QUIETLY = {"disable_notification": True}  # one sound for a letter, not three
ASKS_TO_LEAVE = "cancel.question"  # the question that the command `cancel` asks
# Words of a customer that look like an address become a link; none gets a picture.
_NO_PREVIEW = {"link_preview_options": {"is_disabled": True}}
_STEP_END = re.compile(r"[@.]")  # `verdict@W3`, `setup.name`


@dataclass(frozen=True, slots=True)
class Pen:
    """What drawing needs beside the message.

    say: the adapter's own words by their key (`telegram.step`), in the reader's
        language.
    tokens: gives out the tokens of buttons.
    link: address that opens the private chat, for a case id or "" for none.
    thread_id: the topic the message goes to; 0 for none.
    """

    say: Callable[..., str]
    tokens: Tokens
    link: Callable[[str], str]
    thread_id: int = 0


def draw(message: Message, pen: Pen) -> list[Call]:
    """The calls that show the message, in the order in which they are to be made.

    Cases are talked about in private chats only: in a group the message becomes a
    notice with a link. Raises ValueError when the place is no Telegram chat.
    """
    is_personal = message.audience is Audience.PERSON and bool(message.person)
    chat_id = int(message.person if is_personal else message.to.id)
    canvas = _Canvas(pen, chat_id, message.case_id)
    if not (message.to.is_private or is_personal):
        canvas.point_elsewhere()
        return canvas.calls
    for part in message.parts:
        canvas.add(cast("Part[str]", _cleaned(part)))
    canvas.close()
    return canvas.calls


@dataclass(slots=True)
class _Canvas:
    """The message being drawn: calls that are finished, and the text in the making.

    waiting: blocks of the text in the making.
    keys, role: what stands below it, and what it is.
    about: the case it is about.
    is_talk: whether it holds nothing but paragraphs so far.
    """

    pen: Pen
    chat_id: int
    case_id: str
    calls: list[Call] = field(default_factory=list)
    waiting: list[Rich] = field(default_factory=list)
    keys: Markup | None = None
    role: Role = Role.RESULT
    about: str = ""
    is_talk: bool = True

    def add(self, part: Part[str]) -> None:
        """Draw one part, into the text in the making or a message of its own."""
        match part:
            case Paragraph():
                self._write(texts.paragraph(part, self.pen.say))
            case Card():
                self._card(part)
            case Question():
                self._question(part)
            case Listing():
                self._listing(part)
            case Checklist():
                self._shown(texts.checklist(part, self.pen.say))
            case Table():
                self._shown(texts.table(part))
            case LetterText():
                self._letter(part)
            case FileOut():
                self._file(part)
            case _:
                assert_never(part)

    def close(self, asking: Asking | None = None) -> None:
        """Finish the text in the making, if there is one, and begin a new one."""
        if self.keys and not self.waiting:
            self.waiting = [plain(_NOTHING)]
        self._send(joined(self.waiting, _BETWEEN), asking)
        self.waiting, self.keys = [], None
        self.role, self.about, self.is_talk = Role.RESULT, "", True

    def point_elsewhere(self) -> None:
        """Say where cases can be talked about, and nothing else."""
        say = self.pen.say
        key = Key(say("telegram.open_chat"), url=self.pen.link(self.case_id))
        self._write(plain(say("telegram.elsewhere")))
        self.keys, self.role = markup(((key,),)), Role.NOTICE
        self.close()

    # -- parts that share a message ----------------------------------------------

    def _write(self, block: Rich) -> None:
        if is_visible(text_of(block)):
            self.waiting.append(block)

    def _shown(self, block: Rich) -> None:
        """More than talk: it never joins a list, whose next page would replace it."""
        if self.role is Role.LIST:
            self.close()
        self._write(block)
        self.is_talk = False

    def _card(self, part: Card[str]) -> None:
        if self.keys:
            self.close()
        labels, lines = labels_of([button.label for button in part.buttons])
        self._shown(texts.card(part, lines))
        self.about = part.case_id
        keys = [
            self._key(label, Command(button.command))
            for label, button in zip(labels, part.buttons, strict=True)
        ]
        self.keys = self._keyboard(keys)

    def _listing(self, part: Listing[str]) -> None:
        self.close()
        pressed = [item for item in part.items if item.command]
        turn = Command(part.more, in_place=True)
        say = self.pen.say
        more = [self._key(say("telegram.next_page"), turn)] if part.more else []
        labels, lines = labels_of([item.title for item in pressed], len(more))
        self._shown(texts.listing(part, is_numbered=bool(lines)))
        keys = [
            self._key(label, Command(item.command))
            for label, item in zip(labels, pressed, strict=True)
        ]
        self.keys, self.role = self._keyboard(keys, more), Role.LIST

    def _question(self, part: Question[str]) -> None:
        lead = sum(units(text_of(block)) for block in self.waiting)
        if not self.is_talk or lead > _LONGEST_LEAD:
            self.close()
        is_bare = not self.waiting
        is_crowded = len(part.options) + 1 == MOST_BUTTONS  # one more would need pages
        controls = self._controls(part, has_room=not is_crowded)
        options = [option.label for option in part.options]
        labels, lines = labels_of(options, len(controls))
        asked = texts.question(part, lines, self.pen.say, with_why=is_crowded)
        self._write(asked)
        keys: list[Key] = []
        stays: list[Key] = []
        for option, label in zip(part.options, labels, strict=True):
            is_kept = lines and option.id in _ALWAYS_OFFERED
            (stays if is_kept else keys).append(self._option_key(part, option, label))
        self.keys = self._keyboard(keys, (*stays, *controls))
        self.about = part.case_id
        if _is_menu(part):
            self.close()
            return
        self.role = Role.QUESTION
        self.close(_asking(part, "" if is_bare else text_of(asked)))

    def _option_key(self, part: Question[str], option: Option[str], label: str) -> Key:
        if option.command:
            return self._key(label, Command(option.command))
        return self._key(label, Choice(part.case_id, part.key, option.id, label))

    def _controls(self, part: Question[str], *, has_room: bool) -> Sequence[Key]:
        """Back, or a way out where there is no way back; and why it is asked.

        has_room: whether the reason has a button, and not a line in the text.
        """
        if _is_menu(part) or part.key == ASKS_TO_LEAVE:
            return ()  # nothing is asked that one could leave
        say, here = self.pen.say, (part.case_id, part.key)
        if part.can_go_back:
            keys = [self._key(say("telegram.back"), Word("back", *here))]
        elif part.case_id:
            keys = [self._key(say("telegram.stop"), Word("stop", *here))]
        else:
            keys = [self._key(say("telegram.cancel"), Command("cancel"))]
        why = (part.why or "").strip()
        if is_visible(why) and has_room:
            is_short = units(why) <= limits().answer
            target = Note(why) if is_short else Word("why", *here)
            keys.append(self._key(say("telegram.why"), target))
        return keys

    # -- parts with messages of their own ----------------------------------------

    def _letter(self, part: LetterText[str]) -> None:
        self.close()
        pieces = letters.body_parts(part)
        self._write(letters.head(part, self.pen.say, parts=len(pieces)))
        self.keys = self._keyboard(letters.keys(part, self.pen.say))
        self.about = part.case_id
        self.close()
        self.about = part.case_id
        for piece in pieces:
            arguments = {"text": piece, **_NO_PREVIEW, **_QUIETLY}
            is_whole = len(pieces) == 1
            self._add(
                Call("sendMessage", arguments, Role.LETTER, piece, is_whole=is_whole)
            )
        if pieces:
            self._upload("sendDocument", letters.as_file(part), **_QUIETLY)
        self.about = ""

    def _file(self, part: FileOut[str]) -> None:
        self.close()
        caption = part.caption.strip()
        problem = letters.problem_of(part, self.pen.say)
        fits = is_visible(caption) and units(caption) <= limits().caption
        if problem or not fits:
            self._write(plain(caption))
            self._write(plain(problem))
            self.close()
        if not problem:
            method = "sendPhoto" if letters.is_photo(part) else "sendDocument"
            said = {"caption": caption} if fits else {}
            self._upload(method, letters.upload_of(part), **said)

    # -- calls --------------------------------------------------------------------

    def _key(self, label: str, target: Target) -> Key:
        return Key(label, self.pen.tokens.new(target))

    def _keyboard(
        self, keys: Sequence[Key], fixed: Sequence[Key] = ()
    ) -> Markup | None:
        return keyboard(keys, fixed, self.pen.tokens, self.pen.say)

    def _send(self, rich: Rich, asking: Asking | None) -> None:
        """The text in as many messages as it needs; what is pressed is on the last."""
        pieces = split(rich, limits().text, limits().entities)
        for piece in pieces:
            is_last = piece is pieces[-1]
            arguments = {"text": html_of(piece), "parse_mode": "HTML", **_NO_PREVIEW}
            if is_last and self.keys:
                arguments["reply_markup"] = self.keys
            self._add(
                Call(
                    "sendMessage",
                    arguments,
                    self.role if is_last else Role.RESULT,
                    text_of(piece),
                    asking=asking if is_last else None,
                    is_whole=len(pieces) == 1,
                )
            )

    def _upload(self, method: str, file: Upload, **more: Any) -> None:
        if method == "sendPhoto":
            more["photo"] = file
        else:
            more |= {"document": file, "disable_content_type_detection": True}
        self._add(Call(method, more, Role.FILE, more.get("caption", "")))

    def _add(self, call: Call) -> None:
        """The call with where it goes and what it is about."""
        to: dict[str, Any] = {"chat_id": self.chat_id}
        if self.pen.thread_id:
            to["message_thread_id"] = self.pen.thread_id
        whole = {**to, **call.arguments}
        about = self.about or self.case_id
        self.calls.append(replace(call, arguments=whole, case_id=about))


def _is_menu(part: Question[str]) -> bool:
    """Whether each answer is a command: nothing is asked, and what was stays open."""
    commands = [option.command for option in part.options]
    return bool(commands) and all(commands) and part.typed is None


def _asking(part: Question[str], alone: str) -> Asking:
    """What is kept about the question; its step has one name for every line in it.

    alone: its text, where something stands before it in the message.
    """
    step = f"{part.case_id}/{_STEP_END.split(part.key, maxsplit=1)[0]}"
    labels = tuple(option.label for option in part.options)
    is_bare = not alone
    return Asking(part.case_id, part.key, step, part.typed, labels, is_bare, alone)


def _cleaned(value: Any) -> Any:
    """The value with every text in it as Telegram can carry it."""
    if isinstance(value, str) and not isinstance(value, Enum):
        return clean(value)
    if isinstance(value, tuple):
        return tuple(_cleaned(each) for each in value)
    if is_dataclass(value) and not isinstance(value, type):
        changed = {f.name: _cleaned(getattr(value, f.name)) for f in fields(value)}
        return replace(value, **changed)
    return value
