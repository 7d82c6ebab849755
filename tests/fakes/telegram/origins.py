"""Where a forwarded message comes from, in all the ways Telegram tells."""

from datetime import datetime

from tests.fakes.telegram.state import Chat, ChatKind, User
from tests.fakes.telegram.wire import Json


def origin(source: User | Chat | str, at: datetime) -> Json:
    """The `MessageOrigin`: a name stands for a person who hides the account."""
    date = int(at.timestamp())
    match source:
        case User():
            return {"type": "user", "date": date, "sender_user": source.as_json()}
        case str():
            return {"type": "hidden_user", "date": date, "sender_user_name": source}
        case Chat(kind=ChatKind.CHANNEL):
            place = {"chat": source.as_json(), "message_id": 17}
            return {"type": "channel", "date": date} | place
        case Chat():
            return {"type": "chat", "date": date, "sender_chat": source.as_json()}
