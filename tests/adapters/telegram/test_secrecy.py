"""The token in no log, whoever writes it there."""

import io
import logging

import pytest

from adapters.telegram.secrecy import keep_out_of_logs

TOKEN = "7000000009:AAHidden-token_of_a_test_xxxxxxxxxxxx"  # noqa: S105  opens nothing


@pytest.mark.covers("T17", "B12")
def test_a_token_is_hidden_in_words_arguments_and_tracebacks() -> None:
    keep_out_of_logs(TOKEN)
    out = io.StringIO()
    log = logging.Logger("anybody", logging.DEBUG)
    log.addHandler(logging.StreamHandler(out))
    log.info(f"POST https://api.telegram.org/bot{TOKEN}/getMe")
    log.debug("GET %s", f"https://api.telegram.org/file/bot{TOKEN}/documents/a.pdf")
    log.debug("what %s", *("does not fit", "at all"))
    try:
        int(f"The token `{TOKEN}` was rejected by the server.")
    except ValueError:
        log.exception("it failed")
    said = out.getvalue()
    assert TOKEN not in said
    assert said.count("<token>") == 3
    assert "ValueError" in said


def test_the_client_that_writes_addresses_is_quiet() -> None:
    logging.getLogger("httpx").setLevel(logging.INFO)
    keep_out_of_logs(TOKEN)
    keep_out_of_logs(TOKEN)
    assert not logging.getLogger("httpx").isEnabledFor(logging.INFO)
