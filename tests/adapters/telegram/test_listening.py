"""A trader's own chats: listened to, never written into."""

import pytest

from tests.adapters.telegram.scene import Scene, played
from tests.fakes.telegram.state import User

COMPLAINT = "No way a capacitor costs 480. We agreed 400, and I will not pay this bill."


def customer(stage: Scene, name: str = "Mo Ash") -> User:
    return stage.telegram.person(name).user


def test_a_dispute_among_customers_is_told_to_the_owner_alone() -> None:
    async def act(stage: Scene) -> None:
        anna, mo = stage.person("Anna"), customer(stage)
        account = anna.connect_business("can_reply")
        await stage.go()
        assert "I never write there" in anna.sees()
        account.receive(mo, "Thanks, see you tomorrow at nine.")
        account.write(mo, "No way, 480 is what we agreed, pay this bill.")
        await stage.go()
        said = len(anna.messages())
        account.receive(mo, COMPLAINT)
        await stage.go()
        assert len(anna.messages()) == said + 1
        assert "This looks like a dispute about the amount" in anna.last().text
        assert "capacitor costs 480" in anna.last().text
        assert account.written_by_bot(mo) == []
        await stage.tapped(anna, "Yes, read it")
        assert "Forwarded: Mo Ash" in anna.news()
        await stage.tapped(anna, "Yes, use it")
        await stage.told(anna, "INV-7", "480")
        assert stage.case(anna).is_on_hold
        assert stage.case(anna).statements[0].text == COMPLAINT
        assert account.written_by_bot(mo) == []

    played(act)


def test_what_they_write_next_belongs_to_it_and_no_is_a_no() -> None:
    async def act(stage: Scene) -> None:
        anna, mo = stage.person("Anna"), customer(stage)
        account = anna.connect_business()
        account.receive(mo, COMPLAINT)
        account.receive(mo, "Call me.")
        await stage.go()
        assert anna.sees().count("This looks like a dispute") == 1
        await stage.tapped(anna, "No dispute")
        assert "Fine, I leave it." in anna.news()
        assert stage.cases(anna) == []
        assert not stage.stores.notebook.keys("telegram", "heard/")
        account.receive(mo, COMPLAINT)
        await stage.go()
        assert anna.sees().count("This looks like a dispute") == 2

    played(act)


@pytest.mark.covers("B10")
def test_only_people_who_are_let_in_are_listened_to() -> None:
    async def act(stage: Scene) -> None:
        ben, mo = stage.person("Ben"), customer(stage)
        account = ben.connect_business("can_reply")
        account.receive(mo, COMPLAINT)
        await stage.go()
        assert ben.messages() == []
        assert not stage.stores.notebook.keys("telegram", "heard/")

    played(act, is_open=False)


def test_after_disconnecting_nothing_is_heard_any_more() -> None:
    async def act(stage: Scene) -> None:
        anna, mo = stage.person("Anna"), customer(stage)
        account = anna.connect_business()
        await stage.go()
        account.disconnect()
        await stage.go()
        account.connection.is_enabled = True  # a message that was under way
        account.receive(mo, COMPLAINT)
        account.connection.is_enabled = False
        await stage.go()
        assert "This looks like" not in anna.sees()

    played(act)


def test_words_that_were_deleted_are_not_kept() -> None:
    async def act(stage: Scene) -> None:
        anna, mo = stage.person("Anna"), customer(stage)
        account = anna.connect_business()
        said = account.receive(mo, COMPLAINT)
        await stage.go()
        account.delete(mo, [said])
        await stage.go()
        assert not stage.stores.notebook.keys("telegram", "heard/")
        await stage.tapped(anna, "Yes, read it")
        assert "does nothing any more" in anna.news()
        assert stage.cases(anna) == []

    played(act)
