"""Which of the seven languages a message is written in, by its small words."""

from collections.abc import Sequence

from assistant.reading.own_text import own_text
from assistant.reading.tokens import tokenize

LANGUAGES = ("en", "de", "fr", "es", "it", "pt", "nl")

_SMALL_WORDS = {
    "en": "the you your i to and of is it for not we that this on have with be are my "
    "me was paid pay can what will do from so no thanks please just would been they at "
    "how need money am did an when there as by if or but about invoice bill bank hi a "
    "our any all were has had",
    "de": "der die das und ich ist nicht wir sie ihr ihre ein eine bitte auf fur mit "
    "den dem des von zu im es auch noch wird rechnung haben bei sind keine kein nur "
    "wie schon aus so mal bin hat vielen dank alles bis habe morgen heute danke geld "
    "uns was nichts raus euch ihnen",
    "fr": "le la les des je vous nous est pas et un une pour que votre sur ne du au ce "
    "qui avec mais merci facture dans il bonjour a plus etait ca c j n l d qu suis "
    "etes "
    "tout fait par ont aux cette sont bien elle desole avait avons avez nos notre deux "
    "trois tres meme ete",
    "es": "el la los las que de y no en un una por con su se lo me es para del al como "
    "pero factura hola gracias hasta esta este yo te mi le muy ya os pago eso asi ni "
    "todo mas cuando si nos sin han esto usted quedo hemos habia habiamos fue eran "
    "nadie ese esa estamos",
    "it": "il lo la gli che di e non un una per con si mi ci le del della al dal sono "
    "ma fattura grazie ho ha nel come questo alla piu io abbiamo vi buongiorno voi "
    "anche "
    "quella quindi pagato adesso ora gia avete sua suo bonifico perche cosi dei nostra "
    "avevamo avevate hanno era erano nella sul dalla nostro a da in ne mai ti questa "
    "delle deve cosa niente tutto scusa stato stata qual il fatto fatta",
    "pt": "o a os as que de e nao um uma por com se me do da no na em para fatura "
    "obrigado obrigada ola mas foi ate isto isso eu voce ao dos das pelo sao tem ja "
    "esta nos bom dia meu minha vou seu sua ainda so paguei pago ficou manda quando "
    "pix "
    "conta fica aqui tinhamos tinha foram muito pelos estava das nem mais voces ca "
    "apenas voltou nossa nosso porque nunca mesmo eram",
    "nl": "de het een en ik niet van is dat wij we u op te voor met zijn maar ook er "
    "dit bij graag rekening factuur heb hebben geen nog aan om als dan wel naar "
    "bedankt "
    "uw je jij deze die wordt kan kunt t wat hoe mij ons had hadden "
    "moet onze waren zou hartelijk alles",
}
_SETS = {name: frozenset(words.split()) for name, words in _SMALL_WORDS.items()}
_ONLY = {
    "de": "äöüß", "fr": "èêâçœùûîï", "es": "ñ¿¡", "pt": "ãõêâç", "it": "ìòèù",
    "nl": "ĳ",
}  # fmt: skip


# What makes a language plain: so many points, and so many times those of the next.
# Source: measured on tests/data/messages-dev.jsonl, where these are never wrong.
_PLAIN_POINTS, _PLAIN_LEAD = 3, 1.5


def is_small_word(word: str, language: str) -> bool:
    """Whether a plain word is one that every text has, and names nothing."""
    return word in _SETS.get(language, frozenset())


def detect_language(words: Sequence[str], text: str) -> str:
    """The language whose small words and letters occur most; English when in doubt.

    words: plain words of the text (`tokens.tokenize`); text: the text itself.
    """
    score = _scores(words, text)
    best = max(LANGUAGES, key=lambda name: score[name])
    return best if score[best] > score["en"] else "en"


def plain_language(text: str) -> str:
    """The language that a customer plainly writes in; empty when in doubt."""
    own = own_text(text)
    score = _scores([token.word for token in tokenize(own[:2000])], own)
    best, second = sorted(LANGUAGES, key=lambda name: score[name], reverse=True)[:2]
    least = max(_PLAIN_POINTS, _PLAIN_LEAD * score[second])
    return best if score[best] >= least else ""


def _scores(words: Sequence[str], text: str) -> dict[str, float]:
    head = words[:300]
    score: dict[str, float] = {
        name: sum(1.0 for word in head if word in known)
        for name, known in _SETS.items()
    }
    letters = text[:2000].lower()
    for name, own in _ONLY.items():
        score[name] += 1.5 * sum(1 for letter in own if letter in letters)
    return score
