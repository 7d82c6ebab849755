"""A trader's business account to which the bot is connected."""

from tests.fakes.telegram import contents, screen
from tests.fakes.telegram.business import Connection
from tests.fakes.telegram.state import Chat, ChatKind, Message, User
from tests.fakes.telegram.wire import Json
from tests.fakes.telegram.world import World


class BusinessAccount:
    """What happens in the owner's own chats with customers."""

    def __init__(self, world: World, connection: Connection) -> None:
        self._world = world
        self.connection = connection
        with world.lock:
            self._tell_connection()

    def receive(self, customer: User, text: str) -> Message:
        """A customer writes to the owner."""
        return self._say(customer, customer, text)

    def write(self, customer: User, text: str) -> Message:
        """The owner writes to a customer, with the own thumbs."""
        return self._say(customer, self.connection.owner, text)

    def receive_photo(
        self, customer: User, picture: bytes, caption: str = ""
    ) -> Message:
        """A customer sends the owner a photo."""
        content = contents.photo(self._world.library, picture)
        content = contents.captioned(content, caption)
        with self._world.lock:
            return self._add(customer, customer, content)

    def edit(self, message: Message, text: str) -> None:
        """Somebody changes what was written."""
        with self._world.lock:
            message.replace(contents.words(text), message.markup)
            message.edited_at = self._world.clock.now()
            message.changed = self._world.change()
            self._tell("edited_business_message", message)

    def delete(self, customer: User, messages: list[Message]) -> None:
        """Somebody deletes messages of a chat."""
        with self._world.lock:
            for message in messages:
                message.is_deleted = True
            body = {
                "business_connection_id": self.connection.id,
                "chat": self.chat(customer).as_json(),
                "message_ids": [message.id for message in messages],
            }
            self._world.updates.put("deleted_business_messages", body)

    def disconnect(self) -> None:
        """The owner takes the bot off the account."""
        with self._world.lock:
            self.connection.is_enabled = False
            self._tell_connection()

    def chat(self, customer: User) -> Chat:
        """The owner's chat with a customer."""
        chats = self.connection.chats
        if customer.id not in chats:
            chats[customer.id] = Chat(customer.id, ChatKind.PRIVATE, user=customer)
        return chats[customer.id]

    def sees(self, customer: User) -> str:
        """What the customer sees of the chat, the bot's own messages included."""
        messages = self.chat(customer).messages.values()
        return "\n".join(
            screen.drawn(message, customer, self._world.bot)
            for message in messages
            if not message.is_deleted
        )

    def written_by_bot(self, customer: User) -> list[Message]:
        """What the bot wrote to the customer in the owner's name."""
        messages = self.chat(customer).messages.values()
        return [message for message in messages if message.sender is self._world.bot]

    def _say(self, customer: User, sender: User, text: str) -> Message:
        with self._world.lock:
            return self._add(customer, sender, contents.words(text))

    def _add(self, customer: User, sender: User, content: Json) -> Message:
        chat = self.chat(customer)
        extra = {"business_connection_id": self.connection.id}
        message = self._world.add_message(chat, sender, content, extra=extra)
        self._tell("business_message", message)
        return message

    def _tell(self, kind: str, message: Message) -> None:
        if self.connection.is_enabled:
            self._world.updates.put(kind, message.as_json())

    def _tell_connection(self) -> None:
        self._world.updates.put("business_connection", self.connection.as_json())
