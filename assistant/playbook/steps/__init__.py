"""The step types a playbook can use: one file each, one line here."""

from assistant.playbook.steps.act import Act
from assistant.playbook.steps.approve import Approve
from assistant.playbook.steps.ask import Ask
from assistant.playbook.steps.call import PlaceCall, WalkLine
from assistant.playbook.steps.channels import SwitchChannels
from assistant.playbook.steps.choose import Choose
from assistant.playbook.steps.dispute import MarkDisputed
from assistant.playbook.steps.evidence import GatherEvidence
from assistant.playbook.steps.fork import ChooseWayOut
from assistant.playbook.steps.habits import TakeHabits
from assistant.playbook.steps.judge import JudgeLine
from assistant.playbook.steps.letter import WriteLetter

STEP_TYPES = (
    Choose,
    Ask,
    SwitchChannels,
    MarkDisputed,
    GatherEvidence,
    PlaceCall,
    WalkLine,
    JudgeLine,
    WriteLetter,
    ChooseWayOut,
    Approve,
    TakeHabits,
    Act,
)
