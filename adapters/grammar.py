"""The words of the `parley` command: its commands, arguments, help and examples.

Each command names its handler; `adapters/cli.py` knows where it is. Nothing but
argparse is imported, so that help and shell completion answer at once.
"""

import argparse

from adapters.grammar_base import Commands, add_business, add_command
from adapters.grammar_wording import add_letter, add_playbook
from assistant import __version__


def build_parser() -> argparse.ArgumentParser:
    """The whole grammar of the command line, with help and examples."""
    parser = argparse.ArgumentParser(
        prog="parley",
        description="The invoice-dispute assistant for small businesses.",
        epilog="Start with `parley chat`, or `parley chat --practice` to try it out.",
    )
    parser.add_argument("--version", action="version", version=f"parley {__version__}")
    parser.set_defaults(handler=None)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    _add_chat(commands)
    _add_run(commands)
    _add_check(commands)
    _add_doctor(commands)
    add_playbook(commands)
    add_letter(commands)
    _add_export(commands)
    _add_import(commands)
    _add_pack(commands)
    _add_report(commands)
    _add_upkeep(commands)
    _add_read(commands)
    _add_tone(commands)
    _add_slack(commands)
    _add_assess(commands)
    _add_completion(commands)
    return parser


def _add_chat(commands: "Commands[argparse.ArgumentParser]") -> None:
    chat = add_command(
        commands,
        "chat",
        "Talk to the assistant in the terminal",
        handler="chat",
        examples=(
            "  parley chat                       go on where you stopped\n"
            "  parley chat --practice            try it; nothing is kept\n"
            "  parley chat < lines.txt           one input per line"
        ),
    )
    chat.add_argument(
        "--practice",
        action="store_true",
        help="throw-away cases and a clock that you move: `after 49 hours`, "
        "`at 2026-05-07 09:00`",
    )
    chat.add_argument(
        "--locale", metavar="LOCALE", help="language and number format, such as en_GB"
    )


def _add_run(commands: "Commands[argparse.ArgumentParser]") -> None:
    add_command(
        commands,
        "run",
        "Answer in Slack and Telegram, whichever is set up, until you stop it",
        handler="run",
        examples=(
            "  parley run                        says what to set if nothing is\n"
            "  parley run --check                only look whether it could, offline"
        ),
    ).add_argument(
        "--check", action="store_true", help="check the settings and stop, offline"
    )


def _add_doctor(commands: "Commands[argparse.ArgumentParser]") -> None:
    add_command(
        commands,
        "doctor",
        "Ask the platforms whether the tokens fit, and look at key, disk and clock",
        handler="doctor",
        examples="  parley doctor                     says what to do, a line each",
    )


def _add_check(commands: "Commands[argparse.ArgumentParser]") -> None:
    add_command(
        commands,
        "check",
        "Check settings, playbooks, templates and wording, without network",
        handler="check",
        examples=(
            "  parley check                      one line per problem\n"
            "  parley check --store              the data as well, mended if it can be"
        ),
    ).add_argument(
        "--store", action="store_true", help="verify all data and repair what it can"
    )


def _add_export(commands: "Commands[argparse.ArgumentParser]") -> None:
    export = add_command(
        commands,
        "export",
        "Write all cases for other programs",
        handler="export",
        examples=(
            "  parley export --format json | jq '.cases[].state'\n"
            "  parley export --format json --out cases.json"
        ),
    )
    export.add_argument(
        "--format", choices=["json"], required=True, help="how it is written"
    )
    export.add_argument(
        "--out", metavar="FILE", help="where it goes (default: standard output)"
    )
    add_business(export)


def _add_import(commands: "Commands[argparse.ArgumentParser]") -> None:
    importing = add_command(
        commands,
        "import",
        "Put the invoices of a file into your invoice book",
        handler="import",
        examples=(
            "  parley import invoices.csv        a list from your books\n"
            "  parley import INV-2041.pdf        one invoice"
        ),
    )
    importing.add_argument(
        "file", metavar="FILE", help="PDF, e-invoice (XML), CSV, XLSX, JSON or text"
    )


