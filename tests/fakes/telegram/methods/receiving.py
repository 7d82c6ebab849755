"""How the bot gets its updates, and how it answers pressed buttons."""

import re
import time
from urllib.parse import urlsplit

from tests.fakes.telegram.updates import Webhook
from tests.fakes.telegram.wire import Args, Json, Said, bad_request
from tests.fakes.telegram.world import World

_PORTS = (443, 80, 88, 8443)


async def get_updates(world: World, args: Args) -> list[Json]:
    """`getUpdates`."""
    world.updates.allow(args.parsed("allowed_updates"))
    limit = min(max(args.number("limit", 100), 1), 100)
    seconds = min(max(args.number("timeout"), 0), 50)
    return await world.updates.poll(args.number("offset"), limit, seconds)


def set_webhook(world: World, args: Args) -> Said:
    """`setWebhook`; an empty address removes it."""
    if not args.has("url"):
        return delete_webhook(world, args)
    _check_address(args.text("url"))
    secret = args.text("secret_token")
    if not re.fullmatch(r"[A-Za-z0-9_-]{0,256}", secret):
        raise bad_request("secret token contains unallowed characters")
    if not 1 <= args.number("max_connections", 40) <= 100:
        raise bad_request("max_connections must be between 1 and 100")
    world.updates.allow(args.parsed("allowed_updates"))
    if args.flag("drop_pending_updates"):
        world.updates.forget()
    old = world.updates.webhook
    new = Webhook(args.text("url"), secret, args.number("max_connections", 40))
    world.updates.webhook = new
    world.bell.ring()
    is_same = old and (old.url, old.secret) == (new.url, new.secret)
    return Said(True, f"Webhook {'is already' if is_same else 'was'} set")


def delete_webhook(world: World, args: Args) -> Said:
    """`deleteWebhook`."""
    had_one, world.updates.webhook = world.updates.webhook, None
    if args.flag("drop_pending_updates"):
        world.updates.forget()
    world.bell.ring()
    return Said(True, f"Webhook {'was' if had_one else 'is already'} deleted")


def get_webhook_info(world: World, _args: Args) -> Json:
    """`getWebhookInfo`."""
    webhook = world.updates.webhook
    shown: Json = {
        "url": webhook.url if webhook else "",
        "has_custom_certificate": False,
        "pending_update_count": len(world.updates.waiting),
        "allowed_updates": sorted(world.updates.allowed),
    }
    if webhook:
        shown["max_connections"] = webhook.max_connections
        shown["ip_address"] = "127.0.0.1"
        if webhook.last_error_at:
            shown["last_error_date"] = int(webhook.last_error_at.timestamp())
            shown["last_error_message"] = webhook.last_error
    return shown


def answer_callback_query(world: World, args: Args) -> bool:
    """`answerCallbackQuery`: once, and in time."""
    press = world.presses.answerable(args.text("callback_query_id"), world.clock.now())
    if len(args.text("text")) > 200:
        raise bad_request("MESSAGE_TOO_LONG")
    if args.has("url") and not _is_own_link(world, args.text("url")):
        raise bad_request("URL_INVALID")
    press.answered = time.monotonic()
    press.text = args.text("text")
    press.is_alert = args.flag("show_alert")
    press.url = args.text("url")
    world.change()
    return True


def _is_own_link(world: World, address: str) -> bool:
    own = re.escape(world.bot.username)
    return bool(re.match(rf"(?:https?://)?(?:t|telegram)\.me/{own}\?start=", address))


def _check_address(address: str) -> None:
    """HTTPS on Telegram's ports; plain HTTP to this machine, as local servers allow."""
    parts = urlsplit(address)
    if parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost", "::1"):
        return
    if parts.scheme != "https":
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if (parts.port or 443) not in _PORTS:
        ports = "80, 88, 443 or 8443"
        raise bad_request(f"bad webhook: Webhook can be set up only on ports {ports}")
