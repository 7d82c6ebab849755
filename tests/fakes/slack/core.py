"""The parts of one fake Slack, for the handlers of the Web API and the people."""

from dataclasses import dataclass

from tests.fakes.slack.delivery import Deliveries
from tests.fakes.slack.events import Events
from tests.fakes.slack.faults import Faults
from tests.fakes.slack.ids import Mint
from tests.fakes.slack.journal import Journal
from tests.fakes.slack.rates import Rates
from tests.fakes.slack.registration import Registration
from tests.fakes.slack.shapes import Shapes
from tests.fakes.slack.signed_http import SignedHttp
from tests.fakes.slack.socket_mode import SocketMode
from tests.fakes.slack.state import World
from tests.fakes.slack.timeline import Pulse, Timeline
from tests.fakes.slack.views import Screens


@dataclass(slots=True)
class Core:
    """One of each; see their classes."""

    timeline: Timeline
    pulse: Pulse
    mint: Mint
    registration: Registration
    world: World
    journal: Journal
    faults: Faults
    rates: Rates
    shapes: Shapes
    screens: Screens
    deliveries: Deliveries
    events: Events
    socket: SocketMode
    http: SignedHttp
