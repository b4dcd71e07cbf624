-- Spans of each minute, as they arrive. A minute whose number has changed since its edges were
-- computed gets them computed again: that is how late spans are noticed.
CREATE TABLE IF NOT EXISTS span_minutes
(
    minute DateTime('UTC'),
    spans SimpleAggregateFunction(sum, UInt64)
)
ENGINE = AggregatingMergeTree
ORDER BY minute
SETTINGS non_replicated_deduplication_window = 10000, fsync_after_insert = 1, fsync_part_directory = 1;

CREATE MATERIALIZED VIEW IF NOT EXISTS span_minutes_from_spans TO span_minutes AS
SELECT toStartOfMinute(toDateTime(start_time, 'UTC')) AS minute, count() AS spans
FROM spans
GROUP BY minute;

-- Spans that are there already. Should some be counted twice, as the view counts while this runs,
-- that does no harm: a number only says that there is something to compute.
INSERT INTO span_minutes SETTINGS async_insert = 0, insert_deduplication_token = 'spans before the view'
SELECT toStartOfMinute(toDateTime(start_time, 'UTC')) AS minute, count() AS spans
FROM spans
GROUP BY minute;

-- The service map: who called whom in a minute, by the call's start. Joining a call with its
-- answer needs the spans of both, so the rows are computed when the minute is over; the rows of
-- a version replace those of an older version. Only versions in `edge_computations` are there.
CREATE TABLE IF NOT EXISTS edge_minutes
(
    minute DateTime('UTC') CODEC(Delta(4), ZSTD(1)),
    version UInt64 CODEC(ZSTD(1)),
    source_kind LowCardinality(String), -- service, messaging
    source LowCardinality(String),
    source_namespace LowCardinality(String),
    source_environment LowCardinality(String),
    source_version LowCardinality(String),
    target_kind LowCardinality(String), -- service, database, messaging, external
    -- Empty where nothing but the address is known: that may be the address of a service.
    target LowCardinality(String),
    target_namespace LowCardinality(String),
    target_environment LowCardinality(String),
    target_version LowCardinality(String),
    system LowCardinality(String), -- product of a database or broker: postgresql, kafka
    protocol LowCardinality(String), -- http, rpc, messaging, database, other
    address LowCardinality(String), -- host:port that was called
    requests UInt64 CODEC(ZSTD(1)),
    errors UInt64 CODEC(ZSTD(1)),
    -- How many took how long, as `operation_minutes` has it: 64 times the power of two of nanoseconds.
    latencies Array(UInt16) CODEC(Delta(2), ZSTD(1)),
    counts Array(UInt32) CODEC(ZSTD(1))
)
ENGINE = ReplacingMergeTree(version)
PARTITION BY toDate(minute)
PRIMARY KEY minute
ORDER BY (
    minute, source_kind, source, source_namespace, source_environment, source_version,
    target_kind, target, target_namespace, target_environment, target_version,
    system, protocol, address
)
SETTINGS non_replicated_deduplication_window = 10000, fsync_after_insert = 1, fsync_part_directory = 1;

-- The minutes whose edges are computed: the version to read, and the number of spans in the
-- minute and the two around it when it was computed.
CREATE TABLE IF NOT EXISTS edge_computations
(
    minute DateTime('UTC'),
    version UInt64,
    spans UInt64
)
ENGINE = ReplacingMergeTree(version)
ORDER BY minute
SETTINGS non_replicated_deduplication_window = 10000, fsync_after_insert = 1, fsync_part_directory = 1;
