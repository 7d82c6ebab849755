"""Which letters have an approved file: one per template, language and branch."""

from assistant.domain.letters import LetterForm, LetterKind

K, LONG, SHORT = LetterKind, LetterForm.LONG, LetterForm.SHORT

# Template -> the samples that lead into its branches.
BRANCHES: dict[tuple[LetterKind, LetterForm], str] = {
    (K.ACKNOWLEDGEMENT, LONG): (
        "plain bare plain_unnumbered partly_said specific specific_in_brief may_cross"
        " hold_partial part_paid all_paid"
    ),
    (K.ACKNOWLEDGEMENT, SHORT): "plain bare specific",
    (K.FOLLOW_UP, LONG): "plain bare partly_said asked_before money_unspoken",
    (K.FOLLOW_UP, SHORT): "plain bare",
    (K.CALL_RECAP, LONG): "specific specific_in_brief",
    (K.FIRM_ANSWER, LONG): (
        "denied denied_pay_online denied_on_every_paper denied_on_no_paper"
        " denied_part_paid denied_whole denied_part denied_rest denied_after_concession"
        " denied_unnumbered denied_with_readings"
    ),
    (K.CONCESSION, LONG): (
        "conceded conceded_partly conceded_by_invoice conceded_all conceded_part_paid"
        " conceded_no_amount conceded_american conceded_unnumbered"
        " conceded_not_agreed"
    ),
    (K.GOODWILL_OFFER, LONG): (
        "offered offered_with_papers offer_unnamed offered_all_off offered_unnumbered"
        " offered_redo offered_finish offered_warranty offered_service_credit"
        " offered_credit_unsaid"
        " offered_with_readings"
    ),
    (K.MIXED_ANSWER, LONG): (
        "mixed mixed_no_credit mixed_nothing_left mixed_unclear mixed_offer_unnamed"
        " mixed_offered mixed_unnumbered mixed_with_readings"
    ),
    (K.REMINDER_OF_ANSWER, LONG): (
        "waiting_offer waiting_offer_all_off waiting_offer_lapsed waiting_date_ahead"
        " waiting_date_passed waiting_no_date waiting_remedy plain"
    ),
    (K.REMINDER_OF_ANSWER, SHORT): (
        "waiting_offer waiting_offer_lapsed waiting_date_ahead waiting_date_passed bare"
    ),
    (K.CREDIT_NOTE_COVER, LONG): (
        "credited credited_partly credited_no_number credited_still_disputed"
        " credited_and_paid credited_american credited_unnumbered"
    ),
    (K.CORRECTED_INVOICE_COVER, LONG): (
        "credited credited_partly credited_no_number credited_still_disputed"
        " credited_and_paid credited_unnumbered"
    ),
    (K.SETTLEMENT_CONFIRMATION, LONG): (
        "agreed_on_payment agreed agreed_in_full agreed_on_nothing plain"
        " agreed_unnumbered agreed_redo agreed_finish agreed_warranty"
        " agreed_service_credit agreed_credit_unsaid plan_on_payment plan_credited"
        " plan_in_full"
    ),
    (K.BACK_TO_COLLECTION, LONG): (
        "agreed_on_payment plan_on_payment ending_agreed ending_dropped"
        " ending_unanswered ending_reviewed unanswered_without_answer credited_and_paid"
        " ending_dropped_unnumbered"
    ),
    (K.RECEIPT, LONG): (
        "money_arrived money_disputed money_divided money_for_a_line money_for_lines"
        " money_cheque money_cash money_arrived_unnumbered bare"
    ),
    (K.RESERVATION, LONG): (
        "money_cheque money_cheque_american money_cash tender_arrived tender_banked"
        " tender_by_card tender_arrived_unnumbered bare"
    ),
    (K.TENDER_NOTED, LONG): "tender_cheque tender_without_words tender_cash bare",
    (K.RETURN_OF_TENDER, LONG): (
        "tender_cheque tender_cash tender_arrived tender_without_words bare"
    ),
    (K.REJECTION_WITH_BANKING, LONG): "tender_cheque tender_without_words bare",
    (K.REPAYMENT_OF_TENDER, LONG): "tender_banked tender_banked_american bare",
    (K.ACCEPTANCE_OF_TENDER, LONG): "tender_cheque tender_arrived bare",
    (K.ASK_MISSING_PART, LONG): "money_arrived money_cheque bare",
    (K.ASK_UNDISPUTED, LONG): "plain part_paid bare plain_unnumbered",
    (K.FINAL_LETTER, LONG): "final final_after_much plain final_unnumbered",
    (K.CLOSING, LONG): (
        "let_go_part let_go_part_parting let_go_all let_go_all_parting plain bare"
    ),
}
# The same for the wordings that a playbook has of its own.
OWN_BRANCHES: dict[tuple[str, LetterKind, LetterForm], str] = {
    ("trades", K.ACKNOWLEDGEMENT, LONG): "plain bare specific may_cross part_paid",
    ("trades", K.ACKNOWLEDGEMENT, SHORT): "plain bare",
    ("trades", K.FOLLOW_UP, LONG): "plain bare call_tried call_in_writing partly_said",
    ("trades", K.FOLLOW_UP, SHORT): "plain call_tried call_in_writing",
    ("trades", K.CALL_RECAP, LONG): "call_cleared call_still_open call_all_open",
}
EVERY = tuple(BRANCHES)
