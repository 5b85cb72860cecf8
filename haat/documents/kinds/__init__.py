"""The kinds of paper that are recognised: a new one is a file here and a line below."""

from haat.documents.kinds.bill_of_supply import BILL_OF_SUPPLY
from haat.documents.kinds.gst_invoice import GST_INVOICE
from haat.documents.kinds.kind import Kind
from haat.documents.kinds.receipt import RECEIPT

KINDS: tuple[Kind, ...] = (GST_INVOICE, BILL_OF_SUPPLY, RECEIPT)
