"""The JSON objects of Slack's answers and events: user, channel, message, file."""

import mimetypes
from urllib.parse import quote
from zoneinfo import ZoneInfo

from tests.fakes.slack.model import Channel, File, Json, Kind, Message, User
from tests.fakes.slack.state import World

PRETTY = {"pdf": "PDF", "png": "PNG", "jpg": "JPEG", "txt": "Plain Text"}


def media_type_of(name: str) -> str:
    """The media type that Slack guesses from a file's name."""
    return mimetypes.guess_type(name)[0] or "application/octet-stream"


class Shapes:
    """Draws the state as JSON. base_url: where the fake itself is reached."""

    def __init__(self, world: World, base_url: str = "") -> None:
        self._world = world
        self.base_url = base_url

    def user(self, user: User, viewer_team: str, *, with_locale: bool = False) -> Json:
        """A user object; people of other organisations show less."""
        is_stranger = user.team_id != viewer_team
        zone = ZoneInfo(user.tz)
        offset = zone.utcoffset(self._world.timeline.now().astimezone(zone))
        profile = {
            "real_name": user.real_name,
            "real_name_normalized": user.real_name,
            "display_name": user.name,
            "display_name_normalized": user.name,
            "avatar_hash": "g0",
            "team": user.team_id,
        }
        if user.bot_id:
            profile |= {"bot_id": user.bot_id, "api_app_id": user.app_id}
        found: Json = {
            "id": user.id,
            "team_id": user.team_id,
            "name": user.name,
            "deleted": user.is_deleted,
            "real_name": user.real_name,
            "tz": user.tz,
            "tz_label": user.tz,
            "tz_offset": int(offset.total_seconds()) if offset is not None else 0,
            "profile": profile,
            "is_bot": bool(user.bot_id),
            "is_app_user": False,
            "updated": self._world.seconds(),
        }
        if is_stranger:
            return found | {"is_stranger": True}
        found |= {
            "is_admin": user.is_admin,
            "is_owner": False,
            "is_primary_owner": False,
            "is_restricted": user.is_restricted,
            "is_ultra_restricted": False,
        }
        return found | ({"locale": user.locale} if with_locale else {})

    def channel(self, channel: Channel, me: str) -> Json:
        """A conversation object, as the user `me` sees it."""
        common: Json = {
            "id": channel.id,
            "created": channel.created,
            "is_archived": channel.is_archived,
            "is_im": channel.kind is Kind.IM,
            "is_org_shared": False,
            "context_team_id": channel.team_id,
            "updated": channel.created,
        }
        if channel.kind is Kind.IM:
            other = next(iter(channel.members - {me}), me)
            return common | {"user": other, "is_user_deleted": False, "priority": 0}
        teams = [channel.team_id, *sorted(channel.connected)]
        empty = {"value": "", "creator": "", "last_set": 0}
        return common | {
            "name": channel.name,
            "name_normalized": channel.name,
            "is_channel": True,
            "is_group": False,
            "is_mpim": False,
            "is_private": channel.kind is Kind.PRIVATE,
            "is_general": channel.name == "general",
            "is_shared": channel.is_ext_shared,
            "is_ext_shared": channel.is_ext_shared,
            "is_pending_ext_shared": False,
            "pending_shared": [],
            "pending_connected_team_ids": [],
            "shared_team_ids": teams,
            "connected_team_ids": sorted(channel.connected),
            "internal_team_ids": [channel.team_id],
            "conversation_host_id": channel.team_id,
            "is_member": me in channel.members,
            "unlinked": 0,
            "previous_names": [],
            "topic": empty,
            "purpose": empty,
        }

    def message(self, message: Message) -> Json:
        """A message as history, events and payloads show it."""
        found: Json = {
            "type": "message",
            "user": message.user_id,
            "ts": message.ts,
            "text": message.text,
            "team": message.team_id,
        }
        if message.bot_id:
            found["bot_id"] = message.bot_id
            found["app_id"] = message.app_id
            found["bot_profile"] = self.bot_profile(message)
        optional: Json = {
            "subtype": message.subtype,
            "client_msg_id": message.client_msg_id,
            "blocks": message.blocks,
            "attachments": message.attachments,
            "thread_ts": message.thread_ts,
            "metadata": message.metadata,
        }
        found |= {name: value for name, value in optional.items() if value}
        if message.file_ids:
            files = [self._world.files[each] for each in message.file_ids]
            found["files"] = [self.file(each) for each in files]
            found |= {"upload": bool(message.bot_id), "display_as_bot": False}
        if message.edited_ts:
            found["edited"] = {"user": message.user_id, "ts": message.edited_ts}
        if message.reactions:
            found["reactions"] = [
                {"name": name, "users": users, "count": len(users)}
                for name, users in message.reactions.items()
            ]
        return found | self._thread(message)

    def bot_profile(self, message: Message) -> Json:
        """Who the bot is, as its messages carry it."""
        bot = self._world.users[message.user_id]
        return {
            "id": message.bot_id,
            "app_id": message.app_id,
            "user_id": bot.id,
            "name": bot.real_name,
            "icons": {},
            "deleted": False,
            "updated": 0,
            "team_id": message.team_id,
        }

    def file(self, file: File) -> Json:
        """A file object with addresses at this fake."""
        extension = file.name.rpartition(".")[2].lower()
        place = f"{self.base_url}/files-pri/{file.team_id}-{file.id}"
        found: Json = {
            "id": file.id,
            "created": file.created,
            "timestamp": file.created,
            "name": file.name,
            "title": file.title,
            "mimetype": file.media_type,
            "filetype": extension,
            "pretty_type": PRETTY.get(extension, extension.upper()),
            "user": file.user_id,
            "user_team": file.team_id,
            "editable": False,
            "size": len(file.content or b""),
            "mode": "hosted",
            "is_external": False,
            "external_type": "",
            "is_public": bool(file.shares),
            "public_url_shared": False,
            "display_as_bot": False,
            "username": "",
            "url_private": f"{place}/{quote(file.name)}",
            "url_private_download": f"{place}/download/{quote(file.name)}",
            "permalink": f"{self.base_url}/files/{file.user_id}/{file.id}",
            "has_rich_preview": False,
            "file_access": "visible",
            "channels": self._places(file, Kind.PUBLIC),
            "groups": self._places(file, Kind.PRIVATE),
            "ims": self._places(file, Kind.IM),
            "shares": self._shares(file),
        }
        return found | ({"alt_txt": file.alt_text} if file.alt_text else {})

    def _places(self, file: File, kind: Kind) -> list[str]:
        return [id_ for id_ in file.shares if self._world.channels[id_].kind is kind]

    def _shares(self, file: File) -> Json:
        shares: Json = {}
        for channel_id, times in file.shares.items():
            channel = self._world.channels[channel_id]
            is_public = channel.kind is Kind.PUBLIC
            box = shares.setdefault("public" if is_public else "private", {})
            box[channel_id] = [_share(channel, ts) for ts in times]
        return shares

    def _thread(self, message: Message) -> Json:
        channel = self._world.channels.get(message.channel_id)
        if channel is None or message.only_for:
            return {}
        if message.is_reply:
            root = channel.messages.get(message.thread_ts)
            return {"parent_user_id": root.user_id} if root else {}
        replies = channel.replies(message.ts)
        if not replies:
            return {}
        users = list(dict.fromkeys(each.user_id for each in replies))
        return {
            "thread_ts": message.ts,
            "reply_count": len(replies),
            "reply_users_count": len(users),
            "latest_reply": replies[-1].ts,
            "reply_users": users,
            "is_locked": False,
            "subscribed": True,
        }


def _share(channel: Channel, ts: str) -> Json:
    """One place where a file was shared; in a thread, its root is named, too."""
    message = channel.messages.get(ts)
    in_thread = message is not None and message.is_reply
    thread = {"thread_ts": message.thread_ts} if message and in_thread else {}
    return {"ts": ts, "channel_name": channel.name, **thread}
