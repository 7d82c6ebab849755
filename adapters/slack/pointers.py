"""Short posts that say where something is, or that something went wrong."""

from adapters.slack import parts
from adapters.slack.actions import FollowLink, Give
from adapters.slack.blocks import Key, buttons, section
from adapters.slack.outgoing import Post
from adapters.slack.paging import posts
from adapters.slack.screen import Screen


def words(text: str, screen: Screen) -> Post:
    """A sentence or two."""
    return _post(text, [], screen)


def thread(case_id: str, link: str, screen: Screen) -> Post:
    """That the answer stands in the thread of its case."""
    key = Key(screen.say("slack.open_thread"), FollowLink(), url=link)
    keys = [key] if link else []
    return _post(screen.say("slack.in_thread", case=case_id), keys, screen)


def doubt(case_id: str, screen: Screen) -> Post:
    """That Slack did not confirm a message, and how to see it again."""
    key = Key(screen.say("slack.show_again"), Give(f"show {case_id}"))
    return _post(screen.say("slack.doubt"), [key] if case_id else [], screen)


def private(case_id: str, question: str, screen: Screen) -> Post:
    """That a question waits in direct messages, and the way to it from here."""
    return posts([parts.not_here(case_id, screen, question)], "")[0]


def _post(text: str, keys: list[Key], screen: Screen) -> Post:
    return posts([[*section(text), *buttons(keys)]], screen.case_line)[0]