def _add_pack(commands: "Commands[argparse.ArgumentParser]") -> None:
    pack = add_command(
        commands,
        "pack",
        "Make a case into one PDF for a court, a mediator or a lawyer",
        handler="pack",
        examples=(
            "  parley pack D-INV-7 --out case.pdf   everything, with all exhibits\n"
            "  parley pack D-INV-7 --form short     a few pages for a mediator\n"
            "  parley pack D-INV-7 --form small     at most 4.5 MB and 50 pages"
        ),
    )
    pack.add_argument("case", metavar="CASE", help="the case, such as D-INV-7")
    pack.add_argument(
        "--out", metavar="FILE", help="where it goes (default: named after the case)"
    )
    pack.add_argument(
        "--form",
        choices=["court", "short", "small"],
        default="court",
        help="how much of it (default: court)",
    )
    add_business(pack)


def _add_report(commands: "Commands[argparse.ArgumentParser]") -> None:
    report = add_command(
        commands,
        "report",
        "Show what is disputed again and again, and what to change",
        handler="report",
        examples=(
            "  parley report                      all cases so far\n"
            "  parley report --month 2026-05      one month, and the three before\n"
            "  parley report --out may.pdf --month 2026-05"
        ),
    )
    report.add_argument(
        "--month",
        metavar="MONTH",
        default="",
        help="such as 2026-05, `this` or `last` (default: all time)",
    )
    form = report.add_mutually_exclusive_group()
    for name in ("csv", "json"):
        form.add_argument(
            f"--{name}",
            dest="form",
            action="store_const",
            const=name,
            help=f"as {name.upper()}, for other programs",
        )
    report.add_argument(
        "--out",
        metavar="FILE",
        help="where it goes: .pdf to print, .png to look at, .csv, .json; any other"
        " name gets the text (default: standard output)",
    )
    add_business(report)


def _add_upkeep(commands: "Commands[argparse.ArgumentParser]") -> None:
    key = add_command(
        commands,
        "key",
        "Show the key of your data",
        handler="key",
        examples="  parley key show                   keep it in a safe place",
    )
    key.add_argument("action", choices=["show"], help="print the key")
    add_command(
        commands,
        "rekey",
        "Guard your data with a new key",
        handler="rekey",
        examples="  parley rekey                      the old key fits no more",
    )
    for name, summary in (
        ("backup", "Write all data into one file, also while Parley runs"),
        ("restore", "Make the data folder from a backup"),
    ):
        copy = add_command(
            commands,
            name,
            summary,
            handler=name,
            examples=f"  parley {name} parley.backup",
        )
        copy.add_argument("file", metavar="FILE", help="the backup")
        copy.add_argument(
            "--passphrase-file", metavar="PATH", help="its first line; else you type it"
        )
    erase = add_command(
        commands,
        "erase",
        "Erase a case, a customer, a person or everything for good",
        handler="erase",
        examples=(
            '  parley erase --customer "Harbour Cafe"\n'
            "  parley erase --case D-INV-7\n"
            "  parley erase --everything"
        ),
    )
    what = erase.add_mutually_exclusive_group(required=True)
    what.add_argument("--case", metavar="CASE", default="", help="one case")
    what.add_argument(
        "--customer", metavar="NAME", default="", help="all of a customer"
    )
    what.add_argument(
        "--person", metavar="NAME", default="", help="a member of your team"
    )
    what.add_argument("--everything", action="store_true", help="all data")
    erase.add_argument("--yes", action="store_true", help="do not ask")
    add_business(erase)


def _add_read(commands: "Commands[argparse.ArgumentParser]") -> None:
    read = add_command(
        commands,
        "read",
        "Read what a customer wrote: a dispute or not, and about what",
        handler="read",
        examples=(
            "  parley read message.txt           what it says, with the words for it\n"
            "  pbpaste | parley read --json      the same for other programs\n"
            "  parley read --jsonl messages.jsonl > findings.jsonl\n"
            "  parley read --evaluate labelled.jsonl"
        ),
    )
    what = read.add_mutually_exclusive_group()
    what.add_argument(
        "file",
        nargs="?",
        default="-",
        metavar="FILE",
        help="a text file or an e-mail (.eml, .msg); - or nothing is standard input",
    )
    what.add_argument(
        "--jsonl",
        metavar="FILE",
        help='one {"id", "text", "channel"} per line in, one JSON finding per line out',
    )
    what.add_argument(
        "--evaluate",
        metavar="FILE",
        help="compare with labelled messages and print a table per field",
    )
    read.add_argument("--json", action="store_true", help="print the finding as JSON")


