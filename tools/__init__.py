"""What the agent can do: read the store, calculate, and say what was found."""

from tools.check_document import CHECK_DOCUMENT
from tools.check_identifier import CHECK_IDENTIFIER
from tools.contact_buyer import CONTACT_BUYER
from tools.context import Tool
from tools.decide_price import DECIDE_PRICE
from tools.describe_group import DESCRIBE_GROUP
from tools.find_opportunities import FIND_OPPORTUNITIES
from tools.find_papers import FIND_PAPERS
from tools.find_products import FIND_PRODUCTS
from tools.forecast_demand import FORECAST_DEMAND
from tools.list_alerts import LIST_ALERTS
from tools.list_orders import LIST_ORDERS
from tools.market_price import MARKET_PRICE
from tools.match_buyers import MATCH_BUYERS
from tools.note_outcome import NOTE_OUTCOME
from tools.plan_reorder import PLAN_REORDER
from tools.query_kpi import QUERY_KPI
from tools.recommend_products import RECOMMEND_PRODUCTS
from tools.record_bill import RECORD_BILL
from tools.record_entry import RECORD_ENTRY
from tools.register_buyer import REGISTER_BUYER
from tools.search_rules import SEARCH_RULES
from tools.set_alert import SET_ALERT
from tools.suggest_price import SUGGEST_PRICE

TOOLS: tuple[Tool, ...] = (
    MARKET_PRICE,
    QUERY_KPI,
    RECORD_ENTRY,
    FIND_PRODUCTS,
    FORECAST_DEMAND,
    PLAN_REORDER,
    SUGGEST_PRICE,
    MATCH_BUYERS,
    CONTACT_BUYER,
    RECOMMEND_PRODUCTS,
    LIST_ALERTS,
    SET_ALERT,
    LIST_ORDERS,
    SEARCH_RULES,
    CHECK_IDENTIFIER,
    FIND_OPPORTUNITIES,
    CHECK_DOCUMENT,
)

# What a person tells of her own matters, what her own papers hold, and what is decided among her own people: planned
# by the packs alone, seen by no hosted model, and listed in no reply, as the erasure of her data is.
OWN_TOOLS: tuple[Tool, ...] = (
    REGISTER_BUYER,
    NOTE_OUTCOME,
    DESCRIBE_GROUP,
    RECORD_BILL,
    FIND_PAPERS,
    DECIDE_PRICE,
)
OWN = frozenset(tool.name for tool in OWN_TOOLS)
