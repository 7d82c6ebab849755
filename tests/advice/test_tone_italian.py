"""The tone check on Italian texts: its words, and ordinary sentences."""

import pytest

from assistant.domain.letters import LetterKind
from assistant.domain.tone import HitKind, Wording
from assistant.usecases.outgoing import check_tone
from tests.advice.tone_lines import calm_of, each_line, firm_answer, kinds_of, of_kinds

H = HitKind
FIRM = firm_answer("it")

HARMFUL = {
    H.THREAT: """
        Mi rivolgerò a un legale.
        Ci vediamo in tribunale.
        Se continua così, La denuncio.
        Domani sporgiamo denuncia.
        La porterò in giudizio.
        Le farò causa.
        La pratica passa al nostro avvocato.
        Ho già passato tutto all’avvocato.
        Agiremo per vie legali.
        Avvieremo un'azione legale.
        Faremo pignorare il conto.
        Chiamo i carabinieri.
        Se ne pentirà.
        Le costerà caro.
        Gliela faccio pagare, anzi gliela farò pagare.
        Questo è l'ultimo avvertimento.
        La avverto, non scherzo.
        Siete avvisati.
        Non mi costringa ad agire.
        Non ci lasciate altra scelta.
        Subirà le conseguenze.
        Lo dirò a tutti i Suoi clienti.
        Tutti sapranno come lavora.
        Pubblicherò la storia su Facebook.
        Le lascio una recensione negativa.
        Bloccheremo l’accesso al Suo sito.
        Domani le tolgo l'accesso.
        Cancelleremo i Suoi file.
        Verrò a riprendermi il materiale montato.
    """,
    H.ACCUSATION: """
        Ci avete preso in giro.
        Sono stufo di voi.
        Lei mente.
        È una bugia.
        Siete dei truffatori.
        Ci avete imbrogliati.
        Ladri!
        Si vergogni.
        Che faccia tosta.
        È ridicolo.
        Come si permette?
        Ci prende in giro.
        Agisce in mala fede.
        È poco professionale.
        La Sua condotta è inaccettabile.
        L’ha fatto apposta.
        Sono solo scuse.
        Cerca di non pagare.
        Ci fa perdere tempo.
        Gente come voi non merita risposta.
        È tutta colpa Sua.
        Si rifiuta di pagare.
        Lei ignora le nostre lettere.
        Non aveva alcuna intenzione di pagare.
        Sapeva benissimo quanto costava.
        Avrebbe dovuto leggere il preventivo.
        Non Le credo.
        Esigiamo una spiegazione.
        Se lo è inventato.
        Te ne freghi.
    """,
    H.SARCASM: """
        Grazie di niente.
        Guarda caso il problema spunta adesso.
        Bel tentativo.
        Perfino un bambino lo capirebbe.
        È chiedere troppo?
        Glielo ripeto per l'ennesima volta.
        Come Le ho già spiegato, il prezzo era un altro.
        Inutile dire che il lavoro era finito.
        Con tutto il rispetto, non è così.
        Non siamo una banca.
    """,
    H.ABSOLUTE: """
        Non è mai stato concordato.
        Paga sempre in ritardo.
        In nessun momento ne abbiamo parlato.
        È evidente che il lavoro va bene.
        Quanto dice nella mail è del tutto falso.
        Senza ombra di dubbio il prezzo era quello.
    """,
    H.ADMISSION: """
        È stato un nostro errore.
        È stato un errore nostro.
        È colpa nostra.
        Ammettiamo il ritardo.
        Abbiamo sbagliato i conti.
        Mi sono sbagliata.
        Ci assumiamo la piena responsabilità.
        Le abbiamo fatturato due ore di troppo.
        La fattura era sbagliata.
        Il pavimento è stato posato male.
        Non abbiamo finito in tempo.
        Non avremmo dovuto addebitarlo.
        Mi dispiace molto.
        Ci scusiamo per i disagi.
        Chiediamo scusa.
        Ha perfettamente ragione.
        Il Suo reclamo è fondato.
        Non deve pagare nulla.
    """,
    H.DUNNING: """
        La fattura è scaduta.
        Paghi i 400,00 € immediatamente, prima di venerdì.
        Questo è il secondo sollecito.
        Affideremo il credito a una società di recupero crediti.
        Saldi il Suo debito.
        Applicheremo gli interessi di mora.
        La mettiamo in mora.
        Non ha ancora pagato.
        Dove sono i miei soldi?
        Deve pagare.
        Procederemo senza preavviso.
    """,
    H.LABEL: """
        Con riserva di ogni diritto, la vediamo così.
        Glielo scrivo in via riservata.
    """,
    H.SHOUTING: """
        PAGHI ADESSO.
        Legga il contratto!!
        Che cos'è questo??
    """,
    H.MISSING_DATE: """
        La prego di pagare 400,00 €.
        Per favore, versi i 400,00 €.
    """,
}

