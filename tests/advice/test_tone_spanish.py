"""The tone check on Spanish texts, as they are written in Spain and in America."""

import pytest

from assistant.domain.letters import LetterKind
from assistant.domain.tone import HitKind, Wording
from assistant.usecases.outgoing import check_tone
from tests.advice.tone_lines import calm_of, each_line, firm_answer, kinds_of, of_kinds

H = HitKind
FIRM = firm_answer("es")

HARMFUL = {
    H.THREAT: """
        Los vamos a demandar.
        Va a tener noticias de mi abogado.
        Nos veremos en los tribunales.
        Si sigue así le demandaré.
        Mañana mismo presentaremos una denuncia contra usted.
        Te voy a llevar a juicio.
        Este asunto ya está en manos de nuestros abogados.
        Mi abogada se pondrá en contacto con ustedes.
        Iniciaremos acciones legales sin más.
        Reclamaremos por la vía judicial.
        Acabarán embargándoles, y pediré embargar sus cuentas.
        Voy a llamar a la policía.
        Se arrepentirá de esto.
        Esto le va a salir muy caro.
        Es mi ultimo aviso.
        Le advierto que no bromeo.
        Queda usted avisado.
        No me obligue a tomar medidas.
        No nos dejan otra salida.
        Aténgase a las consecuencias.
        Los meteré en un fichero de morosos.
        Contaré a todo el mundo lo que ha hecho.
        Lo publicaré en redes sociales.
        Le pondremos una mala reseña en Google.
        Su reputación quedará por los suelos.
        Mañana le corto el acceso al servidor.
        Borraremos todos los archivos.
        Iré a recoger el material instalado.
    """,
    H.ACCUSATION: """
        Me habéis estafado.
        Vosotros mentís.
        Estoy harto de ustedes.
        Usted miente.
        Eso es una mentira como una casa.
        Son ustedes unos estafadores.
        Nos han engañado desde el principio.
        ¡Ladrones!
        No tiene usted vergüenza.
        Qué cara tiene.
        Es ridículo discutir esto.
        ¿Cómo se atreve a decir eso?
        Me está tomando el pelo.
        Actúan de mala fe.
        Me parece poco profesional.
        Su conducta es inaceptable.
        Lo hizo a propósito.
        Todo eso son excusas para no pagar.
        Está dando largas.
        Nos hace perder el tiempo.
        Clientes como ustedes no interesan.
        Es por su culpa.
        Se niega a pagar.
        Usted ha incumplido lo pactado.
        No tenía ninguna intención de pagar.
        Sabía perfectamente lo que firmaba.
        Debería haber leído el presupuesto.
        No le creo.
        Exigimos una explicación.
        No me lo creo; se lo ha inventado.
    """,
    H.SARCASM: """
        Gracias por nada.
        Qué casualidad que aparezca ahora.
        Buen intento.
        Hasta un niño lo entendería.
        ¿Es mucho pedir?
        Se lo repito por enésima vez.
        Como ya le he explicado, el precio era otro.
        Huelga decir que el precio era correcto.
        Con el debido respeto, no es así.
        No somos un banco.
        Siga soñando.
    """,
    H.ABSOLUTE: """
        Eso nunca se acordó.
        Siempre paga tarde.
        Jamas nos avisó.
        En ningún momento hablamos de eso.
        Es evidente que el trabajo está bien.
        Lo que usted dijo en mayo es totalmente falso.
    """,
    H.ADMISSION: """
        Fue nuestro error.
        Fue un error nuestro.
        La culpa es nuestra.
        Reconocemos que el plazo se alargó.
        Me equivoqué con las horas.
        Asumimos toda la responsabilidad.
        Le facturamos dos horas de más.
        La factura estaba mal.
        El suelo quedó mal colocado.
        No terminamos a tiempo.
        No deberíamos haber cobrado eso.
        Lo sentimos mucho.
        Le pedimos disculpas.
        Disculpe las molestias.
        Tiene usted razón.
        Su queja está totalmente justificada.
        No tiene que pagar.
    """,
    H.DUNNING: """
        Las facturas F-7 y F-8 ya están vencidas.
        Está usted obligado a pagar.
        La factura está vencida.
        Pague los 400,00 € inmediatamente, antes del viernes.
        Este es el segundo recordatorio.
        Pasaremos el caso a una empresa de recobro.
        Salde su deuda.
        Se aplicarán intereses de demora.
        Todavía no ha pagado.
        ¿Dónde está mi dinero?
        Nos debe dinero.
        Tiene que pagar.
        Actuaremos sin previo aviso.
    """,
    H.LABEL: """
        Sin perjuicio de nuestros derechos, así lo vemos.
        Se lo digo con carácter confidencial.
    """,
    H.SHOUTING: """
        PAGUE YA.
        ¡Lea el contrato!!
        ¿Qué es esto??
    """,
    H.MISSING_DATE: """
        Le ruego que pague 400,00 €.
        Por favor, abone los 400,00 €.
    """,
}

