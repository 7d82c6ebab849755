"""`key`, `rekey`, `backup`, `restore`, `erase`: the data and its key."""

import argparse

from adapters.commands.shared import FINE, own_settings, path_of


def key(_: argparse.Namespace) -> int:
    """`parley key show`: the key, which opens everything."""
    from adapters.upkeep import show_key

    print(show_key(own_settings()))
    return FINE


def rekey(_: argparse.Namespace) -> int:
    """`parley rekey`: seal the data with a new key."""
    from adapters.upkeep import change_key

    print(change_key(own_settings()))
    return FINE


def backup(chosen: argparse.Namespace) -> int:
    """`parley backup FILE`: everything in one sealed file."""
    from adapters.upkeep import back_up_to, passphrase_from

    given = chosen.passphrase_file and path_of(chosen.passphrase_file)
    passphrase = passphrase_from(given, twice=True)
    print(back_up_to(own_settings(), path_of(chosen.file), passphrase))
    return FINE


def restore(chosen: argparse.Namespace) -> int:
    """`parley restore FILE`: a backup back into an empty folder."""
    from adapters.upkeep import passphrase_from, restore_from

    given = chosen.passphrase_file and path_of(chosen.passphrase_file)
    passphrase = passphrase_from(given, twice=False)
    print("\n".join(restore_from(own_settings(), path_of(chosen.file), passphrase)))
    return FINE


def erase(chosen: argparse.Namespace) -> int:
    """`parley erase`: say what would go, ask, remove it, say what stays elsewhere."""
    from adapters.upkeep import erase_data

    said = erase_data(
        own_settings(),
        chosen.business,
        case=chosen.case,
        customer=chosen.customer,
        person=chosen.person,
        confirmed=chosen.yes,
    )
    print(said)
    return FINE
