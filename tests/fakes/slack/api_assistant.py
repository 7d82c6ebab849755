"""assistant.threads.*: the optional layer of the agent experience."""

from tests.fakes.slack import access
from tests.fakes.slack.call import Call
from tests.fakes.slack.core import Core
from tests.fakes.slack.errors import SlackError
from tests.fakes.slack.model import Json

MOST_PROMPTS = 4


def set_status(core: Core, call: Call) -> Json:
    """assistant.threads.setStatus: an empty status clears it, and so does a reply."""
    channel = access.find_channel(core, call.grant, call.need("channel_id"))
    key = (channel.id, call.need("thread_ts"))
    if status := call.text("status"):
        core.world.statuses[key] = status
    else:
        core.world.statuses.pop(key, None)
    return {}


def set_prompts(core: Core, call: Call) -> Json:
    """assistant.threads.setSuggestedPrompts: up to four, the thread is optional."""
    channel = access.find_channel(core, call.grant, call.need("channel_id"))
    prompts = call.parsed("prompts")
    if not isinstance(prompts, list) or not 1 <= len(prompts) <= MOST_PROMPTS:
        raise SlackError("invalid_arguments")
    if not all(each.get("title") and each.get("message") for each in prompts):
        raise SlackError("invalid_arguments")
    core.world.prompts[(channel.id, call.text("thread_ts"))] = prompts
    return {}


def set_title(core: Core, call: Call) -> Json:
    """assistant.threads.setTitle"""
    access.find_channel(core, call.grant, call.need("channel_id"))
    call.need("title")
    return {}


METHODS = {
    "assistant.threads.setStatus": set_status,
    "assistant.threads.setSuggestedPrompts": set_prompts,
    "assistant.threads.setTitle": set_title,
}