ORDINARY = """
    La deuda técnica del proyecto se explica en el informe.
    Podemos dividir el pago en tres cuotas.
    Le aviso en cuanto llegue el material.
    Se sabe demasiado poco del estado anterior.
    Como siempre, gracias por su confianza.
    Siempre es un placer trabajar con ustedes.
    Quedamos siempre a su disposición para cualquier duda.
    Nunca dude en llamarnos.
    Le ruego que pague 400,00 € a más tardar el 14 de mayo de 2026.
    Le agradecería que abonara el resto en un plazo de 14 días.
    Usted escribe que no se entregó el cartel.
    Esto no supone un reconocimiento de nuestro error.
    Por lo que puedo ver, nunca se acordó una tercera ronda.
    Hasta donde sabemos, siempre se facturó así.
    Disculpe el retraso en responder.
    Disculpe que le moleste otra vez.
    Sin embargo, el contrato recoge dos revisiones.
    Gracias de nuevo por su paciencia.
    Le adjunto el parte de trabajo firmado el 3 de marzo.
    ¿Qué línea de la factura no le parece correcta?
    Entiendo que el importe le haya sorprendido.
    Me gustaría encontrar una solución que nos convenga a los dos.
    El precio por hora figura en la segunda página del presupuesto.
    He suspendido los recordatorios mientras lo revisamos.
    Si lo prefiere, le llamo el jueves por la tarde.
    ¿Podría enviarme una foto de la zona del techo?
    El técnico instaló el condensador y midió la presión.
    Hemos recibido su pago; muchas gracias.
    La parte no discutida asciende a 400,00 €.
    Le ofrezco un descuento a condición de que pague el resto antes del 20 de mayo.
    Quizá hubo un malentendido entre su encargado y mi equipo.
    Según nuestros registros, la entrega se firmó el lunes.
    Podemos volver a hablar del calendario cuando le venga bien.
    ¡Muchas gracias por la visita de ayer!
    Con mucho gusto le explico cada concepto.
    El material se pidió en abril y llegó en mayo.
    No he podido localizarle por teléfono; ¿cuándo le viene bien?
    Para que ambos lo tengamos por escrito, resumo lo hablado.
    Queda pendiente la parte que usted cuestiona.
    En esta carta respondo a cada punto por separado.
    Podría haber un error de lectura en el contador; lo comprobaré.
    Le envío la nota de abono con la fecha de hoy.
    A propósito de la segunda visita, encontré estas notas.
    Prefiero resolverlo hablando que por correo.
    La cláusula 4 dice que los cambios se pagan aparte.
    Estimada señora Ruiz: gracias por su mensaje. Un saludo cordial, Marta
    No tenga en cuenta este mensaje si ya ha contestado.
    El IVA y el NIF están en la factura INV-7 de IKEA.
    Siempre que le venga bien, podemos vernos en la obra.
    Publicaremos su web en cuanto apruebe los textos de Google y de Facebook.
    Cortamos el agua y desmontamos el radiador para cambiar la válvula.
    Mi asesor fiscal preparará la factura con recargo de equivalencia.
    Cuento con su respuesta, y cuento con gusto las horas con usted.
    Se ha roto la tubería del baño, y cambiamos la pieza defectuosa.
    No me deje sin noticias, por favor.
    Como no contestó, supuse que estaba de viaje.
    Aún no hemos recibido su respuesta.
    Puede pagarlo todo de una vez o en dos cuotas, a partir del lunes.
    Queremos el mejor resultado para su negocio, y que crezca.
    No hemos llegado a un acuerdo sobre el precio.
    Se lo explico con gusto en la visita.
    No he olvidado su mensaje.
    ¿Le parece justo que partamos de las horas del parte?
"""


@pytest.mark.parametrize(("text", "kind"), of_kinds(HARMFUL))
@pytest.mark.covers("X5", "F-Q1")
def test_spanish_words_that_do_harm_are_found(text: str, kind: HitKind) -> None:
    assert kind in kinds_of(text, FIRM)


@pytest.mark.covers("X5", "F-G12")
def test_calm_spanish_has_nothing_strong_or_barred_left() -> None:
    for text, _ in of_kinds(HARMFUL):
        left = check_tone(calm_of(text, FIRM), FIRM)
        assert not [hit for hit in left if hit.is_strong or hit.is_barred], text


@pytest.mark.parametrize("text", each_line(ORDINARY))
@pytest.mark.covers("X5", "F-Q1")
def test_ordinary_spanish_passes(text: str) -> None:
    assert kinds_of(text, FIRM) == []


@pytest.mark.parametrize(
    ("text", "calm"),
    [
        ("Jamas nos avisó.", "Por lo que puedo ver, jamas nos avisó."),
        ("Eso nunca se acordó.", "Por lo que puedo ver, eso nunca se acordó."),
        ("Marta nunca firmó.", "Por lo que puedo ver, Marta nunca firmó."),
        ("Fue nuestro error.", "Fue el punto que usted plantea."),
        ("Las facturas están vencidas.", "Las facturas están pendientes."),
        ("El pago está atrasado.", "El pago está pendiente."),
        ("¡PAGUE YA!!", "Pague a más tardar el 14 de mayo de 2026."),
        ("¡Lea el contrato!!", "Lea el contrato."),
        (
            "¡Nunca lo vi!",
            "¡Por lo que puedo ver, nunca lo vi!",
        ),
        (
            "Le ruego que pague 400,00 €.",
            "Le ruego que pague 400,00 € a más tardar el 14 de mayo de 2026.",
        ),
        (
            "Usted miente. Son unos ladrones.",
            "Lo vemos de manera distinta, y me gustaría entender su punto de vista.",
        ),
    ],
)
@pytest.mark.covers("X5", "F-G12")
def test_the_neutral_spanish_words_fit_in_their_place(text: str, calm: str) -> None:
    assert calm_of(text, FIRM).replace("\u00a0", " ") == calm


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Le ofrezco un descuento.", H.NO_CONDITION),
        ("Le ofrezco un descuento si paga el resto.", H.NO_EXPIRY),
    ],
)
def test_a_spanish_offer_names_its_condition_and_its_last_day(
    text: str, kind: HitKind
) -> None:
    offer = Wording("es", "EUR", LetterKind.GOODWILL_OFFER, {})
    assert kind in kinds_of(text, offer)
