"""Groups: who is in, and what becomes of them."""

from tests.fakes.telegram.person import Person
from tests.fakes.telegram.state import Chat, Membership
from tests.fakes.telegram.world import World


class Group:
    """A group chat; `group.person(anna)` speaks and sees in it."""

    def __init__(self, world: World, chat: Chat) -> None:
        self._world = world
        self.chat = chat

    @property
    def id(self) -> int:
        """The chat's id."""
        return self.chat.id

    def person(self, person: Person) -> Person:
        """The same person, in this chat; joins if not in it yet."""
        self.chat.members[person.user.id] = person.user
        return Person(self._world, person.user, self.chat)

    def add_bot(self, by: Person) -> None:
        """Add the bot; it is told twice, as a member and by a service message."""
        with self._world.lock:
            self._world.set_bot(self.chat, by.user, Membership.MEMBER)
            content = {"new_chat_members": [self._world.bot.as_json()]}
            message = self._world.add_message(self.chat, by.user, content)
            self._world.updates.put("message", message.as_json())

    def remove_bot(self, by: Person) -> None:
        """Throw the bot out."""
        with self._world.lock:
            self._world.set_bot(self.chat, by.user, Membership.KICKED)

    def another_bot_speaks(self) -> None:
        """From now on a command without @name is for that other bot."""
        self.chat.other_bot_spoke = True

    def migrate(self, by: Person) -> "Group":
        """Become a supergroup: the same people under another id."""
        with self._world.lock:
            new = self._world.migrate(self.chat, by.user)
        return Group(self._world, new)
