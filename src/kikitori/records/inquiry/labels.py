"""What the words of an investigation are called."""

from django.utils.translation import pgettext_lazy

from kikitori.records.inquiry.terms import Bearing, CustodyKind, EvidenceKind, LineState, Nature

LINE_STATE = {
    LineState.OPEN: pgettext_lazy("line of inquiry", "Open"),
    LineState.DONE: pgettext_lazy("line of inquiry", "Followed to its end"),
    LineState.DROPPED: pgettext_lazy("line of inquiry", "Dropped, with the reason"),
}
EVIDENCE_KIND = {
    EvidenceKind.DOCUMENT: pgettext_lazy("evidence", "Document"),
    EvidenceKind.PHOTOGRAPH: pgettext_lazy("evidence", "Photograph"),
    EvidenceKind.RECORDING: pgettext_lazy("evidence", "Recording"),
    EvidenceKind.OBJECT: pgettext_lazy("evidence", "Object"),
    EvidenceKind.SYSTEM_RECORD: pgettext_lazy("evidence", "Record of a system"),
    EvidenceKind.STATEMENT: pgettext_lazy("evidence", "Statement"),
}
BEARING = {
    Bearing.SUPPORTS: pgettext_lazy("evidence", "Speaks for the point"),
    Bearing.AGAINST: pgettext_lazy("evidence", "Speaks against it"),
    Bearing.UNCLEAR: pgettext_lazy("evidence", "Says something about it; what, is not clear yet"),
}
CUSTODY_KIND = {
    CustodyKind.TAKEN_IN: pgettext_lazy("custody", "Taken in"),
    CustodyKind.HANDED_TO: pgettext_lazy("custody", "Handed to somebody"),
    CustodyKind.EXAMINED: pgettext_lazy("custody", "Looked at by an expert"),
    CustodyKind.GIVEN_BACK: pgettext_lazy("custody", "Given back"),
    CustodyKind.MOVED: pgettext_lazy("custody", "Moved to another place"),
    CustodyKind.DESTROYED: pgettext_lazy("custody", "Destroyed"),
    CustodyKind.WITHDRAWN: pgettext_lazy("custody", "Withdrawn as evidence"),
}
NATURE = {
    Nature.FACT: pgettext_lazy("investigation", "Fact"),
    Nature.OPINION: pgettext_lazy("investigation", "Opinion"),
}
