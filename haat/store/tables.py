"""The tables, one schema for SQLite and Postgres. Money is whole paise, moments are aware UTC, days are the shop's."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    false,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Moment(TypeDecorator[datetime]):
    """An aware UTC moment, also where the database forgets zones (SQLite)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002  SQLAlchemy's signature
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002  SQLAlchemy's signature
        if value is None:
            return None
        found: datetime = value
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def _tenant() -> Column[str]:
    return Column("tenant_id", String(64), ForeignKey("tenants.id"), nullable=False)


tenants = Table(
    "tenants",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("name", Text, nullable=False),
    Column("kind", String(16), nullable=False),  # shop | group
    Column("demo", Boolean, nullable=False, server_default=false()),
    Column("catalogue_version", Integer, nullable=False, server_default="0"),
    Column("price_limit_pct", Float),  # so far sellers change prices; above it they propose
    Column("created_at", Moment, nullable=False),
)
stores = Table(
    "stores",
    metadata,
    Column("id", String(64), primary_key=True),
    _tenant(),
    Column("name", Text, nullable=False),
    Column("kind", String(16), nullable=False),  # kirana | shg
    Column("place", Text),  # canonical place id, `District, State`
    Column("is_default", Boolean, nullable=False, server_default=false()),
    Column("members", Integer),
    Column("makes", JSON(none_as_null=True)),  # a month: list of product, quantity, unit
)
people = Table(
    "people",
    metadata,
    Column("id", String(64), primary_key=True),
    _tenant(),
    Column("login", String(255), nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("password_hash", Text, nullable=False),
    Column("role", String(16), nullable=False),
    Column("store_id", String(64), ForeignKey("stores.id")),
    Column("language", String(16)),
    Column("created_at", Moment, nullable=False),
    Column("erased_at", Moment),
)
refresh_tokens = Table(
    "refresh_tokens",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("person_id", String(64), ForeignKey("people.id"), nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("revoked_at", Moment),
)
api_keys = Table(
    "api_keys",
    metadata,
    Column("id", String(64), primary_key=True),
    _tenant(),
    Column("name", Text, nullable=False),
    Column("key_hash", String(64), nullable=False, unique=True),
    Column("role", String(16), nullable=False),
    Column("store_id", String(64), ForeignKey("stores.id")),
    Column("created_at", Moment, nullable=False),
    Column("revoked_at", Moment),
)
products = Table(
    "products",
    metadata,
    Column("tenant_id", String(64), ForeignKey("tenants.id"), primary_key=True),
    Column("sku_id", String(128), primary_key=True),
    Column("concept", String(64), nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("category", String(64), nullable=False),
    Column("unit", String(16), nullable=False),
    Column("price_paise", Integer),
    Column("mrp_paise", Integer),
    Column("map_paise", Integer),  # the brand's minimum advertised price
    Column("unit_cost_paise", Integer),
    Column("brand", Text),
    Column("pack_size", Text),
    Column("min_margin_pct", Float),
    Column("shelf_life_days", Integer),
    Column("aliases", JSON, nullable=False),  # list of str, any script
)
sales = Table(
    "sales",
    metadata,
    Column("id", Integer, primary_key=True),
    _tenant(),
    Column("store_id", String(64), nullable=False),
    Column("date", Date, nullable=False),
    Column("sku_id", String(128), nullable=False),
    Column("units", Float, nullable=False),  # as it came
    Column(
        "units_clean", Float, nullable=False
    ),  # winsorised at the 99th percentile outside promotions
    Column("price_paise", Integer, nullable=False),
    Column("price_imputed", Boolean, nullable=False, server_default=false()),
    Column("revenue_paise", BigInteger, nullable=False),  # GST included
    Column("promo", Boolean, nullable=False, server_default=false()),
    Column("source", String(16), nullable=False),  # ingest | chat | demo
    Column("source_event_id", String(128), nullable=False, server_default=""),
    Column(
        "recorded_at", Moment
    ),  # where it was told on the day itself: before or after a count of that day
    UniqueConstraint("tenant_id", "store_id", "sku_id", "date", "source_event_id"),
    Index("ix_sales_tenant_id_date", "tenant_id", "date"),
    # covers a shop's sums over a period
    Index(
        "ix_sales_period",
        "tenant_id",
        "store_id",
        "date",
        "sku_id",
        "units",
        "revenue_paise",
        "price_imputed",
        "units_clean",
    ),
)
returns = Table(
    "returns",
    metadata,
    Column("id", Integer, primary_key=True),
    _tenant(),
    Column("store_id", String(64), nullable=False),
    Column("date", Date, nullable=False),
    Column("sku_id", String(128), nullable=False),
    Column("units", Float, nullable=False),
    Column("reason", Text),
    Column("source", String(16), nullable=False),
    Column("source_event_id", String(128), nullable=False, server_default=""),
    UniqueConstraint("tenant_id", "store_id", "sku_id", "date", "source_event_id"),
)
inventory = Table(
    "inventory",
    metadata,
    Column("tenant_id", String(64), ForeignKey("tenants.id"), primary_key=True),
    Column("store_id", String(64), primary_key=True),
    Column("sku_id", String(128), primary_key=True),
    Column("date", Date, primary_key=True),  # counted at the end of this day
    Column("on_hand", Float, nullable=False),
    Column("in_transit", Float),
    Column("backorder", Float),
    Column("lead_time_days", Float),
    Column("source", String(16), nullable=False),
    Column("counted_at", Moment),  # where it was counted before the day's end
    Index("ix_inventory_period", "tenant_id", "store_id", "date", "sku_id", "on_hand"),
)
purchases = Table(
    "purchases",
    metadata,
    Column("id", Integer, primary_key=True),
    _tenant(),
    Column("store_id", String(64), nullable=False),
    Column("date", Date, nullable=False),
    Column("sku_id", String(128), nullable=False),
    Column("units", Float, nullable=False),
    Column("unit_cost_paise", Integer),
    Column("source", String(16), nullable=False),
    Column("source_event_id", String(128), nullable=False, server_default=""),
    Column("recorded_at", Moment),  # as for sales
    UniqueConstraint("tenant_id", "store_id", "sku_id", "date", "source_event_id"),
)
promotions = Table(
    "promotions",
    metadata,
    Column("id", Integer, primary_key=True),
    _tenant(),
    Column("store_id", String(64), nullable=False),
    Column("sku_id", String(128), nullable=False),
    Column("starts", Date, nullable=False),
    Column("ends", Date, nullable=False),
    Column("price_paise", Integer),
)
competitor_prices = Table(
    "competitor_prices",
    metadata,
    Column("id", Integer, primary_key=True),
    _tenant(),
    Column("date", Date, nullable=False),
    Column("sku_id", String(128), nullable=False),
    Column("competitor", Text, nullable=False),
    Column("price_paise", Integer, nullable=False),
    Column("url", Text),
    Column("confidence", Float),
    Index("ix_competitor_prices_tenant_id_sku_id_date", "tenant_id", "sku_id", "date"),
)
buyers = Table(
    "buyers",
    metadata,
    Column("tenant_id", String(64), ForeignKey("tenants.id"), primary_key=True),
    Column("buyer_id", String(64), primary_key=True),
    Column("name", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("wants", JSON, nullable=False),  # list of concept or SKU ids
    Column("volume", Float),
    Column("unit", String(16)),
    Column("max_price_paise", Integer),
    Column("contact", Text),
    Column("agreed_to_contact", Boolean, nullable=False, server_default=false()),
)
market_prices = Table(
    "market_prices",
    metadata,
    Column("id", Integer, primary_key=True),
    Column(
        "tenant_id", String(64), nullable=False, server_default=""
    ),  # empty: published, for everyone
    Column("commodity", String(64), nullable=False),  # concept id
    Column("date", Date, nullable=False),
    Column("state", Text, nullable=False),
    Column("district", Text, nullable=False),  # canonical place id, `District, State`
    Column("market", Text, nullable=False),
    Column("variety", Text, nullable=False, server_default=""),
    Column("modal_paise", Integer, nullable=False),
    Column("min_paise", Integer),
    Column("max_paise", Integer),
    Column("arrival_t", Float),
    Column("unit", String(16), nullable=False),  # what the price is for: quintal, kg, l
    Column("level", String(16), nullable=False),  # wholesale | retail
    Column("source", String(32), nullable=False),  # agmarknet | dca | ingest
    UniqueConstraint("tenant_id", "commodity", "date", "district", "market", "variety", "level"),
    Index("ix_market_prices_commodity_level_date", "commodity", "level", "date"),
    Index(
        "ix_market_prices_commodity_level_district_date", "commodity", "level", "district", "date"
    ),
)
entries = Table(
    "entries",
    metadata,
    Column("id", String(64), primary_key=True),
    _tenant(),
    Column("store_id", String(64), nullable=False),
    Column("subject", String(64), nullable=False),
    Column("kind", String(16), nullable=False),  # sale | purchase | stock_count | price_change
    Column("sku_id", String(128), nullable=False),
    Column("date", Date, nullable=False),
    Column("arguments", JSON, nullable=False),  # as confirmed
    Column("effect_key", String(64), nullable=False, unique=True),
    Column("before", JSON),  # what an undo puts back
    Column("recorded_at", Moment, nullable=False),
    Column("undone_at", Moment),
    Index("ix_entries_tenant_id_sku_id", "tenant_id", "sku_id"),
)
audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("tenant_id", String(64), nullable=False),
    Column("at", Moment, nullable=False),
    Column("subject", String(64), nullable=False),
    Column("action", String(64), nullable=False),
    Column("object", Text, nullable=False),
    Column("detail", JSON, nullable=False),
    Column("previous_hash", String(64), nullable=False, unique=True),
    Column("hash", String(64), nullable=False),
    Index("ix_audit_tenant_id_id", "tenant_id", "id"),
)
conversations = Table(
    "conversations",
    metadata,
    Column("id", String(64), primary_key=True),
    _tenant(),
    Column("subject", String(64), nullable=False),
    Column("channel", String(16), nullable=False),
    Column("started_at", Moment, nullable=False),
    Column("last_at", Moment, nullable=False),
    Column("busy_until", Moment),
    Index("ix_conversations_tenant_id_subject_last_at", "tenant_id", "subject", "last_at"),
)
turns = Table(
    "turns",
    metadata,
    Column("id", String(64), primary_key=True),
    _tenant(),
    Column("subject", String(64), nullable=False),
    Column("conversation_id", String(64), ForeignKey("conversations.id"), nullable=False),
    Column("message_id", String(200), nullable=False),
    Column("text", Text, nullable=False),
    Column("reply", JSON),
    Column("asked_at", Moment, nullable=False),
    Column("answered_at", Moment),
    Column("lease_until", Moment, nullable=False),
    UniqueConstraint("tenant_id", "subject", "message_id"),
    Index("ix_turns_conversation_id_asked_at", "conversation_id", "asked_at"),
)
runs = Table(
    "runs",
    metadata,
    Column("id", String(64), primary_key=True),
    _tenant(),
    Column("subject", String(64), nullable=False),
    Column("message_id", String(200), nullable=False),
    Column("started_at", Moment, nullable=False),
    Column("ended_at", Moment),
)
run_events = Table(
    "run_events",
    metadata,
    Column("run_id", String(64), primary_key=True),
    Column("sequence", Integer, primary_key=True),
    Column("event", String(32), nullable=False),
    Column("data", JSON, nullable=False),
)
feedback = Table(
    "feedback",
    metadata,
    Column("id", Integer, primary_key=True),
    _tenant(),
    Column("subject", String(64), nullable=False),
    Column("message_id", String(200), nullable=False),
    Column("thumb", String(8), nullable=False),
    Column("text", Text),
    Column("at", Moment, nullable=False),
)
ingest_batches = Table(
    "ingest_batches",
    metadata,
    Column("id", String(64), primary_key=True),
    _tenant(),
    Column("kind", String(32), nullable=False),
    Column("idempotency_key", String(200), nullable=False),
    Column("body_hash", String(64), nullable=False),
    Column("result", JSON, nullable=False),
    Column("at", Moment, nullable=False),
    UniqueConstraint("tenant_id", "idempotency_key"),
)
raw_rows = Table(
    "raw_rows",
    metadata,
    Column("id", Integer, primary_key=True),
    _tenant(),
    Column("batch_id", String(64), ForeignKey("ingest_batches.id"), nullable=False),
    Column("kind", String(32), nullable=False),
    Column("line", Integer, nullable=False),
    Column("payload", JSON, nullable=False),  # as it came
    Column("status", String(16), nullable=False),  # accepted | duplicate | quarantined
    Column("column", String(64)),
    Column("reason", Text),
    Index("ix_raw_rows_batch_id_line", "batch_id", "line"),
)
forecast_overrides = Table(
    "forecast_overrides",
    metadata,
    Column("tenant_id", String(64), ForeignKey("tenants.id"), primary_key=True),
    Column("store_id", String(64), primary_key=True),
    Column("sku_id", String(128), primary_key=True),
    Column("date", Date, primary_key=True),
    Column("units", Float, nullable=False),
    Column("reason", Text),
    Column("subject", String(64), nullable=False),
    Column("at", Moment, nullable=False),
)
forecasts = Table(
    "forecasts",
    metadata,
    Column("tenant_id", String(64), ForeignKey("tenants.id"), primary_key=True),
    Column("store_id", String(64), primary_key=True),
    Column("sku_id", String(128), primary_key=True),
    Column("made_on", Date, nullable=False),  # with what was known before this day
    Column("body", JSON, nullable=False),  # the days from `made_on` on, see haat.analytics.forecast
)
models = Table(
    "models",
    metadata,
    Column("id", Integer, primary_key=True),
    _tenant(),
    Column("store_id", String(64), nullable=False),
    Column("name", String(32), nullable=False),  # what it foretells
    Column("version", Integer, nullable=False),
    Column("fitted_on", Date, nullable=False),  # with what was known before this day
    Column("at", Moment, nullable=False),
    Column("reason", String(16), nullable=False),  # first | drift | worse | old
    Column("digest", String(64), nullable=False),  # of the data it saw
    Column("parameters", JSON, nullable=False),
    Column("report", JSON, nullable=False),  # how accurate it was on days it had not seen
    Column("body", LargeBinary),  # the newest version's; none where it needs none
    Column("checked_on", Date, nullable=False),  # the last day on which it was looked after
    UniqueConstraint("tenant_id", "store_id", "name", "version"),
)
orders = Table(
    "orders",
    metadata,
    Column("id", Integer, primary_key=True),
    _tenant(),
    Column("marketplace", String(16), nullable=False),
    Column("order_id", String(128), nullable=False),
    Column("date", Date, nullable=False),
    Column("sku_id", String(128), nullable=False),
    Column("quantity", Float, nullable=False),
    Column("price_paise", Integer, nullable=False),
    Column("amount_paise", BigInteger, nullable=False),
    Column("status", String(16), nullable=False),  # new, accepted, shipped, delivered …
    Column("place", Text),
    Column("source", String(16), nullable=False),
    UniqueConstraint("tenant_id", "marketplace", "order_id", "sku_id"),
    Index("ix_orders_tenant_id_date", "tenant_id", "date"),
)
opportunities = Table(
    "opportunities",
    metadata,
    Column("id", Integer, primary_key=True),
    _tenant(),
    Column("kind", String(16), nullable=False),  # tender | fair | festival | scheme
    Column("title", Text, nullable=False),
    Column("place", Text, nullable=False, server_default=""),
    Column("starts", Date, nullable=False),
    Column("ends", Date, nullable=False),
    Column("apply_by", Date),
    Column("asks_for", Text),
    Column("url", Text),
    Column("source", String(16), nullable=False),
    UniqueConstraint("tenant_id", "kind", "title", "place", "starts"),
)
enquiries = Table(
    "enquiries",
    metadata,
    Column("id", String(64), primary_key=True),
    _tenant(),
    Column("subject", String(64), nullable=False),
    Column("buyer_id", String(64), nullable=False),
    Column("product", String(128), nullable=False),
    Column("quantity", Float),
    Column("unit", String(16)),
    Column("price_paise", Integer),
    Column("price_unit", String(16)),
    Column("score", Float),  # how well the buyer fitted then
    Column("parts", JSON(none_as_null=True)),  # of the score, each without its weight
    Column("effect_key", String(64), nullable=False, unique=True),
    Column(
        "status", String(16), nullable=False
    ),  # recorded, sent, answered, ordered, paid, declined
    Column("why", Text),
    Column("at", Moment, nullable=False),
    Column("outcome_at", Moment),
    Index("ix_enquiries_tenant_id_buyer_id", "tenant_id", "buyer_id"),
)
alert_rules = Table(
    "alert_rules",
    metadata,
    Column("id", String(64), primary_key=True),
    _tenant(),
    Column("subject", String(64), nullable=False),
    Column("kind", String(32), nullable=False),
    Column("product", String(128)),
    Column("threshold", Float),
    Column("direction", String(8)),
    Column("unit", String(16)),
    Column("place", Text),
    Column("effect_key", String(64), nullable=False, unique=True),
    Column("at", Moment, nullable=False),
    Column("removed_at", Moment),
)
alerts = Table(
    "alerts",
    metadata,
    Column("id", String(64), primary_key=True),
    _tenant(),
    Column("store_id", String(64)),
    Column("kind", String(32), nullable=False),
    Column("severity", String(8), nullable=False),
    Column("product", String(128)),
    Column("since", Date, nullable=False),
    Column("detail", JSON, nullable=False),
    Column("status", String(16), nullable=False),  # open | acknowledged | resolved | snoozed
    Column("until", Date),
    Column("key", String(200), nullable=False),  # the same finding of the same day is one alert
    UniqueConstraint("tenant_id", "key"),
)
suggestions = Table(
    "suggestions",
    metadata,
    Column("id", String(64), primary_key=True),
    _tenant(),
    Column("subject", String(64), nullable=False),
    Column("kind", String(16), nullable=False),  # recommendation | insight
    Column("payload", JSON, nullable=False),
    Column("status", String(16), nullable=False),  # shown | accepted | rejected
    Column("at", Moment, nullable=False),
    Column("answered_at", Moment),
    Index("ix_suggestions_tenant_id_kind_status", "tenant_id", "kind", "status"),
)
price_proposals = Table(
    "price_proposals",
    metadata,
    Column("id", String(64), primary_key=True),
    _tenant(),
    Column("store_id", String(64), nullable=False),
    Column("subject", String(64), nullable=False),
    Column("sku_id", String(128), nullable=False),
    Column("price_paise", Integer, nullable=False),
    Column("arguments", JSON, nullable=False),  # of the entry that writes it
    Column("shown", JSON, nullable=False),  # what she said yes to
    Column("effect_key", String(64), nullable=False, unique=True),
    Column("status", String(16), nullable=False),  # waiting | accepted | rejected | withdrawn
    Column("at", Moment, nullable=False),
    Column("decided_at", Moment),
    Index("ix_price_proposals_tenant_id_status", "tenant_id", "status"),
)
told_goods = Table(
    "told_goods",
    metadata,
    Column("tenant_id", String(64), ForeignKey("tenants.id"), primary_key=True),
    Column("store_id", String(64), primary_key=True),
    Column("product", String(128), primary_key=True),  # SKU or concept id
    Column("subject", String(64), nullable=False),
    Column("at", Moment, nullable=False),
)
told_groups = Table(
    "told_groups",
    metadata,
    Column("id", String(64), primary_key=True),  # the same for the same change
    _tenant(),
    Column("store_id", String(64), nullable=False),
    Column("before", JSON(none_as_null=True)),  # absent: there was no such group
    Column("after", JSON, nullable=False),
    Column("subject", String(64), nullable=False),
    Column("at", Moment, nullable=False),
    Column("taken_back_at", Moment),
)
contacts = Table(
    "contacts",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("channel", String(16), nullable=False),  # whatsapp | telegram
    Column("address", String(128), nullable=False),  # as the channel names her
    Column("name", Text),  # as her profile there says
    Column("tenant_id", String(64), ForeignKey("tenants.id")),  # absent: not a member yet
    Column("subject", String(64)),  # her person
    Column("conversation_id", String(64)),
    Column("language", String(16)),
    Column("script", String(8)),
    Column(
        "state", JSON, nullable=False
    ),  # how far she is on the way in, and what was offered last
    Column("last_inbound_at", Moment),
    Column("stopped_at", Moment),  # she wants no messages
    Column("created_at", Moment, nullable=False),
    UniqueConstraint("channel", "address"),
    Index("ix_contacts_tenant_id_subject", "tenant_id", "subject"),
)
inbox = Table(
    "inbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("channel", String(16), nullable=False),
    Column("provider_id", String(128), nullable=False),  # the provider's own id of the message
    Column("contact_id", String(64), ForeignKey("contacts.id"), nullable=False),
    Column("payload", JSON, nullable=False),  # the Inbound as it came
    Column("state", String(16), nullable=False),  # waiting | done | dead | erased
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("not_before", Moment),
    Column("worker", String(64)),
    Column("lease_until", Moment),
    Column("error", Text),
    Column("received_at", Moment, nullable=False),
    Column("done_at", Moment),
    UniqueConstraint("channel", "provider_id"),
    Index("ix_inbox_state_id", "state", "id"),
    Index("ix_inbox_contact_id_id", "contact_id", "id"),
)
outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("contact_id", String(64), ForeignKey("contacts.id"), nullable=False),
    Column("key", String(200), nullable=False, unique=True),  # the same thing is told once
    Column("kind", String(16), nullable=False),  # answer | notice | alert | enquiry
    Column("body", JSON, nullable=False),  # the Outbound
    # ready | intent | held | sent | uncertain | refused | erased
    Column("state", String(16), nullable=False),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("not_before", Moment),
    Column("worker", String(64)),
    Column("lease_until", Moment),
    Column("intent_at", Moment),  # written before the first attempt to send
    Column("provider_id", String(128)),
    Column(
        "status", String(16)
    ),  # the furthest that the provider told: sent, delivered, read, failed
    Column("error", Text),
    Column("created_at", Moment, nullable=False),
    Column("sent_at", Moment),
    Column("given_up_at", Moment),  # refused, or uncertain for good
    Index("ix_outbox_state_id", "state", "id"),
    Index("ix_outbox_contact_id_id", "contact_id", "id"),
    Index("ix_outbox_provider_id", "provider_id"),
)
join_codes = Table(
    "join_codes",
    metadata,
    Column("code_hash", String(64), primary_key=True),
    _tenant(),
    Column("store_id", String(64), ForeignKey("stores.id")),
    Column("role", String(16), nullable=False),
    Column("uses_left", Integer, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("created_at", Moment, nullable=False),
)
documents = Table(
    "documents",
    metadata,
    Column("id", String(64), primary_key=True),
    _tenant(),
    Column("subject", String(64), nullable=False),
    Column("name", Text, nullable=False),
    Column("media_type", String(64), nullable=False),
    Column("digest", String(64), nullable=False),  # SHA-256 of the file
    Column("kind", String(32)),  # as she said; absent: recognised
    Column("status", String(16), nullable=False),  # processing | done | failed
    Column("body", JSON),  # the document as it was read, before corrections
    Column("corrections", JSON, nullable=False),  # field by its name -> value
    Column("error", Text),
    Column("at", Moment, nullable=False),
    Index("ix_documents_tenant_id_subject_at", "tenant_id", "subject", "at"),
)
document_files = Table(
    "document_files",
    metadata,
    Column("document_id", String(64), ForeignKey("documents.id"), primary_key=True),
    Column("content", LargeBinary, nullable=False),
)
feeds = Table(
    "feeds",
    metadata,
    Column("name", String(200), primary_key=True),
    Column("kind", String(32), nullable=False),  # of ingestion
    Column("tenant_id", String(64), nullable=False, server_default=""),  # empty: for everyone
    Column("tried_at", Moment),
    Column("success_at", Moment),
    Column("rows", Integer, nullable=False, server_default="0"),  # taken in at the last success
    Column("error", Text),  # why the last try failed; absent where it did not
    Column("state", JSON, nullable=False),  # etag, last_modified, digest …
)
