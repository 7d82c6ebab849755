"""How every command of the grammar is added, and what several of them share."""

import argparse

Commands = argparse._SubParsersAction  # noqa: SLF001  argparse has no public name for it


def add_command(
    commands: "Commands[argparse.ArgumentParser]",
    name: str,
    summary: str,
    *,
    examples: str,
    handler: str | None = None,
) -> argparse.ArgumentParser:
    """A command with its summary, its examples and who does its work."""
    parser = commands.add_parser(
        name,
        help=summary[0].lower() + summary[1:],
        description=f"{summary}.",
        epilog=f"examples:\n{examples}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(handler=handler)
    return parser


def add_business(command: argparse.ArgumentParser) -> None:
    """Which business, for a command that looks at one."""
    command.add_argument(
        "--business",
        metavar="ID",
        default="",
        help="which, where several use this computer, such as slack:T0123 or "
        "telegram:4711 (default: the one there is)",
    )
