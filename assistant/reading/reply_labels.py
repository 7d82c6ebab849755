"""The labels of the reply card as its letters have them, and as people shorten them.

In the order of the card: line, expected, received, amount, outcome. The tests hold them
against the letters. Answers may say I where the letter says you.
"""

from typing import NamedTuple


class Labels(NamedTuple):
    """Patterns for one language.

    whole: labels that need no colon behind them. short: those that do.
    """

    whole: tuple[str, str, str, str, str]
    short: tuple[str, str, str, str, str]


LABELS = {
    "en": Labels(
        (
            r"which line or item(?: it is about| this is about| is it about)?",
            r"what (?:you|i|we) (?:had )?expected",
            r"what (?:you|i|we) (?:have )?(?:received|got)",
            r"(?:the )?amount (?:you|i|we) question(?:ed)?",
            r"what would settle it(?: for (?:you|me|us))?",
        ),
        (
            r"(?:which )?(?:line|item|line or item|line/item)",
            r"(?:i |we )?(?:expected|expectation)",
            r"(?:i |we )?(?:received|got)",
            r"(?:the )?amount(?: in question| questioned)?",
            r"(?:(?:would|to) )?settle(?:s|d|ment)?(?: it)?|outcome",
        ),
    ),
    "de": Labels(
        (
            r"um welche position es geht|um welche position geht es",
            r"was (?:sie|ich|wir) erwartet (?:haben|habe|hatten|hatte)",
            r"was (?:sie|ich|wir) (?:bekommen|erhalten) (?:haben|habe)",
            r"welchen betrag (?:sie|ich|wir) beanstanden?",
            r"was die sache für (?:sie|mich|uns) lösen würde",
        ),
        (
            r"position(?:en)?|posten",
            r"(?:ich |wir )?(?:erwartet|erwartung)",
            r"(?:ich |wir )?(?:bekommen|erhalten)",
            r"(?:der )?betrag|(?:die )?summe",
            r"lösung|(?:mein )?vorschlag|(?:mein )?wunsch",
        ),
    ),
    "fr": Labels(
        (
            r"ligne ou poste dont il s['’]agit",
            r"ce que (?:vous attendiez|j['’]attendais|nous attendions)",
            r"ce que (?:vous avez|j['’]ai|nous avons) re[cç]u",
            r"montant que (?:vous contestez|je conteste|nous contestons)",
            r"ce qui réglerait la question pour (?:vous|moi|nous)",
        ),
        (
            r"ligne|poste|ligne ou poste",
            r"attendus?|attente",
            r"re[cç]us?",
            r"(?:le )?montant",
            r"solution|souhait|règlement",
        ),
    ),
    "es": Labels(
        (
            r"de qu[eé] l[ií]nea o concepto se trata",
            r"(?:lo )?qu[eé] (?:esperaba|esper[aá]bamos)(?: usted| yo)?",
            r"(?:lo )?qu[eé] (?:recibi[oó]|recib[ií]|recibimos)(?: usted| yo)?",
            r"qu[eé] importe no (?:le|me|nos) parece correcto",
            r"con qu[eé] quedar[ií]a resuelto para (?:usted|m[ií]|nosotros)",
        ),
        (
            r"l[ií]nea|concepto|partida",
            r"esperado|esperaba",
            r"recibido|recib[ií]",
            r"(?:el )?importe|(?:la )?cantidad",
            r"soluci[oó]n|propuesta",
        ),
    ),
    "it": Labels(
        (
            r"di quale voce si tratta",
            r"(?:che )?cosa (?:si aspettava|mi aspettavo|ci aspettavamo)",
            r"(?:che )?cosa (?:ha|ho|abbiamo) ricevuto",
            r"l['’]importo che (?:contesta|contesto|contestiamo)",
            r"(?:che )?cosa risolverebbe la questione per (?:lei|me|noi)",
        ),
        (
            r"voce|riga",
            r"atteso|aspettav[ao]|aspettative",
            r"ricevuto",
            r"(?:l['’])?importo|(?:la )?somma",
            r"soluzione|proposta|richiesta",
        ),
    ),
    "pt": Labels(
        (
            r"de que linha ou item se trata",
            r"o que (?:esperava|esper[aá]vamos)",
            r"o que (?:recebeu|recebi|recebemos)",
            r"o valor que (?:contesta|contesto|contestamos)",
            r"o que resolveria a quest[aã]o para (?:si|mim|n[oó]s|você)",
        ),
        (
            r"linha|item|linha ou item",
            r"esperado|esperava",
            r"recebido|recebi",
            r"(?:o )?valor|(?:o )?montante",
            r"solu[cç][aã]o|proposta",
        ),
    ),
    "nl": Labels(
        (
            r"om welke regel of post het gaat|om welke (?:regel|post) gaat het",
            r"wat (?:u|ik|wij|we) had(?:den)? verwacht",
            r"wat (?:u|ik|wij|we) (?:hebt|heeft|heb|hebben) (?:gekregen|ontvangen)",
            r"het bedrag dat (?:u|ik|wij|we) betwist(?:en)?",
            r"wat het voor (?:u|mij|ons) zou oplossen",
        ),
        (
            r"regel|post",
            r"verwacht(?:ing)?",
            r"gekregen|ontvangen",
            r"(?:het )?bedrag",
            r"oplossing|voorstel",
        ),
    ),
}
# What the letters say right below the card, and how people end their answers.
AFTER_THE_CARD = (
    r"please send them by|you will have my full answer|sent from my",
    r"(?:kind |best |warm )?regards,?$|(?:many )?thanks,?$|cheers,?$",
    r"am besten schicken sie|meine vollständige antwort|von meinem .{2,20} gesendet",
    r"mit freundlichen grüßen,?$|(?:viele|beste|freundliche) grüße,?$|gruß,?$|danke,?$",
    r"merci de me les envoyer|vous aurez ma réponse complète|envoyé (?:de|depuis) mon",
    r"cordialement,?$|bien à vous,?$|merci,?$",
    r"si le es posible, envíemelos|recibirá mi respuesta completa|enviado desde mi",
    r"(?:un )?(?:cordial )?saludos?,?$|atentamente,?$|gracias,?$",
    r"me li invii, se può|avrà la mia risposta completa|inviato da",
    r"(?:cordiali|distinti) saluti,?$|grazie,?$",
    r"se puder, envie|terá a minha resposta completa|enviado do meu",
    r"(?:com os melhores )?cumprimentos,?$|atentamente,?$|obrigad[oa],?$",
    r"stuurt u ze mij, als het kan|u krijgt mijn volledige antwoord|verzonden vanaf",
    r"(?:met )?(?:vriendelijke )?groet(?:en)?,?$|bedankt,?$",
)
