"""The tone check on Portuguese texts, as Portugal and Brazil write them."""

import pytest

from assistant.domain.letters import LetterKind
from assistant.domain.tone import HitKind, Wording
from assistant.usecases.outgoing import check_tone
from tests.advice.tone_lines import calm_of, each_line, firm_answer, kinds_of, of_kinds

H = HitKind
FIRM = firm_answer("pt")

HARMFUL = {
    H.THREAT: """
        Vemo-nos no tribunal.
        Vou processá-lo.
        Vamos te processar.
        Amanhã apresentamos queixa na polícia.
        O assunto já está nas mãos do nosso advogado.
        A minha advogada vai falar consigo.
        Avançaremos com medidas judiciais.
        Tomaremos as providências cabíveis.
        Pediremos a penhora das contas.
        Vai arrepender-se.
        Você vai se arrepender.
        Isto vai sair-lhe caro.
        É o último aviso.
        Advirto-o de que não brinco.
        Fica avisado.
        Não me obrigue a ir mais longe.
        Não nos deixa outra alternativa.
        Vejo-me obrigado a agir.
        Sofrerá as consequências.
        Seu nome vai para o Serasa.
        Toda a gente vai saber como trabalha.
        Todo mundo vai ficar sabendo.
        Publicarei isto nas redes sociais.
        Vou reclamar no Reclame Aqui.
        Deixo-lhe uma avaliação negativa.
        Amanhã bloqueio o seu acesso.
        Vou tirar o site do ar.
        Apagaremos todos os ficheiros.
        Irei recolher o meu material instalado.
    """,
    H.ACCUSATION: """
        Tás a gozar?
        Estou farto de vocês.
        O senhor mente.
        Isso é mentira.
        Vocês são uns vigaristas.
        Fomos enganados por si.
        Ladrões!
        Não tem vergonha.
        Que cara de pau.
        É ridículo.
        Como se atreve?
        Está a gozar connosco.
        Está me fazendo de palhaço.
        Age de má-fé.
        É pouco profissional.
        A sua conduta é inaceitável.
        Fez de propósito.
        São só desculpas.
        Está a enrolar.
        Faz-nos perder o nosso tempo.
        Clientes como vocês não fazem falta.
        É por sua culpa.
        Recusa-se a pagar.
        Se recusa a pagar.
        O senhor não cumpriu o combinado.
        Não tinha qualquer intenção de pagar.
        Sabia muito bem o que assinava.
        Deveria ter lido o orçamento.
        Não acredito em si.
        Exigimos uma explicação.
        Caloteiro.
    """,
    H.SARCASM: """
        Obrigado por nada.
        Que coincidência aparecer agora.
        Boa tentativa.
        Até uma criança entenderia.
        É pedir muito?
        Quer que eu desenhe?
        Repito pela enésima vez.
        Como já lhe expliquei, o preço era outro.
        Escusado será dizer que o preço estava no orçamento.
        Com todo o respeito, não é assim.
        Não somos um banco.
        Continue sonhando.
    """,
    H.ABSOLUTE: """
        Isso nunca foi combinado.
        Paga sempre tarde.
        Jamais nos avisou.
        Em momento algum falámos disso.
        É evidente que o trabalho está bem.
        O que escreveu em maio é totalmente falso.
    """,
    H.ADMISSION: """
        Isso não voltará a acontecer.
        Foi um erro nosso.
        Foi nosso erro.
        A culpa é nossa.
        Reconhecemos o atraso.
        Enganei-me nas horas.
        Nós nos enganamos nas horas.
        Assumimos toda a responsabilidade.
        Cobrámos duas horas a mais.
        A fatura estava errada.
        O chão foi mal colocado.
        Não terminámos a tempo.
        Não devíamos ter cobrado isso.
        Lamentamos imenso.
        Sinto muito.
        Pedimos desculpa.
        Desculpe o transtorno.
        Tem toda a razão.
        A sua reclamação é justificada.
        Não tem de pagar.
    """,
    H.DUNNING: """
        A fatura está vencida.
        Pague os 400,00 € imediatamente, antes de sexta-feira.
        Este é o segundo aviso.
        Entregaremos o caso a uma empresa de cobrança.
        Liquide a sua dívida.
        Serão cobrados juros de mora.
        Ainda não pagou.
        Onde está o meu dinheiro?
        Tem de pagar.
        Agiremos sem aviso prévio.
        O boleto ficou inadimplente.
    """,
    H.LABEL: """
        Sem prejuízo dos nossos direitos, vemos isto assim.
        Escrevo-lhe a título confidencial.
    """,
    H.SHOUTING: """
        PAGUE AGORA.
        Leia o contrato!!
        O que é isto??
    """,
    H.MISSING_DATE: """
        Peço-lhe que pague 400,00 €.
        Por favor, transfira os 400,00 €.
    """,
}

