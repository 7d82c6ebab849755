"""The sender's own new words: quotes, headers, signatures and disclaimers go.

Every rule looks at one line at a time and uses patterns without nested repeats, so the
cost is linear in the text. Nothing past `RAW_LIMIT` characters is looked at.
"""

import re
from collections.abc import Sequence

RAW_LIMIT = 40_000  # a long thread; more is never one customer's new words
OWN_LIMIT = 12_000  # about 2,000 words of own text are read
LINE_LIMIT = 2_000  # a line longer than this is prose, never a header

_WROTE = re.compile(
    r"^(?:on|am|le|el|il|em|op|a|o|no dia)\b.{4,300}?"
    r"(?:wrote|schrieb(?: [^:]{1,80})?|a écrit|escribió|ha scritto|escreveu|schreef"
    r"(?: [^:]{1,80})?)\s?:\s*$",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(
    r"^[-_—\s]{2,}\s?(?:original message|originalnachricht|ursprüngliche nachricht|"
    r"message d'origine|mensaje original|messaggio originale|mensagem original|"
    r"oorspronkelijk bericht)|^_{10,}\s*$",
    re.IGNORECASE,
)
_FORWARDED = re.compile(
    r"^[-—\s]{2,}\s?(?:forwarded message|weitergeleitete nachricht|message transféré|"
    r"message transmis|mensaje reenviado|messaggio inoltrato|mensagem encaminhada|"
    r"doorgestuurd bericht)|^begin forwarded message",
    re.IGNORECASE,
)
_HEADER = re.compile(
    r"^\*?(?:from|von|de|da|van|expéditeur|remitente|mittente|afzender)\*?\s?:\s*\S",
    re.IGNORECASE,
)
_ANY_HEADER = re.compile(
    r"^\*?(?:from|to|cc|sent|date|subject|reply-to|von|an|gesendet|datum|betreff|de|à|"
    r"para|a|envoyé|objet|enviado|fecha|data|asunto|assunto|da|inviato|oggetto|van|aan|"
    r"verzonden|onderwerp)\*?\s?:",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"^\*?(?:subject|betreff|objet|asunto|oggetto|assunto|onderwerp)\*?\s?:\s*",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(
    r"^(?:--\s?|—\s?|__+)$|^(?:sent from my|get outlook for|"
    r"von meinem .{1,30} gesendet|"
    r"gesendet von|envoyé de mon|enviado desde mi|enviado do meu|inviato da|"
    r"verzonden vanaf)\b",
    re.IGNORECASE,
)
_DISCLAIMER = re.compile(
    r"this (?:e-?mail|message)\b.{0,80}\b(?:confidential|intended|privileged)|"
    r"intended (?:only|solely) for|if you are not the (?:intended|named)|"
    r"^(?:confidentiality notice|disclaimer|please consider the environment)|"
    r"diese (?:e-?mail|nachricht) .{0,60}vertraulich|"
    r"ce (?:message|courriel|mail) .{0,80}confidentiel|"
    r"este (?:mensaje|correo|mensagem|e-?mail) .{0,80}confidenci|"
    r"(?:questo messaggio|questa e-?mail) .{0,80}riservat|"
    r"dit (?:bericht|e-?mail) .{0,80}vertrouwelijk",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"^(?:(?:kind|best|warm|kindest|many)?\s?(?:regards|wishes)|sincerely|yours\b.{0,20}|"
    r"cheers|best|thanks|thank you|many thanks|mit (?:freundlichen|besten) grüßen|"
    r"freundliche grüße|viele grüße|beste grüße|gruß|mfg|cordialement|bien à vous|"
    r"un saludo|saludos|atentamente|cordiali saluti|distinti saluti|cumprimentos|"
    r"atenciosamente|com os melhores cumprimentos|met vriendelijke groet(?:en)?|"
    r"groeten|"
    r"mvg)\s?[,.!]?\s*$",
    re.IGNORECASE,
)
_POSTSCRIPT = re.compile(r"^p\.? ?s\b", re.IGNORECASE)


def own_text(text: str) -> str:
    """What the sender wrote anew, with a subject line where one stands at the top.

    Quoted lines, quoted blocks, signatures and disclaimers are left out; a message
    forwarded by the owner is read from below its header. At most `OWN_LIMIT`
    characters come back; an empty text is possible.
    """
    lines = _unforwarded(text[:RAW_LIMIT].replace("\r\n", "\n").split("\n"))
    subject, lines = _without_headers(lines)
    kept: list[str] = [*subject]
    for index, line in enumerate(lines):
        stripped = line.strip()[:LINE_LIMIT]
        if stripped.startswith(">"):
            continue
        if _ends_own_words(lines, index, stripped):
            kept.extend(_below_the_quote(lines[index + 1 :], stripped))
            break
        kept.append(line.rstrip())
    return "\n".join(_without_sign_off(kept)).strip()[:OWN_LIMIT]


def _unforwarded(lines: list[str]) -> list[str]:
    """From below a forwarding mark, where the owner passed a message on."""
    for index, line in enumerate(lines[:60]):
        if _FORWARDED.match(line.strip()[:LINE_LIMIT]):
            return lines[index + 1 :]
    return lines


def _without_headers(lines: list[str]) -> tuple[list[str], list[str]]:
    """The subject and the body of a text that opens with a block of headers."""
    start = 0
    while start < len(lines) and not lines[start].strip():
        start += 1
    end = start
    subject: list[str] = []
    while end < len(lines) and _ANY_HEADER.match(lines[end].strip()[:LINE_LIMIT]):
        found = _SUBJECT.match(lines[end].strip()[:LINE_LIMIT])
        if found:
            subject.append(lines[end].strip()[found.end() :])
        end += 1
    return subject, lines[end:]


def _ends_own_words(lines: Sequence[str], index: int, line: str) -> bool:
    if _SEPARATOR.match(line) or _SIGNATURE.match(line) or _DISCLAIMER.search(line):
        return True
    if _WROTE.match(line):
        return True
    # "On Tuesday ... <x@y>" and "wrote:" are often broken over two lines
    if index + 1 < len(lines) and len(line) < 200:
        both = f"{line} {lines[index + 1].strip()[:200]}"
        if both.rstrip().endswith(":") and _WROTE.match(both):
            return True
    following = [one.strip()[:LINE_LIMIT] for one in lines[index + 1 : index + 5]]
    return bool(_HEADER.match(line)) and any(map(_ANY_HEADER.match, following))


def _below_the_quote(lines: Sequence[str], mark: str) -> list[str]:
    """Own words under a quote whose lines all carry ">" (an answer at the bottom)."""
    if not _WROTE.match(mark) or not any(one.startswith(">") for one in lines):
        return []
    after = False
    kept = []
    for line in lines:
        if line.startswith(">"):
            after = True
        elif after:
            if _SIGNATURE.match(line.strip()[:LINE_LIMIT]):
                break
            kept.append(line.rstrip())
    return kept


def _without_sign_off(lines: list[str]) -> list[str]:
    """Drop a closing formula and the name, title and telephone under it."""
    for index in range(1, len(lines)):
        if not _CLOSING.match(lines[index].strip()[:80]):
            continue
        below = [one for one in lines[index + 1 :] if one.strip()]
        if len(below) <= 10 and all(len(one) < 90 for one in below):
            last = [i for i, one in enumerate(lines) if _POSTSCRIPT.match(one.strip())]
            return lines[:index] + (
                lines[last[0] :] if last and last[0] > index else []
            )
    return lines
