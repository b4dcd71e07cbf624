-- Requests by the minute, kept as spans arrive: spans of kind server (2) and consumer (5), and
-- roots of traces of no kind (0) or kind internal (1), which nobody asked for but which are
-- operations of a service too. `latencies` is how often each latency was, as a number of 64ths of a
-- power of two of nanoseconds: neighbours are 1.1 % apart, so a quantile is within 0.55 % of the
-- exact one, whatever is added up. docs/adr/0008 compares it with a row for each latency and sketches.
CREATE TABLE IF NOT EXISTS operation_minutes
(
    minute DateTime('UTC') CODEC(Delta(4), ZSTD(1)),
    service LowCardinality(String),
    name LowCardinality(String),
    kind UInt8,
    version LowCardinality(String),
    instance LowCardinality(String),
    namespace LowCardinality(String),
    environment LowCardinality(String),
    requests SimpleAggregateFunction(sum, UInt64) CODEC(ZSTD(1)),
    errors SimpleAggregateFunction(sum, UInt64) CODEC(ZSTD(1)),
    latencies SimpleAggregateFunction(sumMap, Map(UInt16, UInt64)) CODEC(ZSTD(1))
)
ENGINE = AggregatingMergeTree
PARTITION BY toDate(minute)
ORDER BY (service, minute, name, kind, version, instance, namespace, environment)
SETTINGS non_replicated_deduplication_window = 10000, fsync_after_insert = 1, fsync_part_directory = 1;

-- The requests of services as wholes; by time first, for questions about all of them.
CREATE TABLE IF NOT EXISTS service_minutes
(
    minute DateTime('UTC') CODEC(Delta(4), ZSTD(1)),
    service LowCardinality(String),
    version LowCardinality(String),
    namespace LowCardinality(String),
    environment LowCardinality(String),
    requests SimpleAggregateFunction(sum, UInt64) CODEC(ZSTD(1)),
    errors SimpleAggregateFunction(sum, UInt64) CODEC(ZSTD(1)),
    latencies SimpleAggregateFunction(sumMap, Map(UInt16, UInt64)) CODEC(ZSTD(1))
)
ENGINE = AggregatingMergeTree
PARTITION BY toDate(minute)
ORDER BY (minute, service, version, namespace, environment)
SETTINGS non_replicated_deduplication_window = 10000, fsync_after_insert = 1, fsync_part_directory = 1;

-- The same by the hour, for long ranges.
CREATE TABLE IF NOT EXISTS service_hours
(
    hour DateTime('UTC') CODEC(Delta(4), ZSTD(1)),
    service LowCardinality(String),
    version LowCardinality(String),
    namespace LowCardinality(String),
    environment LowCardinality(String),
    requests SimpleAggregateFunction(sum, UInt64) CODEC(ZSTD(1)),
    errors SimpleAggregateFunction(sum, UInt64) CODEC(ZSTD(1)),
    latencies SimpleAggregateFunction(sumMap, Map(UInt16, UInt64)) CODEC(ZSTD(1))
)
ENGINE = AggregatingMergeTree
PARTITION BY toYYYYMM(hour)
ORDER BY (hour, service, version, namespace, environment)
SETTINGS non_replicated_deduplication_window = 10000, fsync_after_insert = 1, fsync_part_directory = 1;

CREATE MATERIALIZED VIEW IF NOT EXISTS service_minutes_from_operations TO service_minutes AS
SELECT minute, service, version, namespace, environment,
    sum(o.requests) AS requests, sum(o.errors) AS errors, sumMap(o.latencies) AS latencies
FROM operation_minutes AS o
WHERE kind IN (2, 5)
GROUP BY minute, service, version, namespace, environment;

CREATE MATERIALIZED VIEW IF NOT EXISTS service_hours_from_minutes TO service_hours AS
SELECT toStartOfHour(minute) AS hour, service, version, namespace, environment,
    sum(m.requests) AS requests, sum(m.errors) AS errors, sumMap(m.latencies) AS latencies
FROM service_minutes AS m
GROUP BY hour, service, version, namespace, environment;

-- Spans that are stored already, before any is counted as it comes. (Collectors wait until the
-- schema is there.) A process that dies on the way is followed by one that begins again.
DROP VIEW IF EXISTS operation_minutes_from_spans;

TRUNCATE TABLE operation_minutes;

TRUNCATE TABLE service_minutes;

TRUNCATE TABLE service_hours;

INSERT INTO operation_minutes SETTINGS async_insert = 0, max_partitions_per_insert_block = 0
SELECT toStartOfMinute(toDateTime(start_time, 'UTC')), service, name, kind, version, instance,
    namespace, environment, 1, status_code = 2,
    map(toUInt16(round(log2(greatest(duration_ns, 1)) * 64)), toUInt64(1))
FROM spans
WHERE kind IN (2, 5) OR (kind IN (0, 1) AND parent_span_id = toFixedString('', 8));

CREATE MATERIALIZED VIEW IF NOT EXISTS operation_minutes_from_spans TO operation_minutes AS
SELECT toStartOfMinute(toDateTime(start_time, 'UTC')) AS minute, service, name, kind, version,
    instance, namespace, environment, count() AS requests, countIf(status_code = 2) AS errors,
    sumMap(map(toUInt16(round(log2(greatest(duration_ns, 1)) * 64)), toUInt64(1))) AS latencies
FROM spans
WHERE kind IN (2, 5) OR (kind IN (0, 1) AND parent_span_id = toFixedString('', 8))
GROUP BY minute, service, name, kind, version, instance, namespace, environment;
