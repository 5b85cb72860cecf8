"""What the agent can do: read the store, calculate, and say what was found."""

from tools.context import Tool
from tools.find_products import FIND_PRODUCTS
from tools.market_price import MARKET_PRICE
from tools.query_kpi import QUERY_KPI
from tools.record_entry import RECORD_ENTRY

TOOLS: tuple[Tool, ...] = (MARKET_PRICE, QUERY_KPI, RECORD_ENTRY, FIND_PRODUCTS)