ORDINARY = """
    La garanzia è scaduta il 3 marzo.
    Il corriere ha consegnato i bancali con un giorno di ritardo.
    Il pagamento scade oggi alle 18?
    Un bambino di cinque anni festeggia con noi.
    Come sempre, grazie per la fiducia.
    È sempre un piacere lavorare con Voi.
    Restiamo sempre a disposizione per qualsiasi domanda.
    Non esiti mai a chiamarci.
    La prego di versare 400,00 € entro il 14 maggio 2026.
    Le chiedo di saldare il resto entro 14 giorni.
    Lei scrive che l’insegna non è stata consegnata.
    Questo non costituisce un riconoscimento di un nostro errore.
    Per quanto mi risulta, non è mai stata concordata una terza revisione.
    A quanto ci risulta, è sempre stato fatturato così.
    Scusi il ritardo nella risposta.
    Mi scuso per l'attesa.
    Grazie ancora per la pazienza.
    Allego il rapporto d'intervento firmato il 3 marzo.
    Quale voce della fattura non Le sembra corretta?
    Qual è il Suo indirizzo di fatturazione?
    Capisco che l’importo L'abbia sorpresa.
    Vorrei trovare una soluzione che vada bene a entrambi.
    Il prezzo orario è a pagina due del preventivo.
    Ho sospeso i nostri promemoria mentre verifico.
    Se preferisce, La chiamo giovedì pomeriggio.
    Potrebbe inviarmi una foto del soffitto?
    Il tecnico ha montato il condensatore e misurato la pressione.
    I tubi perdono acqua, perciò abbiamo cambiato la guarnizione.
    Abbiamo ricevuto il Suo pagamento; grazie mille.
    La parte non contestata ammonta a 400,00 €.
    Le offro uno sconto a condizione che il resto arrivi entro il 20 maggio 2026.
    Ci deve essere un malinteso con il Suo capocantiere.
    Secondo i nostri documenti la consegna è stata firmata lunedì.
    Possiamo riparlare dei tempi quando Le è comodo.
    Grazie mille per la visita di ieri!
    Le spiego volentieri ogni voce.
    Tengo a mente la Sua richiesta.
    Il materiale è stato ordinato ad aprile ed è arrivato a maggio.
    Non sono riuscita a raggiungerLa al telefono; quando posso richiamare?
    Perché entrambi lo abbiamo per iscritto, riassumo quanto detto.
    Resta aperta la parte che Lei contesta.
    Rispondo a ogni punto separatamente.
    Sono la responsabile del cantiere e seguo io la pratica.
    Approfitto dell’occasione per augurarLe buon lavoro.
    L'eliminazione della perdita e la riprova sono nel rapporto.
    Per eliminare la perdita abbiamo portato via il vecchio scaldabagno.
    Per non rovinare il parquet abbiamo lavorato con le coperture.
    Senza altri costi, riprendo il lavoro lunedì.
    Il costo è troppo alto per il materiale previsto?
    Offriamo una garanzia di due anni sui montaggi.
    Non c'è bisogno di rispondere oggi.
    Le faccio un disegno della cucina prima della visita.
    Una nostra collega passerà mercoledì.
    La clausola 4 dice che le modifiche si pagano a parte.
    Gentile signora Ricci, grazie per il messaggio. Cordiali saluti, Marta
    L'IVA e il CIG sono nella fattura INV-7 di IKEA.
    Se ha già risposto, non tenga conto di questo messaggio.
    Complimenti per la nuova apertura.
    Ovviamente resto a disposizione.
"""


@pytest.mark.parametrize(("text", "kind"), of_kinds(HARMFUL))
@pytest.mark.covers("X5", "F-Q1")
def test_italian_words_that_do_harm_are_found(text: str, kind: HitKind) -> None:
    assert kind in kinds_of(text, FIRM)


@pytest.mark.covers("X5", "F-G12")
def test_calm_italian_has_nothing_strong_or_barred_left() -> None:
    for text, _ in of_kinds(HARMFUL):
        left = check_tone(calm_of(text, FIRM), FIRM)
        assert not [hit for hit in left if hit.is_strong or hit.is_barred], text


@pytest.mark.parametrize("text", each_line(ORDINARY))
@pytest.mark.covers("X5", "F-Q1")
def test_ordinary_italian_passes(text: str) -> None:
    assert kinds_of(text, FIRM) == []


@pytest.mark.parametrize(
    ("text", "calm"),
    [
        ("Paga sempre tardi.", "Per quanto mi risulta, paga sempre tardi."),
        (
            "Non è mai stato concordato.",
            "Per quanto mi risulta, non è mai stato concordato.",
        ),
        (
            "Marta non ha mai firmato.",
            "Per quanto mi risulta, Marta non ha mai firmato.",
        ),
        ("È stato un nostro errore.", "È stato il punto che Lei solleva."),
        ("Si tratta dell’errore nostro.", "Si tratta del punto che Lei solleva."),
        ("Le fatture sono scadute.", "Le fatture sono aperte."),
        ("L'importo è scaduto.", "L'importo è aperto."),
        ("PAGHI SUBITO!!", "Paghi entro il giorno 14 maggio 2026."),
        (
            "La prego di pagare 400,00 €.",
            "La prego di pagare 400,00 € entro il giorno 14 maggio 2026.",
        ),
        (
            "Lei mente. Siete dei ladri.",
            "Vediamo la cosa in modo diverso, e vorrei capire il Suo punto di vista.",
        ),
    ],
)
@pytest.mark.covers("X5", "F-G12")
def test_the_neutral_italian_words_fit_in_their_place(text: str, calm: str) -> None:
    assert calm_of(text, FIRM).replace("\u00a0", " ") == calm


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Le offro uno sconto.", H.NO_CONDITION),
        ("Le offro uno sconto se paga il resto.", H.NO_EXPIRY),
    ],
)
def test_an_italian_offer_names_its_condition_and_its_last_day(
    text: str, kind: HitKind
) -> None:
    offer = Wording("it", "EUR", LetterKind.GOODWILL_OFFER, {})
    assert kind in kinds_of(text, offer)
