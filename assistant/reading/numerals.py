"""Numbers written in words, in seven languages, up to the hundred thousands."""

from decimal import Decimal

_UNITS = {
    "en": "zero one two three four five six seven eight nine ten eleven twelve "
    "thirteen "
    "fourteen fifteen sixteen seventeen eighteen nineteen",
    "de": "null ein zwei drei vier funf sechs sieben acht neun zehn elf zwolf dreizehn "
    "vierzehn funfzehn sechzehn siebzehn achtzehn neunzehn",
    "fr": "zero un deux trois quatre cinq six sept huit neuf dix onze douze treize "
    "quatorze quinze seize dix-sept dix-huit dix-neuf",
    "es": "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece "
    "catorce quince dieciseis diecisiete dieciocho diecinueve",
    "it": "zero uno due tre quattro cinque sei sette otto nove dieci undici dodici "
    "tredici quattordici quindici sedici diciassette diciotto diciannove",
    "pt": "zero um dois tres quatro cinco seis sete oito nove dez onze doze treze "
    "catorze quinze dezasseis dezassete dezoito dezanove",
    "nl": "nul een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien "
    "veertien vijftien zestien zeventien achttien negentien",
}
_TENS = {
    "en": "twenty thirty forty fifty sixty seventy eighty ninety",
    "de": "zwanzig dreissig vierzig funfzig sechzig siebzig achtzig neunzig",
    "fr": "vingt trente quarante cinquante soixante soixante-dix quatre-vingt "
    "quatre-vingt-dix",
    "es": "veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa",
    "it": "venti trenta quaranta cinquanta sessanta settanta ottanta novanta",
    "pt": "vinte trinta quarenta cinquenta sessenta setenta oitenta noventa",
    "nl": "twintig dertig veertig vijftig zestig zeventig tachtig negentig",
}
_HUNDREDS = {
    "es": "cien doscientos trescientos cuatrocientos quinientos seiscientos "
    "setecientos "
    "ochocientos novecientos",
    "pt": "cem duzentos trezentos quatrocentos quinhentos seiscentos setecentos "
    "oitocentos novecentos",
}
_SCALES = {
    "hundred": 100, "hundert": 100, "cent": 100, "cents": 100, "cento": 100,
    "ciento": 100, "honderd": 100, "thousand": 1000, "grand": 1000, "tausend": 1000,
    "mille": 1000, "mil": 1000, "mila": 1000, "duizend": 1000, "k": 1000,
}  # fmt: skip
# Elsewhere these are no hundreds and thousands: "five cents", "le grand salon".
_SCALES_OF = {"grand": ("en",), "cent": ("fr",), "cents": ("fr",)}
_JOINS = {"and", "und", "et", "y", "e", "en", "a"}


def _tables() -> dict[str, dict[str, int]]:
    tables: dict[str, dict[str, int]] = {}
    for language, names in _UNITS.items():
        table = {name: value for value, name in enumerate(names.split())}
        tens = _TENS[language].split()
        table.update({name: 10 * (i + 2) for i, name in enumerate(tens)})
        hundreds = _HUNDREDS.get(language, "").split()
        table.update({name: 100 * (i + 1) for i, name in enumerate(hundreds)})
        tables[language] = table
    tables["de"]["eins"] = tables["nl"]["eén"] = 1
    return tables


_WORDS = _tables()


def read_numeral(words: list[str], language: str) -> tuple[Decimal, int] | None:
    """The number that these plain words begin with, and how many words it takes.

    "two thousand three hundred and forty five pounds" -> (2345, 7);
    "fifteen hundred" -> (1500, 2); None when the first word is no number.
    """
    table = _WORDS.get(language, _WORDS["en"])
    total = current = used = 0
    started = False
    for index, word in enumerate(words[:14]):
        value = _value(word, table)
        if value is not None:
            current += value
            used, started = index + 1, True
        elif language not in _SCALES_OF.get(word, (language,)):
            break
        elif word in _SCALES and (started or index == 0):
            scale = _SCALES[word]
            if not started and word not in {
                "hundert",
                "tausend",
                "mille",
                "mil",
                "cento",
                "cent",
                "honderd",
                "duizend",
            }:
                return None
            current = max(current, 1) * scale
            if scale == 1000:
                total, current = total + current, 0
            used, started = index + 1, True
        elif word == "a" and index == 0 and _is_scale(words, 1, language):
            current, used, started = 1, 1, True
        elif (word in _JOINS or word == "-") and started:
            continue
        else:
            break
    return (Decimal(total + current), used) if started else None


def _is_scale(words: list[str], index: int, language: str) -> bool:
    word = words[index] if len(words) > index else ""
    return word in _SCALES and language in _SCALES_OF.get(word, (language,))


def _value(word: str, table: dict[str, int]) -> int | None:
    if word in table:
        return table[word]
    for tens, _, units in (word.partition(mark) for mark in ("-", "und", "en")):
        if tens in table and units in table:
            return table[tens] + table[units]
    return _compound(word, table)


def _compound(word: str, table: dict[str, int]) -> int | None:
    """German and Dutch compounds: "zweihundertfunfzig" -> 250."""
    for name, scale in (
        ("tausend", 1000),
        ("duizend", 1000),
        ("hundert", 100),
        ("honderd", 100),
        ("cento", 100),
    ):
        head, mark, tail = word.partition(name)
        if not mark or len(word) > 60:
            continue
        left = 1 if not head else _value(head, table)
        right = 0 if not tail else _value(tail, table)
        if left is not None and right is not None:
            return left * scale + right
    return None
