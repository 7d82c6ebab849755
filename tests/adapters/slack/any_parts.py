"""Parts as no owner would write them: long, empty, full of signs, in any script."""

from datetime import UTC, datetime

from hypothesis import strategies as st

from assistant.chat.replies import (
    Button,
    Card,
    Check,
    Checklist,
    Field,
    FileOut,
    Item,
    LetterText,
    Listing,
    Option,
    Paragraph,
    Part,
    Question,
    Share,
    Table,
    Tone,
    Typed,
)

NASTY = (
    "<!channel> <!here|x> <!everyone> <@U1> <#C1|general> <!subteam^S1>",
    "<https://evil.example|your bank> & <mailto:a@b.example|c>",
    "*bold* _italic_ ~gone~ `code` ```fence``` > quote",
    "&amp; &lt;!channel&gt; &#60;",
    "👍",
    ":+1:",
    "👩‍👩‍👧‍👦🏳️‍🌈1️⃣",
    "\u202eevil\u202c \x1b[31m\x00\ud800",
    "مرحبا بالعالم שלום",
    "e\u0301" * 40,
    " \n\t\u200b ",
    "",
)
ALPHABET = st.characters(codec="utf-8") | st.sampled_from("&<>*_~`\n 😀𐍈א")
words = st.one_of(
    st.sampled_from(NASTY),
    st.text(ALPHABET, max_size=60),
    st.builds(
        lambda text, times: text * times,
        st.sampled_from((*NASTY, "word ", "😀", "&", "x", "a\n\n")),
        st.sampled_from((1, 1, 30, 600, 10_000)),
    ).map(lambda text: text[:10_000]),
)
# Ids are ours: letters, digits and a few signs; invoice numbers may be in them.
ids = st.text("abcXYZ019-._:é/&<>", min_size=1, max_size=90)
commands = st.builds(lambda name, rest: f"{name} {rest}", ids, ids)
maybe = st.none() | words
options = st.builds(Option, ids, words, st.just("") | commands)
questions: st.SearchStrategy[Question[str]] = st.builds(
    Question,
    key=ids,
    prompt=words,
    options=st.lists(options, max_size=130, unique_by=lambda o: o.id).map(tuple),
    why=maybe,
    typed=st.none() | st.sampled_from(Typed),
    hint=maybe,
    now=maybe,
    case_id=st.just("") | ids,
    step=st.integers(0, 9),
    steps=st.integers(0, 9),
    can_go_back=st.booleans(),
    is_private=st.booleans(),
)
letters: st.SearchStrategy[LetterText[str]] = st.builds(
    LetterText,
    ids,
    ids,
    words,
    words,
    words,
    maybe,
    st.sampled_from(("", "ana@harbour.example", "x|y>z@b.example")),
    st.sampled_from(("", "+49 171 5550101", "12")),
)
rows = st.lists(words, max_size=5).map(tuple) | st.lists(
    st.sampled_from(NASTY), max_size=22
).map(tuple)
fields: st.SearchStrategy[Field[str]] = st.builds(
    Field,
    words,
    words,
    st.booleans(),
    st.none() | st.datetimes(datetime(1990, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001  made aware
)
shares: st.SearchStrategy[Share[str]] = st.builds(
    Share, words, words, st.integers(0, 10**12)
)
parts: st.SearchStrategy[Part[str]] = st.one_of(
    st.builds(Paragraph, words, st.sampled_from(Tone)),
    st.builds(
        Card,
        words,
        st.lists(fields, max_size=12).map(tuple),
        st.lists(st.builds(Button, words, commands), max_size=30).map(tuple),
        ids,
    ),
    questions,
    letters,
    st.builds(
        Listing,
        words,
        st.lists(
            st.builds(Item, words, words, st.just("") | commands), max_size=60
        ).map(tuple),
        maybe,
        st.just("") | commands,
    ),
    st.builds(
        Checklist,
        words,
        st.lists(st.builds(Check, words, st.booleans(), maybe), max_size=12).map(tuple),
    ),
    st.builds(Table, words, rows, st.lists(rows, max_size=120).map(tuple)),
    st.builds(FileOut, words, st.just("image/png"), st.just(b"x"), words),
)
