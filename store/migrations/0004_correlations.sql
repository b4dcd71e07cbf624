-- Which traces carry a correlation id, and when. Log records without a trace count too, under
-- the empty trace id. A record without a correlation id of its own is found by its trace id.
CREATE TABLE IF NOT EXISTS correlations
(
    correlation_id String,
    trace_id FixedString(16),
    first_time SimpleAggregateFunction(min, DateTime64(9, 'UTC')),
    last_time SimpleAggregateFunction(max, DateTime64(9, 'UTC'))
)
ENGINE = AggregatingMergeTree
ORDER BY (correlation_id, trace_id)
SETTINGS non_replicated_deduplication_window = 10000, fsync_after_insert = 1, fsync_part_directory = 1;

CREATE MATERIALIZED VIEW IF NOT EXISTS correlations_from_spans TO correlations AS
SELECT correlation_id, trace_id, min(start_time) AS first_time, max(start_time) AS last_time
FROM spans
WHERE correlation_id != ''
GROUP BY correlation_id, trace_id;

CREATE MATERIALIZED VIEW IF NOT EXISTS correlations_from_logs TO correlations AS
SELECT correlation_id, trace_id, min(time) AS first_time, max(time) AS last_time
FROM logs
WHERE correlation_id != ''
GROUP BY correlation_id, trace_id;
