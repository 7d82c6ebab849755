"""Which currencies exist and by which marks people write them."""

# ISO 4217, list one, without metals, funds and testing codes.
CODES = frozenset(
    (
        "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL "
        "BSD BTN BWP BYN BZD CAD CDF CHF CLF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP "
        "DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF "
        "IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK "
        "LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN "
        "NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF "
        "SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND "
        "TOP TRY TTD TWD TZS UAH UGX USD UYI UYU UYW UZS VED VES VND VUV WST XAF XCD "
        "XCG XOF XPF YER ZAR ZMW ZWG"
    ).split()
)

_DOLLARS = (
    "USD AUD BBD BMD BND BSD BZD CAD CLP COP FJD GYD HKD JMD KYD LRD MXN NAD NZD SBD "
    "SGD SRD TTD TWD XCD ARS UYU"
)

# A mark may stand for several currencies; the amount's own currency settles which.
MARKS: dict[str, frozenset[str]] = {
    mark: frozenset(codes.split())
    for mark, codes in {
        "$": _DOLLARS,
        "us$": "USD",
        "$us": "USD",
        "a$": "AUD",
        "au$": "AUD",
        "$au": "AUD",
        "c$": "CAD",
        "ca$": "CAD",
        "$ca": "CAD",
        "nz$": "NZD",
        "$nz": "NZD",
        "s$": "SGD",
        "$sg": "SGD",
        "hk$": "HKD",
        "$hk": "HKD",
        "nt$": "TWD",
        "mx$": "MXN",
        "$mx": "MXN",
        "r$": "BRL",
        "dollar": _DOLLARS,
        "dollars": _DOLLARS,
        "bucks": _DOLLARS,
        "€": "EUR",
        "euro": "EUR",
        "euros": "EUR",
        "£": "GBP EGP FKP GIP LBP SHP SSP SYP",
        "£gb": "GBP",
        "pound": "GBP EGP FKP GIP LBP SHP SSP SYP",
        "pounds": "GBP EGP FKP GIP LBP SHP SSP SYP",
        "quid": "GBP",
        "¥": "JPY CNY",
        "jp¥": "JPY",
        "cn¥": "CNY",
        "yen": "JPY",
        "元": "CNY TWD HKD",
        "円": "JPY",
        "₹": "INR",
        "rs": "INR PKR LKR NPR MUR SCR",
        "rs.": "INR PKR LKR NPR MUR SCR",
        "rupees": "INR PKR LKR NPR MUR SCR",
        "fr": "CHF",
        "fr.": "CHF",
        "sfr": "CHF",
        "sfr.": "CHF",
        "franken": "CHF",
        "francs": "CHF XAF XOF XPF BIF CDF DJF GNF KMF RWF",
        "fcfa": "XAF XOF",
        "f cfa": "XOF",
        "fcfp": "XPF",
        "cfpf": "XPF",
        "kr": "SEK NOK DKK ISK",
        "kr.": "SEK NOK DKK ISK",
        "r": "ZAR",
        "rand": "ZAR",
        "zł": "PLN",
        "kč": "CZK",
        "ft": "HUF",
        "lei": "RON MDL",
        "₱": "PHP",
        "₦": "NGN",
        "ksh": "KES",
        "₺": "TRY",
        "₴": "UAH",
        "₽": "RUB",
        "₩": "KRW KPW",
        "₪": "ILS",
        "₫": "VND",
        "฿": "THB",
    }.items()
}


def meant_by(mark: str) -> frozenset[str]:
    """The currencies that a code, symbol or word may stand for; empty if unknown.

    mark: as typed, in any case: `EUR`, `€`, `euros`, `US$`.
    """
    if mark.upper() in CODES:
        return frozenset({mark.upper()})
    return MARKS.get(mark.casefold(), frozenset())


_OF_COUNTRY = {
    country: currency
    for currency, countries in {
        "EUR": "AT BE BG CY DE EE ES FI FR GR HR IE IT LT LU LV MT NL PT SI SK EU",
        "USD": "US PR EC SV PA",
        "GBP": "GB UK",
        "CHF": "CH LI",
        **{
            currency: currency[:2]
            for currency in (
                "AED ARS AUD BRL CAD CLP CNY COP CZK DKK HKD HUF IDR ILS INR JPY KES "
                "KRW MXN MYR NGN NOK NZD PEN PHP PKR PLN RON SAR SEK SGD THB TRY TWD "
                "UAH VND ZAR"
            ).split()
        },
    }.items()
    for country in countries.split()
}


def of_country(country: str) -> str | None:
    """The currency that people pay with in a country (ISO 3166-1); None if unsure."""
    return _OF_COUNTRY.get(country.upper())
