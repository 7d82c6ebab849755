"""The app's parts, put together once."""

from dataclasses import dataclass

from adapters.intake import Intake
from adapters.pump import Pump
from adapters.slack.bolt import Front, front
from adapters.slack.calls import Api
from adapters.slack.channels import Channels
from adapters.slack.checking import Checker
from adapters.slack.clerk import Clerk
from adapters.slack.courier import Courier
from adapters.slack.departures import Departures
from adapters.slack.dialogs import Dialogs
from adapters.slack.door import Beyond, Door
from adapters.slack.files import Files
from adapters.slack.insiders import Insiders
from adapters.slack.kinds import Arrival
from adapters.slack.looking import Looker
from adapters.slack.notes import PLATFORM, Notes
from adapters.slack.openings import Openings
from adapters.slack.pace import Pace
from adapters.slack.people import People
from adapters.slack.presses import Presses
from adapters.slack.rooms import Rooms
from adapters.slack.screen import Speaker
from adapters.slack.sending import Sender
from adapters.slack.settling import Settling
from adapters.slack.submissions import Submissions
from adapters.slack.tabs import Tabs
from adapters.slack.tasks import Tasks
from adapters.slack.tenants import Workspaces
from adapters.slack.threads import Threads
from adapters.slack.ways import Ways, way_of
from adapters.slack.worker import Worker
from assistant.service import Assistant
from assistant.settings import Settings


@dataclass(frozen=True, slots=True)
class Parts:
    """What the platform starts, stops and asks."""

    clerk: Clerk
    api: Api
    intake: Intake
    door: Door
    front: Front
    departures: Departures
    tasks: Tasks


def assembled(settings: Settings, assistant: Assistant, burst: int) -> Parts:
    """Everything behind the transports. burst: see `pace`."""
    clerk = _clerk(settings, assistant, burst)
    now, tasks = assistant.post_office.now, Tasks()
    locales = (settings.locale, "en", "de")
    checker = Checker(clerk.looker, clerk.dialogs, now, locales)
    openings, tabs = Openings(clerk, tasks), Tabs(clerk, tasks)
    departures = Departures(clerk)
    settling = Settling(
        clerk, Files(clerk.workspaces, clerk.notes), checker, Channels(clerk)
    )
    branches = (
        settling,
        Presses(clerk, settling),
        Submissions(clerk, settling, checker),
    )
    worker = Worker(clerk, openings, branches, tabs, departures)
    intake = Intake(PLATFORM, assistant.post_office, worker.work, worker.apologise)

    def refuse(arrival: Arrival) -> None:
        """Somebody from another organisation: told politely, nothing is shown."""
        actor, way = clerk.looker.known(arrival.source), way_of(arrival.source)
        tasks.start(clerk.say(actor, way, "slack.outsider"))

    beyond = Beyond(openings.begin, tabs.show, refuse)
    door = Door(intake, clerk.workspaces, clerk.threads, clerk.looker, checker, beyond)
    api = clerk.workspaces.api
    bolt = front(door, clerk.workspaces, settings.slack.signing_secret or "")
    return Parts(clerk, api, intake, door, bolt, departures, tasks)


def _clerk(settings: Settings, assistant: Assistant, burst: int) -> Clerk:
    office = assistant.post_office
    notes, speaker = Notes(office.notes), Speaker(assistant.text)
    api = Api(settings.slack.api_url, office.now)
    workspaces = Workspaces(settings.slack, api, notes, office.now)
    rooms = Rooms(workspaces, notes, office.now, settings.channel_detail)
    threads, ways = Threads(assistant, workspaces, rooms, notes, speaker), Ways()
    courier = Courier(workspaces, rooms, Pace(office.now, burst), speaker)
    sender = Sender(threads, rooms, courier, notes, ways)
    people = People(workspaces, notes, office.now)
    insiders = Insiders(assistant, workspaces, rooms, people, notes, office.now)
    looker = Looker(assistant, people, insiders)
    return Clerk(
        assistant=assistant,
        workspaces=workspaces,
        rooms=rooms,
        threads=threads,
        looker=looker,
        dialogs=Dialogs(workspaces, looker, speaker),
        courier=courier,
        notes=notes,
        ways=ways,
        pump=Pump(PLATFORM, office, sender.send),
    )