def _add_tone(commands: "Commands[argparse.ArgumentParser]") -> None:
    tone = add_command(
        commands,
        "tone",
        "Check a text before it goes out: words that do harm, and neutral ones",
        handler="tone",
        examples=(
            "  parley tone letter.txt            each place, why, and what instead\n"
            "  pbpaste | parley tone --neutral   the text in neutral words\n"
            "  parley tone --json letter.txt     the same for other programs"
        ),
    )
    tone.add_argument(
        "file",
        nargs="?",
        default="-",
        metavar="FILE",
        help="a text file; - or nothing is standard input",
    )
    shape = tone.add_mutually_exclusive_group()
    shape.add_argument(
        "--neutral", action="store_true", help="print the text in neutral words"
    )
    shape.add_argument(
        "--json", action="store_true", help="print what was found as JSON"
    )


def _add_slack(commands: "Commands[argparse.ArgumentParser]") -> None:
    slack = add_command(
        commands,
        "slack",
        "Set Parley up in Slack",
        examples="  parley slack manifest             paste it into a new Slack app",
    )
    slack.set_defaults(handler="usage", parser=slack)
    actions = slack.add_subparsers(title="actions", metavar="ACTION")
    manifest = add_command(
        actions,
        "manifest",
        "Print the manifest of the Slack app",
        handler="slack_manifest",
        examples=(
            "  parley slack manifest             Socket Mode: works behind a firewall\n"
            "  parley slack manifest --http https://parley.example.com --format json"
        ),
    )
    manifest.add_argument(
        "--http",
        metavar="URL",
        default="",
        help="where Slack reaches Parley over HTTPS (default: Socket Mode, no address)",
    )
    manifest.add_argument(
        "--format", choices=["yaml", "json"], default="yaml", help="how it is written"
    )
    manifest.add_argument(
        "--threads",
        action="store_true",
        help="take answers typed in a case's thread without calling @Parley by name; "
        "asks for the history of its channels",
    )
    manifest.add_argument(
        "--rotate",
        action="store_true",
        help="tokens that expire, for installs by OAuth (with --http; Slack cannot "
        "switch it off again)",
    )
    manifest.add_argument(
        "--no-agent", action="store_true", help="without Slack's agent surface"
    )


def _add_assess(commands: "Commands[argparse.ArgumentParser]") -> None:
    assess = add_command(
        commands,
        "assess",
        "Estimate what a neutral may award, with its doubt",
        handler="assess",
        examples=(
            "  parley assess facts.json          the share, its range and why\n"
            "  parley assess - --json < facts.json\n"
            "  parley assess --jsonl disputes.jsonl > estimates.jsonl\n"
            "  parley assess --evaluate decided.jsonl\n"
            "facts.json is an object such as\n"
            '  {"facts": {"written_contract": true, "supplier_documents_work": true,\n'
            '             "customer_complained_promptly": false},\n'
            '   "objection_categories": ["quality"], "invoiced": "4800",\n'
            '   "paid_before": "1600"}\n'
            "or the facts alone; what is not known is null or left out"
        ),
    )
    what = assess.add_mutually_exclusive_group()
    what.add_argument(
        "file",
        nargs="?",
        default="-",
        metavar="FACTS.json",
        help="one dispute; - or nothing is standard input",
    )
    what.add_argument(
        "--jsonl",
        metavar="FILE",
        help="one object with id and facts per line in, one JSON result per line out",
    )
    what.add_argument(
        "--evaluate",
        metavar="FILE",
        help="compare with decided cases and print a table",
    )
    assess.add_argument("--json", action="store_true", help="print the result as JSON")


def _add_completion(commands: "Commands[argparse.ArgumentParser]") -> None:
    completion = add_command(
        commands,
        "completion",
        "Print a script that completes this command in your shell",
        handler="completion",
        examples=(
            "  parley completion bash > ~/.local/share/bash-completion/completions/"
            "parley\n"
            "  parley completion zsh > ~/.zfunc/_parley"
        ),
    )
    completion.add_argument("shell", choices=["bash", "zsh"], help="which shell")
