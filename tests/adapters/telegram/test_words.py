"""What a typed line means, with and without a slash."""

import pytest

from adapters.telegram.arrivals import HelpAsked, Sender
from adapters.telegram.calls import Asking
from adapters.telegram.words import read_words
from assistant.chat.commands import CommandName, parse
from assistant.chat.events import ChatOpened, CommandGiven, Person, TextTyped
from assistant.chat.replies import Typed
from tests.adapters.telegram.words import PLACE

SENDER = Sender("1", PLACE, Person("4711", "Kim"))


def meant(text: str, asking: Asking | None = None) -> object:
    """The command's text, None for plain words, or what else it is."""
    found = read_words(text, SENDER, "parley_bot", asking)
    match found:
        case CommandGiven():
            return found.text
        case HelpAsked():
            return HelpAsked
        case TextTyped():
            assert found.text == text or text.startswith("/")
            return None
        case _:
            return found


def asks(typed: Typed | None, *labels: str) -> Asking:
    return Asking("D-7", "k", "D-7/k", typed, labels)


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("/new", "open"),
        ("/NEW INV-7", "open INV-7"),
        ("/cases", "list"),
        ("/cases@Parley_Bot overdue", "list overdue"),
        ("/case", "list"),
        ("/case 17", "show D-17"),
        ("/case D-INV-7 letters", "show D-INV-7 letters"),
        ("/case_INV_7", "show D-INV-7"),
        ("/case_D_7", "show D-7"),
        ("/dispute open INV-7 480", "open INV-7 480"),
        ("/settings", "settings"),
        ("/export", "export"),
        ("/help open", "help open"),
        ("/undo", "undo"),
        ("/language", "settings language"),
        ("/language de", "settings language de"),
        ("/language français", "settings language français"),
        ("/cancel", "cancel"),
        ("/delete D-INV-7", "delete D-INV-7"),
        ("/link X7K2MPQR", "link X7K2MPQR"),
        ("/xyzzy now", "xyzzy now"),
    ],
)
def test_a_slash_makes_a_command(text: str, command: str) -> None:
    assert meant(text) == command


@pytest.mark.parametrize("text", ["/help", "/HELP@parley_bot", "help", "?"])
def test_help_is_told_in_telegram_s_own_commands(text: str) -> None:
    assert meant(text) is HelpAsked


@pytest.mark.parametrize("name", list(CommandName))
def test_every_command_of_the_registry_reaches_the_core(name: CommandName) -> None:
    found = meant(f"/{name} D-INV-7")
    if isinstance(found, str):
        assert parse(found).name is name


@pytest.mark.parametrize("text", ["/start", "/start x", "/start <script>", "/start "])
def test_a_start_without_a_link_of_ours_opens_the_chat(text: str) -> None:
    assert isinstance(meant(text), ChatOpened)


def test_a_command_for_another_bot_is_nobody_s() -> None:
    assert read_words("/cases@other_bot", SENDER, "parley_bot") is None


@pytest.mark.parametrize("text", ["/back", "/why", "/Stop", "/skip"])
def test_a_word_for_the_question_may_have_a_slash(text: str) -> None:
    found = read_words(text, SENDER, "parley_bot")
    assert isinstance(found, TextTyped)
    assert found.text == text[1:].casefold()


@pytest.mark.parametrize("text", ["/home/kim/scope.pdf", "// no", "/", "/ list", "1/2"])
def test_a_slash_alone_makes_no_command(text: str) -> None:
    assert meant(text) is None


ALWAYS = [None, asks(None), asks(Typed.TEXT), asks(Typed.LINE), asks(Typed.AMOUNT)]


@pytest.mark.parametrize("asking", ALWAYS)
@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("list", "list"),
        ("Menu", "Menu"),
        ("list overdue", "list overdue"),
        ("show D-INV-7", "show D-INV-7"),
        ("close d-inv-7", "close d-inv-7"),
        ("note D-7 she was upset", "note D-7 she was upset"),
        ("help", HelpAsked),
        ("cancel", "cancel"),
        ("link X7K2MPQR", "link X7K2MPQR"),
    ],
)
def test_what_is_unmistakable_needs_no_slash(
    text: str, command: object, asking: Asking | None
) -> None:
    assert meant(text, asking) == command


@pytest.mark.parametrize(
    "text", ["open INV-7 480", "paid 200", "paid 200 EUR", "sent post yesterday"]
)
def test_a_brief_command_is_one_unless_somebody_s_words_are_asked_for(
    text: str,
) -> None:
    for asking in ALWAYS:
        is_asked_for = asking is not None and asking.typed is Typed.TEXT
        assert meant(text, asking) == (None if is_asked_for else text)


@pytest.mark.parametrize("asking", ALWAYS)
@pytest.mark.parametrize(
    "text",
    [
        "Paid 480 last week already, look into your account",
        "Note that we never agreed to any of this",
        "I will not pay",
        "Open the door and we talk about the price again",
        "Paid in full, as agreed on the phone",
        "back",
        "why",
        "undo",
        "480",
        "show D-7\nand more lines",
        "",
    ],
)
def test_a_customer_s_words_are_no_command_while_nothing_short_is_asked(
    text: str, asking: Asking | None
) -> None:
    is_short_asked = asking is not None and asking.typed is not Typed.TEXT
    if text.startswith("Note") and is_short_asked:
        assert meant(text, asking) == text
    else:
        assert meant(text, asking) is None


@pytest.mark.parametrize(
    ("text", "typed", "is_command"),
    [
        ("close", None, True),
        ("close", Typed.LINE, True),
        ("close", Typed.TEXT, False),
        ("offer", Typed.AMOUNT, True),
        ("update reason quality", None, True),
        ("update reason quality", Typed.LINE, False),
        ("note She was upset", Typed.LINE, True),
        ("note She was upset", Typed.TEXT, False),
    ],
)
def test_what_is_asked_decides_how_much_may_be_a_command(
    text: str, typed: Typed | None, *, is_command: bool
) -> None:
    assert meant(text, asks(typed)) == (text if is_command else None)


@pytest.mark.covers("F-P6")
def test_an_answer_that_is_named_like_a_command_is_the_answer() -> None:
    assert meant("Close", asks(None, "Close", "Keep it open")) is None
    assert meant("paid", asks(None, "Paid", "Not paid")) is None
    assert meant("paid", asks(None, "Yes")) == "paid"