ORDINARY = """
    O servidor vai processar os dados à noite.
    A dívida técnica do projeto está explicada no relatório.
    Oi, João, tudo bem? Segue o boleto com vencimento em 20 de maio.
    O preço inclui o transporte e a retirada do entulho.
    Isto é um plano; uma promessa, não.
    O senhor tem de assinar a guia de entrega?
    Como sempre, obrigado pela confiança.
    É sempre um prazer trabalhar convosco.
    Estamos sempre à sua disposição.
    Nunca hesite em ligar-nos.
    Peço-lhe que pague 400,00 € até 14 de maio de 2026.
    Agradecia que liquidasse o restante no prazo de 14 dias.
    O senhor escreve que a placa não foi entregue.
    Isto não significa um reconhecimento de um erro nosso.
    Tanto quanto sei, nunca foi combinada uma terceira ronda.
    Pelo que sabemos, sempre foi faturado assim.
    Desculpe o atraso na resposta.
    Desculpem a demora.
    Obrigada mais uma vez pela sua paciência.
    Junto a folha de obra assinada a 3 de março.
    Que linha da fatura não lhe parece certa?
    Qual é o seu NIF?
    O valor está certo no orçamento que lhe enviei.
    Compreendo que o valor a tenha surpreendido.
    Gostaria de encontrar uma solução boa para os dois.
    O preço à hora está na página dois do orçamento.
    Suspendi os lembretes enquanto verificamos.
    Se preferir, ligo-lhe na quinta à tarde.
    Podia enviar-me uma fotografia do teto?
    O técnico instalou o condensador e mediu a pressão.
    Trocámos uma lata de tinta e enrolámos o cabo.
    Recebemos o seu pagamento; muito obrigado.
    O pagamento fica agora registado na fatura.
    A parte não contestada é de 400,00 €.
    Ofereço-lhe um desconto na condição de o resto chegar até 20 de maio de 2026.
    Talvez tenha havido um mal-entendido com o seu encarregado.
    Segundo os nossos registos, a entrega foi assinada na segunda-feira.
    Podemos voltar a falar dos prazos quando lhe der jeito.
    Muito obrigado pela visita de ontem!
    Explico com gosto cada item.
    Tenho em mente o seu pedido.
    O material foi encomendado em abril e chegou em maio.
    Não consegui falar consigo por telefone; quando posso ligar?
    Para que ambos o tenhamos por escrito, resumo a conversa.
    Fica em aberto a parte que contesta.
    Respondo a cada ponto em separado.
    Aproveita-se o material existente, e vamos buscar o resto na sexta-feira.
    Abrimos um buraco na parede e acabámos a sua cozinha.
    Houve uma falha da bomba, que não foi causada pela instalação.
    A cláusula 4 diz que as alterações se pagam à parte.
    Exma. Senhora Dona Rita, obrigada pela mensagem. Com os melhores cumprimentos, Marta
    Prezado João, segue em anexo o relatório da visita.
    O IVA e o NIF estão na fatura INV-7 da IKEA.
    Se já respondeu, não tenha em conta esta mensagem.
    Parabéns pela nova loja.
    Não me esqueci da sua pergunta.
    Se não se importa, passo amanhã de manhã.
    Avisamos assim que tivermos novidades.
    A garantia de que goza o equipamento é de dois anos.
"""


@pytest.mark.parametrize(("text", "kind"), of_kinds(HARMFUL))
@pytest.mark.covers("X5", "F-Q1")
def test_portuguese_words_that_do_harm_are_found(text: str, kind: HitKind) -> None:
    assert kind in kinds_of(text, FIRM)


@pytest.mark.covers("X5", "F-G12")
def test_calm_portuguese_has_nothing_strong_or_barred_left() -> None:
    for text, _ in of_kinds(HARMFUL):
        left = check_tone(calm_of(text, FIRM), FIRM)
        assert not [hit for hit in left if hit.is_strong or hit.is_barred], text


@pytest.mark.parametrize("text", each_line(ORDINARY))
@pytest.mark.covers("X5", "F-Q1")
def test_ordinary_portuguese_passes(text: str) -> None:
    assert kinds_of(text, FIRM) == []


@pytest.mark.parametrize(
    ("text", "calm"),
    [
        ("Paga sempre tarde.", "Tanto quanto sei, paga sempre tarde."),
        ("Isso nunca foi combinado.", "Tanto quanto sei, isso nunca foi combinado."),
        ("Marta nunca assinou.", "Tanto quanto sei, Marta nunca assinou."),
        ("Foi um erro nosso.", "Foi o ponto que levanta."),
        ("Trata-se do nosso erro.", "Trata-se do ponto que levanta."),
        ("As faturas estão vencidas.", "As faturas estão em aberto."),
        ("O pagamento está atrasado.", "O pagamento está em aberto."),
        ("PAGUE JÁ!!", "Pague até 14 de maio de 2026."),
        (
            "Peço-lhe que pague 400,00 €.",
            "Peço-lhe que pague 400,00 € até 14 de maio de 2026.",
        ),
        (
            "O senhor mente. São uns ladrões.",
            "Vemos isto de maneira diferente, e gostaria de compreender o seu ponto de"
            " vista.",
        ),
    ],
)
@pytest.mark.covers("X5", "F-G12")
def test_the_neutral_portuguese_words_fit_in_their_place(text: str, calm: str) -> None:
    assert calm_of(text, FIRM).replace("\u00a0", " ") == calm


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Ofereço-lhe um desconto.", H.NO_CONDITION),
        ("Ofereço-lhe um desconto se pagar o resto.", H.NO_EXPIRY),
    ],
)
def test_a_portuguese_offer_names_its_condition_and_its_last_day(
    text: str, kind: HitKind
) -> None:
    offer = Wording("pt", "EUR", LetterKind.GOODWILL_OFFER, {})
    assert kind in kinds_of(text, offer)
