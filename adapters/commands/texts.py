"""`read`, `tone`, `assess`: what a text says, what facts are worth."""

import argparse

from adapters.commands.shared import FINE, PROBLEM, accept_any_text, complain, speaker


def read(chosen: argparse.Namespace) -> int:
    """`parley read`: what a customer's message says."""
    from assistant.errors import InputError

    accept_any_text()
    try:
        text = _finding(chosen)
    except InputError as error:
        return complain([" ".join(speaker()(error.phrase, error.facts).split())])
    if text:  # a file without messages has no findings, not an empty line
        print(text)
    return FINE


def _finding(chosen: argparse.Namespace) -> str:
    """What `parley read` prints; raises InputError."""
    from assistant.reading import command

    if chosen.jsonl:
        return command.read_jsonl(chosen.jsonl)
    if chosen.evaluate:
        return command.evaluate_file(chosen.evaluate)
    finding = command.read_file(chosen.file)
    if chosen.json:
        return command.as_json(finding)
    say = speaker()
    return "\n".join(say(line.key, line.values) for line in command.in_phrases(finding))


def tone(chosen: argparse.Namespace) -> int:
    """`parley tone`: what had better be said otherwise."""
    from assistant.errors import InputError
    from assistant.usecases import tone_command as command

    accept_any_text()
    say = speaker()
    try:
        checked = command.check_file(chosen.file, "en")
    except InputError as error:
        return complain([" ".join(say(error.phrase, error.facts).split())])
    if chosen.neutral:
        print(checked.neutral)
        return FINE
    if chosen.json:
        print(command.as_json(checked))
    else:
        for line in command.in_phrases(checked):
            print(say(line.key, line.values))
    return PROBLEM if checked.hits else FINE


def assess(chosen: argparse.Namespace) -> int:
    """`parley assess`: what a neutral may award."""
    from assistant.advice.estimate import command
    from assistant.chat.replies import Phrase
    from assistant.errors import InputError

    accept_any_text()
    speak = speaker()

    def say(said: Phrase) -> str:
        return speak(said.key, said.values)

    try:
        if chosen.jsonl:
            told = command.assess_lines(chosen.jsonl, say)
        elif chosen.evaluate:
            told = command.evaluate_lines(chosen.evaluate)
        else:
            told = command.assess_file(chosen.file, say, as_json=chosen.json)
    except InputError as error:
        return complain([speak(error.phrase, error.facts)])
    for result in told.results:
        print(result)
    complain([say(problem) for problem in (*told.notes, *told.problems)])
    return PROBLEM if told.problems else FINE
