"""The kinds of paper that are recognised: a new one is a file here and a line below."""

from haat.documents.kinds.bank_passbook import BANK_PASSBOOK
from haat.documents.kinds.bill_of_supply import BILL_OF_SUPPLY
from haat.documents.kinds.credit_note import CREDIT_NOTE
from haat.documents.kinds.fssai_licence import FSSAI_LICENCE
from haat.documents.kinds.gst_certificate import GST_CERTIFICATE
from haat.documents.kinds.gst_invoice import GST_INVOICE
from haat.documents.kinds.kind import Kind
from haat.documents.kinds.product_label import PRODUCT_LABEL
from haat.documents.kinds.purchase_order import PURCHASE_ORDER
from haat.documents.kinds.receipt import RECEIPT
from haat.documents.kinds.return_form import RETURN_FORM
from haat.documents.kinds.udyam_certificate import UDYAM_CERTIFICATE

KINDS: tuple[Kind, ...] = (
    GST_INVOICE,
    BILL_OF_SUPPLY,
    RECEIPT,
    CREDIT_NOTE,
    PURCHASE_ORDER,
    RETURN_FORM,
    GST_CERTIFICATE,
    FSSAI_LICENCE,
    UDYAM_CERTIFICATE,
    PRODUCT_LABEL,
    BANK_PASSBOOK,
)
