"""The business profile: the first minute's questions, and all of it under settings."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import time
from zoneinfo import ZoneInfo, available_timezones

from assistant.chat.commands import Command
from assistant.chat.matching import folded, is_word
from assistant.chat.places import place_name
from assistant.chat.replies import (
    Item,
    Listing,
    Option,
    Phrase,
    Question,
    Tone,
    Typed,
    phrase,
)
from assistant.domain.business import CHASING_CHANNELS, Profile
from assistant.domain.currencies import CODES, meant_by, of_country
from assistant.domain.quiet import MORNING, QuietHours
from assistant.domain.typed import clean_line, read_whole_number
from assistant.domain.typed_times import read_quiet_hours, read_time
from assistant.errors import InputError
from assistant.playbook.steps.channels import channel_name
from assistant.playbook.steps.shown import SILENCE_PLANS
from assistant.reference.spoken import language_of
from assistant.rendering.phrases import FALLBACK
from assistant.usecases import letterhead, playbooks
from assistant.usecases.team import refuse_unless_owner
from assistant.usecases.visit import Visit

SETUP, SETTING = "setup.", "settings."
LOGO = "logo"
FIRST_MINUTE = (
    *("name", "sign_off", "playbook", "place", "currency", "time_zone", "channels"),
)
_PERCENT = ("approval_percent", "tax_rate")
# Questions of the first minute that a place answers as well.
_FROM_PLACE = ("currency", "time_zone")
_LIMIT = 200
# Dates of open cases follow from these.
_MOVE_DATES = ("place", "time_zone", "quiet_hours")
# Who may give how much away is not for those to say whom it limits.
_OWNER_ONLY = ("approval_limit", "approval_percent")
_FORMS = ("company", "individual")
_NAMED = (
    playbooks.KEY,
    "language",
    "legal_form",
    "silence_plan",
)  # settings whose values have names of their own


@dataclass(frozen=True, slots=True)
class Setting:
    """One thing a business says of itself.

    read: the new profile from what was typed; InputError when it cannot be.
    suggest: answers offered as buttons.
    """

    read: Callable[[Visit, Profile, str], Profile]
    suggest: Callable[[Visit], tuple[str, ...]] = lambda _: ()


_GREETINGS = frozenset(
    "hi hello hey hallo moin servus bonjour salut hola ciao salve buongiorno ola oi hoi"
    " goedemorgen goedendag start".split()
) | {"good morning", "guten tag", "guten morgen", "bom dia", "boa tarde", "buenos dias"}


def greet_first(visit: Visit) -> None:
    """The very first words, then the questions of the first minute."""
    visit.tell("welcome.first")
    visit.tell("welcome.stress")
    ask_next(visit)


def ask_next(visit: Visit) -> None:
    """The next question of the first minute; after the last one, what to do first."""
    left = [name for name in FIRST_MINUTE if name not in visit.business.setup_done]
    if not left:
        visit.conversation = visit.conversation.about("")
        visit.tell("setup.done", Tone.GOOD)
        visit.tell("welcome.how_to_start")
        return
    name = left[0]
    visit.conversation = visit.conversation.asks(f"{SETUP}{name}")
    done = len(FIRST_MINUTE) - len(left)
    visit.say(_question(visit, name, f"{SETUP}{name}", done + 1))


def answer_setup(visit: Visit, name: str, text: str) -> None:
    """Keep an answer of the first minute; "skip" leaves it open."""
    if _says(visit, text, "control.skip", "control.back"):
        _mark_done(visit, name)
    elif _says(visit, text, "word.skip_all"):
        visit.change_business(setup_done=frozenset(FIRST_MINUTE))
    elif folded(text) not in _GREETINGS:  # a hello back is no name
        _keep(visit, name, text)
        _mark_done(visit, name)
        if name == "place":
            _take_from_place(visit)
    ask_next(visit)


def settings(visit: Visit, command: Command) -> None:
    """`settings [NAME [VALUE]]`: the profile, one question of it, or a new value."""
    if not command.words:
        _show(visit)
        return
    name = command.words[0].casefold()
    if name not in SETTINGS:
        raise InputError("error.unknown_setting", name=name, names=tuple(SETTINGS))
    value = command.after(1)
    if value:
        answer_setting(visit, name, value)
        return
    visit.conversation = visit.conversation.asks(f"{SETTING}{name}")
    visit.say(_question(visit, name, f"{SETTING}{name}", 0))


def answer_setting(visit: Visit, name: str, text: str) -> None:
    """Keep a changed setting and show them all."""
    if not _says(visit, text, "control.skip", "control.back", "control.stop"):
        _keep(visit, name, text)
        visit.tell("settings.kept", Tone.GOOD)
    visit.conversation = replace(visit.conversation, asking="", draft={})
    _show(visit)


def _question(visit: Visit, name: str, key: str, step: int) -> Question[Phrase]:
    suggested = SETTINGS[name].suggest(visit)
    options = [Option(value, _label(name, value)) for value in suggested]
    options.append(Option("skip", phrase("option.skip")))
    return Question(
        key=key,
        prompt=phrase(f"setup.{name}.ask"),
        options=tuple(options),
        why=phrase(f"setup.{name}.why"),
        typed=Typed.FILE if name == LOGO else Typed.LINE,
        hint=phrase(f"setup.{name}.hint"),
        step=step,
        steps=len(FIRST_MINUTE) if step else 0,
    )


def _label(name: str, value: str) -> Phrase:
    if name == "legal_form":
        return phrase(f"step.own_form.{value}")
    if name == "silence_plan":
        return phrase(f"silence.{value}")
    if name == playbooks.KEY:
        return playbooks.playbook_name(value)
    if name == "language":
        base = value.partition("_")[0]
        return phrase(f"language.{base}|verbatim", text=value)
    return channel_name(value) if name == "channels" else phrase("value", value=value)


def _keep(visit: Visit, name: str, text: str) -> None:
    typed = clean_line(text, _LIMIT)
    if not typed:
        raise InputError("error.type_something")
    said = visit.office.as_said(visit.business.id).profile
    if name in _OWNER_ONLY:
        refuse_unless_owner(visit)
    profile = SETTINGS[name].read(visit, said, typed)
    visit.change_business(profile=profile)
    if name in _MOVE_DATES:
        visit.plan_anew()
    value = getattr(profile, name)
    shown = _shown(visit, name, value)
    visit.tell("noted.value", Tone.GOOD, value=shown)


def _mark_done(visit: Visit, name: str) -> None:
    visit.change_business(setup_done=visit.business.setup_done | {name})


def _take_from_place(visit: Visit) -> None:
    """What follows from the place need not be asked; it is said, and can be changed."""
    said = visit.office.as_said(visit.business.id).profile
    known = [name for name in _FROM_PLACE if getattr(said, name)]
    for name in known:
        if name not in visit.business.setup_done:
            _mark_done(visit, name)
            visit.tell("noted.value", Tone.GOOD, value=getattr(said, name))


def _show(visit: Visit) -> None:
    profile = visit.business.profile
    items = tuple(
        Item(
            phrase(f"settings.{name}"),
            phrase("value", value=_shown(visit, name, getattr(profile, name))),
            f"settings {name}",
        )
        for name in SETTINGS
    )
    visit.say(Listing(phrase("settings.title"), items))


def _shown(visit: Visit, name: str, value: object) -> object:
    if name in _NAMED and value:
        return _label(name, str(value))
    if name == "channels" and isinstance(value, tuple):
        names = tuple(channel_name(each) for each in value)
        return phrase("value", value=names) if names else phrase("value.none")
    if name in _PERCENT and value is not None:
        return phrase("value.percent", percent=value)
    if name == "place" and value:
        names_of = dict(visit.office.find_place(str(value)))
        return place_name(str(value), names_of.get(str(value), str(value)))
    if isinstance(value, QuietHours) and not value.are_off:
        return phrase(
            "value.hours", start=f"{value.start:%H:%M}", end=f"{value.end:%H:%M}"
        )
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, QuietHours) or name == "digest_hour":
        return phrase("value.off")
    is_there = value not in ("", None)
    named = phrase("value.is_there") if name == LOGO else value
    return named if is_there else phrase("value.none")


def _says(visit: Visit, text: str, *keys: str) -> bool:
    """Whether a word of these phrases was typed, in this language or in English."""
    profile = visit.business.profile
    words = [
        word
        for key in keys
        for language in (profile.language, FALLBACK)
        for word in visit.office.phrases.say(
            phrase(key), language=language, zone=profile.time_zone
        ).split(",")
    ]
    return is_word(text, words)


# -- reading each setting ------------------------------------------------------------


def _plain(name: str) -> Setting:
    def read(visit: Visit, profile: Profile, text: str) -> Profile:
        return replace(profile, **{name: text})  # type: ignore[arg-type]

    return Setting(read)


def _read_place(visit: Visit, profile: Profile, text: str) -> Profile:
    found = visit.office.find_place(text)
    if not found:
        raise InputError("error.place_unknown", text=text)
    wanted = folded(text)
    exact = [c for c, name in found if wanted in (folded(name), c.casefold())]
    if len(found) > 1 and not exact:
        names = tuple(place_name(*each) for each in found[:6])
        raise InputError("error.place_several", text=text, places=names)
    code = exact[0] if exact else found[0][0]
    country = code.partition("-")[0]
    zones = visit.office.zones_of(country)
    return replace(
        profile,
        place=code,
        currency=profile.currency or of_country(country) or "",
        time_zone=profile.time_zone or (zones[0] if len(zones) == 1 else ""),
    )


def _read_playbook(visit: Visit, profile: Profile, text: str) -> Profile:
    return replace(profile, playbook=playbooks.read(visit, text))


def _read_currency(visit: Visit, profile: Profile, text: str) -> Profile:
    code = text.upper()
    if code in CODES:
        return replace(profile, currency=code)
    meant = meant_by(text)
    if len(meant) == 1:
        return replace(profile, currency=next(iter(meant)))
    raise InputError("error.currency_unknown", text=text)


def _read_zone(visit: Visit, profile: Profile, text: str) -> Profile:
    wanted = folded(text).replace(" ", "_")
    zones = available_timezones()
    exact = [zone for zone in zones if zone.casefold() == wanted]
    cities = [zone for zone in zones if zone.casefold().split("/")[-1] == wanted]
    found = exact or sorted(cities, key=lambda z: (z.count("/"), z))
    if not found:
        raise InputError("error.time_zone_unknown", text=text)
    return replace(profile, time_zone=ZoneInfo(found[0]).key)


def _read_channels(visit: Visit, profile: Profile, text: str) -> Profile:
    if _says(visit, text, "word.none"):
        return replace(profile, channels=())
    named = [clean_line(part, 60) for part in re.split(r",| and | und ", text)]
    known = {name.replace("_", " "): name for name in CHASING_CHANNELS}
    known |= {folded(visit.words(channel_name(n))): n for n in CHASING_CHANNELS}
    names = tuple(known.get(folded(name), name) for name in named if name)
    return replace(profile, channels=tuple(dict.fromkeys(names)))


def _amount(name: str) -> Setting:
    def read(visit: Visit, profile: Profile, text: str) -> Profile:
        here = visit.business.profile
        amount = visit.office.habits_of(here.language).amount(text, here.currency)
        return replace(profile, **{name: amount})  # type: ignore[arg-type]

    return Setting(read)


def _read_percent(visit: Visit, profile: Profile, text: str) -> Profile:
    if _says(visit, text, "word.off"):
        return replace(profile, approval_percent=None)
    percent = read_whole_number(text.rstrip(" %"), low=0, high=100)
    return replace(profile, approval_percent=percent)


def _one_of(name: str, values: tuple[str, ...]) -> Setting:
    """A setting that is one of a few named things."""

    def read(visit: Visit, profile: Profile, text: str) -> Profile:
        labels = {value: visit.words(_label(name, value)) for value in values}
        wanted = folded(text)
        fits = [v for v, label in labels.items() if wanted in (v, folded(label))]
        if not fits:
            raise InputError("error.choose_one_of", options=tuple(labels.values()))
        return replace(profile, **{name: fits[0]})  # type: ignore[arg-type]

    return Setting(read, lambda _: values)


def _read_quiet_hours(visit: Visit, profile: Profile, text: str) -> Profile:
    if _says(visit, text, "word.off"):
        return replace(profile, quiet_hours=QuietHours(MORNING, MORNING))
    return replace(profile, quiet_hours=read_quiet_hours(text))


def _read_digest_hour(visit: Visit, profile: Profile, text: str) -> Profile:
    hour = None if _says(visit, text, "word.off") else read_time(text)
    return replace(profile, digest_hour=hour)


def _read_language(visit: Visit, profile: Profile, text: str) -> Profile:
    known = visit.office.phrases.languages()
    language = language_of(text, known)
    if not language:
        names = tuple(phrase(f"language.{code}|verbatim", text=code) for code in known)
        raise InputError("error.language_unknown", text=text, languages=names)
    return replace(profile, language=language)


SETTINGS: dict[str, Setting] = {
    "name": _plain("name"),
    "sign_off": _plain("sign_off"),
    playbooks.KEY: Setting(_read_playbook, playbooks.names),
    "place": Setting(_read_place),
    "currency": Setting(
        _read_currency, lambda visit: (visit.business.profile.currency,)
    ),
    "time_zone": Setting(_read_zone, lambda visit: (visit.business.profile.time_zone,)),
    "channels": Setting(_read_channels, lambda _: CHASING_CHANNELS[:7]),
    "address": _plain("address"),
    "email": _plain("email"),
    "phone": _plain("phone"),
    "tax_number": _plain("tax_number"),
    "bank": _plain("bank"),
    "pay_link": Setting(letterhead.read_link),
    "tax_rate": Setting(letterhead.read_tax_rate),
    "logo": Setting(letterhead.read_logo),
    "hourly_rate": _amount("hourly_rate"),
    "let_go_limit": _amount("let_go_limit"),
    "approval_limit": _amount("approval_limit"),
    "approval_percent": Setting(_read_percent),
    "legal_form": _one_of("legal_form", _FORMS),
    "silence_plan": _one_of("silence_plan", SILENCE_PLANS),
    "language": Setting(_read_language),
    "quiet_hours": Setting(_read_quiet_hours),
    "digest_hour": Setting(_read_digest_hour),
}
