"""Telegram Business: a bot connected to somebody's account."""

from dataclasses import dataclass, field
from datetime import datetime

from tests.fakes.telegram.state import Chat, User
from tests.fakes.telegram.wire import Json, bad_request


@dataclass(slots=True)
class Connection:
    """The bot on an account.

    rights: such as `can_reply`; only true ones are named.
    chats: the owner's chats with customers, by the customer's id; separate from the
        customers' own chats with the bot.
    """

    id: str
    owner: User
    at: datetime
    rights: frozenset[str] = frozenset()
    is_enabled: bool = True
    chats: dict[int, Chat] = field(default_factory=dict)

    def as_json(self) -> Json:
        """The `BusinessConnection` of the Bot API."""
        return {
            "id": self.id,
            "user": self.owner.as_json(),
            "user_chat_id": self.owner.id,
            "date": int(self.at.timestamp()),
            "rights": dict.fromkeys(sorted(self.rights), True),
            "is_enabled": self.is_enabled,
        }


class Connections:
    """All connections, by id."""

    def __init__(self) -> None:
        self._all: dict[str, Connection] = {}

    def add(self, owner: User, rights: frozenset[str], at: datetime) -> Connection:
        """Connect the bot to an account."""
        connection = Connection(f"bc{len(self._all) + 1:06d}XyZ", owner, at, rights)
        self._all[connection.id] = connection
        return connection

    def get(self, connection_id: str) -> Connection:
        """ApiError when there is none."""
        if connection_id not in self._all:
            raise bad_request("business connection not found")
        return self._all[connection_id]

    def chat_to_write(self, connection_id: str, customer_id: int) -> Chat:
        """A customer's chat, if the bot may write there."""
        connection = self.get(connection_id)
        if not connection.is_enabled or "can_reply" not in connection.rights:
            raise bad_request("BUSINESS_CONNECTION_NOT_ALLOWED")
        if customer_id not in connection.chats:
            raise bad_request("BUSINESS_PEER_INVALID")
        return connection.chats[customer_id]
