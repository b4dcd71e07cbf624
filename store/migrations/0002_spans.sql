CREATE TABLE IF NOT EXISTS spans
(
    start_time DateTime64(9, 'UTC') CODEC(Delta(8), ZSTD(1)),
    duration_ns Int64 CODEC(ZSTD(1)),
    trace_id FixedString(16) CODEC(ZSTD(1)),
    span_id FixedString(8) CODEC(ZSTD(1)),
    parent_span_id FixedString(8) CODEC(ZSTD(1)),
    trace_state String CODEC(ZSTD(1)),
    flags UInt32 CODEC(ZSTD(1)),
    service LowCardinality(String),
    namespace LowCardinality(String),
    environment LowCardinality(String),
    version LowCardinality(String),
    instance LowCardinality(String),
    resource_id UInt64 CODEC(ZSTD(1)),
    scope_name LowCardinality(String),
    scope_version LowCardinality(String),
    scope_attributes Map(LowCardinality(String), String) CODEC(ZSTD(1)),
    scope_attribute_types LowCardinality(String),
    scope_dropped_attributes_count UInt32 CODEC(ZSTD(1)),
    scope_schema_url LowCardinality(String),
    name LowCardinality(String),
    kind UInt8 CODEC(ZSTD(1)),
    status_code UInt8 CODEC(ZSTD(1)),
    status_message String CODEC(ZSTD(1)),
    attributes Map(LowCardinality(String), String) CODEC(ZSTD(1)),
    attribute_types LowCardinality(String),
    dropped_attributes_count UInt32 CODEC(ZSTD(1)),
    correlation_id String CODEC(ZSTD(1)),
    `events.time` Array(DateTime64(9, 'UTC')) CODEC(ZSTD(1)),
    `events.name` Array(LowCardinality(String)),
    `events.attributes` Array(Map(LowCardinality(String), String)) CODEC(ZSTD(1)),
    `events.attribute_types` Array(LowCardinality(String)),
    `events.dropped_attributes_count` Array(UInt32) CODEC(ZSTD(1)),
    dropped_events_count UInt32 CODEC(ZSTD(1)),
    `links.trace_id` Array(FixedString(16)) CODEC(ZSTD(1)),
    `links.span_id` Array(FixedString(8)) CODEC(ZSTD(1)),
    `links.trace_state` Array(String) CODEC(ZSTD(1)),
    `links.flags` Array(UInt32) CODEC(ZSTD(1)),
    `links.attributes` Array(Map(LowCardinality(String), String)) CODEC(ZSTD(1)),
    `links.attribute_types` Array(LowCardinality(String)),
    `links.dropped_attributes_count` Array(UInt32) CODEC(ZSTD(1)),
    dropped_links_count UInt32 CODEC(ZSTD(1)),
    -- Nothing is stored for an alias; the index over it answers "key = value" for any attribute.
    attribute_hashes Array(UInt64) ALIAS arrayMap((k, v) -> cityHash64(k, v), mapKeys(attributes), mapValues(attributes)),
    INDEX by_trace_id trace_id TYPE bloom_filter(0.001) GRANULARITY 1,
    INDEX by_attribute attribute_hashes TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX by_correlation_id correlation_id TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX by_service service TYPE set(100) GRANULARITY 1,
    INDEX by_name name TYPE set(100) GRANULARITY 1,
    INDEX by_duration duration_ns TYPE minmax GRANULARITY 1,
    INDEX by_status status_code TYPE set(4) GRANULARITY 1
)
ENGINE = MergeTree
PARTITION BY toDate(start_time)
ORDER BY start_time
-- Half of the usual granularity: searches by an attribute read that much less around each span that
-- they find, and looking through twice as many filters for one that nobody has stays cheap.
-- docs/adr/0007 has the measurements of both.
SETTINGS index_granularity = 4096, non_replicated_deduplication_window = 10000, fsync_after_insert = 1, fsync_part_directory = 1;

-- When a trace happened, so that a search by its id reads a few granules and not every day.
CREATE TABLE IF NOT EXISTS trace_times
(
    trace_id FixedString(16),
    first_time SimpleAggregateFunction(min, DateTime64(9, 'UTC')),
    last_time SimpleAggregateFunction(max, DateTime64(9, 'UTC'))
)
ENGINE = AggregatingMergeTree
ORDER BY trace_id
-- What is asked is a row of a trace, here and there.
SETTINGS index_granularity = 1024, non_replicated_deduplication_window = 10000, fsync_after_insert = 1, fsync_part_directory = 1;

CREATE MATERIALIZED VIEW IF NOT EXISTS trace_times_from_spans TO trace_times AS
SELECT trace_id, min(start_time) AS first_time, max(start_time) AS last_time
FROM spans
GROUP BY trace_id;
