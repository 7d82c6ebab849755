"""Forms: what is wrong stands under its field, and nobody's words are written over."""

import pytest

from assistant.domain.business import Profile
from assistant.domain.money import Money
from tests.adapters.slack.scene import Scene, scene
from tests.adapters.slack.test_app import opened
from tests.adapters.slack.words import say
from tests.fakes.slack.loops import in_loop


@pytest.mark.covers("S15", "B11")
@in_loop
async def test_a_new_disputes_form_says_what_is_wrong_and_keeps_the_rest() -> None:
    async with scene() as here:
        await here.ann.command("/dispute open")
        await here.ann.fill({"Customer": "Harbour Cafe"})
        sent = await here.ann.submit()
        assert sent
        assert sent.answer["response_action"] == "errors"
        assert "Type the number of the invoice" in here.ann.modal
        await here.ann.fill(
            {
                "Invoice number": "INV-7",
                "Total of the invoice": "a lot",
                "Disputed part": "-5",
                "When they wrote it": "2026-06-01",
            }
        )
        sent = await here.ann.submit()
        assert sent
        assert set(sent.answer["errors"]) == {"amount-0", "disputed-0", "written_on-0"}
        assert "Harbour Cafe" in here.ann.modal
        assert here.cases() == []
        await here.ann.fill(
            {
                "Total of the invoice": "1.200,50 EUR",
                "Disputed part": "80",
                "When they wrote it": "2026-05-06",
            }
        )
        await here.ann.submit()
        total = here.case().invoice.total
        assert total is not None
        assert str(total.amount) == "1200.50"
        questioned = here.case().money_fact("slot_amount")
        assert str(questioned.amount if questioned else "") == "80.00"


@pytest.mark.covers("S15", "B11")
@pytest.mark.parametrize(
    ("currency", "total", "disputed", "wrong"),
    [
        ("GBP", "480", "£80.00", set()),
        ("GBP", "GBP 480", "80", set()),
        ("GBP", "480", "€80.00", {"disputed-0"}),
        ("GBP", "US$ 480", "80 EUR", {"amount-0", "disputed-0"}),
        ("JPY", "48000", "8.50", {"disputed-0"}),
    ],
)
@in_loop
async def test_amounts_of_a_form_are_in_the_invoices_currency(
    currency: str, total: str, disputed: str, wrong: set[str]
) -> None:
    async with scene(profile=Profile(currency=currency, playbook="services")) as here:
        await here.ann.command('/dispute open INV-7 "Harbour Cafe"')
        await here.ann.fill({"Total of the invoice": total, "Disputed part": disputed})
        sent = await here.ann.submit(check=False)
        assert sent
        assert set((sent.answer or {}).get("errors", ())) == wrong
        assert here.cases() == ([] if wrong else ["D-INV-7"])
        if not wrong:
            assert here.case().customer.name == "Harbour Cafe"
            assert here.case().grid.sum.due == Money.of("480", "GBP")


@pytest.mark.covers("S15", "S17")
@in_loop
async def test_a_form_speaks_its_readers_language() -> None:
    async with scene() as here:
        kim = here.team.person("Kim Lang", here=here.room, locale="de-DE")
        await kim.command("/dispute list")  # from here on their language is known
        await kim.command("/dispute open INV-7")
        first, *_ = kim.modal.splitlines()
        assert first == say("slack.open_title", language="de")
        view = here.slack.journal.calls("views.open")[-1].body["view"]
        labels = {b["block_id"]: b["label"]["text"] for b in view["blocks"]}
        assert labels["amount-0"] == say("slack.amount_label", language="de")
        await kim.fill({labels["amount-0"]: "viel", labels["customer-0"]: "Café"})
        sent = await kim.submit()
        assert sent
        wrong = say("error.amount_unreadable", language="de", text="viel")
        assert sent.answer["errors"] == {"amount-0": wrong}
        assert "Café" in kim.modal


@pytest.mark.covers("S15")
@in_loop
async def test_an_answers_form_says_what_the_core_refuses() -> None:
    async with scene() as here:
        await to_the_amount(here)
        await here.ann.press("Type the amount")
        for wrong, why in (("", ""), ("9000", "more"), ("some", "some")):
            await here.ann.fill({"Your answer": wrong})
            sent = await here.ann.submit(check=False)
            assert sent
            assert list(sent.answer["errors"]) == ["answer-0"]
            assert why in sent.answer["errors"]["answer-0"]
        await here.ann.fill({"Your answer": "200"})
        await here.ann.submit()
        assert here.ann.modal == ""
        paid = here.case().money_fact("money_amount", "P1")
        assert str(paid.amount if paid else "") == "200.00"


async def to_the_amount(here: Scene) -> None:
    """Up to the question how much was paid so far."""
    await opened(here)
    for label in ("Quality", "Skip", "A defect", "A part", "In cash"):
        await here.ann.press(label)


@pytest.mark.covers("S16")
@in_loop
async def test_who_answers_second_sees_both_answers_and_overwrites_nothing() -> None:
    async with scene() as here:
        await to_the_amount(here)
        await here.ann.press("Type the amount")
        await here.bob.press("Type the amount")
        await here.ann.fill({"Your answer": "200"})
        await here.bob.fill({"Your answer": "150"})
        await here.ann.submit()
        entries = len(here.case().entries)
        await here.bob.submit()
        assert "Ann answered this question while you were typing." in here.bob.modal
        assert "150" in here.bob.modal
        assert len(here.case().entries) == entries
        paid = here.case().money_fact("money_amount", "P1")
        assert str(paid.amount if paid else "") == "200.00"


@pytest.mark.covers("S16")
@in_loop
async def test_two_who_edit_one_letter_lose_neither_wording() -> None:
    async with scene() as here:
        await opened(here)
        for label in ("Quality", "Skip", "A defect", "Nothing"):
            await here.ann.press(label)
        await here.ann.press("Edit the letter")
        await here.bob.press("Edit the letter")
        await here.ann.fill({"Letter": "Ann's words."})
        await here.bob.fill({"Letter": "Bob's words."})
        await here.ann.submit()
        await here.bob.submit()
        assert here.case().letters[-1].body == "Ann's words."
        assert "Ann changed the letter while you were typing." in here.bob.modal
        assert "Ann's words." in here.bob.modal
        assert "Bob's words." in here.bob.modal
        await here.bob.submit()
        assert here.case().letters[-1].body == "Bob's words."


@pytest.mark.covers("S16")
@in_loop
async def test_a_form_at_an_old_question_shows_what_is_asked_now() -> None:
    async with scene() as here:
        await opened(here)
        await here.ann.press("Quality")
        asked = here.ann.remember(here.ann.newest(here.ann.thread("Case D-INV-7")))
        await here.ann.press("Skip")
        await here.ann.press("Type the answer", asked)
        assert "That question has passed." in here.ann.modal
        assert "Which of these comes closest" in here.ann.modal
        await here.ann.press("A defect")
        assert here.case().fact("sub_reason") == "defect"


@pytest.mark.covers("S13")
@in_loop
async def test_a_trigger_that_is_too_old_is_explained() -> None:
    async with scene() as here:
        here.slack.faults.fail("views.open", "expired_trigger_id")
        await here.ann.shortcut("Open a dispute")
        assert "Slack waits three seconds for a form" in here.ann.sees()
