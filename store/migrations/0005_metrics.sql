-- A series is a metric's name, kind, unit, resource, scope and attributes; points name it by a
-- hash of all that, so that labels are stored once.
CREATE TABLE IF NOT EXISTS metric_series
(
    metric LowCardinality(String),
    series_id UInt64,
    kind LowCardinality(String), -- gauge, sum, histogram, exponential_histogram, summary
    unit LowCardinality(String),
    description String,
    temporality UInt8, -- 0 unspecified, 1 delta, 2 cumulative
    monotonic Bool,
    metadata Map(LowCardinality(String), String),
    metadata_types LowCardinality(String),
    service LowCardinality(String),
    namespace LowCardinality(String),
    environment LowCardinality(String),
    version LowCardinality(String),
    instance LowCardinality(String),
    resource_id UInt64,
    scope_name LowCardinality(String),
    scope_version LowCardinality(String),
    scope_attributes Map(LowCardinality(String), String),
    scope_attribute_types LowCardinality(String),
    scope_dropped_attributes_count UInt32,
    scope_schema_url LowCardinality(String),
    attributes Map(LowCardinality(String), String),
    attribute_types LowCardinality(String),
    first_seen SimpleAggregateFunction(min, DateTime64(9, 'UTC')),
    last_seen SimpleAggregateFunction(max, DateTime64(9, 'UTC'))
)
ENGINE = AggregatingMergeTree
ORDER BY (metric, service, series_id)
-- Rows of an id differ in nothing that matters, so a merge may keep any of them.
SETTINGS allow_dimensions_outside_sorting_key = 1, non_replicated_deduplication_window = 10000, fsync_after_insert = 1, fsync_part_directory = 1;

-- Gauges and sums.
CREATE TABLE IF NOT EXISTS metric_points
(
    metric LowCardinality(String),
    series_id UInt64 CODEC(ZSTD(1)),
    time DateTime64(9, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
    start_time DateTime64(9, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
    flags UInt32 CODEC(ZSTD(1)),
    value Float64 CODEC(Gorilla, ZSTD(1)),
    -- 64-bit integers do not fit a double: `value_type` says which column holds the truth.
    int_value Int64 CODEC(DoubleDelta, ZSTD(1)),
    value_type LowCardinality(String) -- d double, i integer, empty: no recorded value
)
ENGINE = MergeTree
PARTITION BY toDate(time)
ORDER BY (metric, series_id, time)
SETTINGS non_replicated_deduplication_window = 10000, fsync_after_insert = 1, fsync_part_directory = 1;

CREATE TABLE IF NOT EXISTS metric_histograms
(
    metric LowCardinality(String),
    series_id UInt64 CODEC(ZSTD(1)),
    time DateTime64(9, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
    start_time DateTime64(9, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
    flags UInt32 CODEC(ZSTD(1)),
    count UInt64 CODEC(DoubleDelta, ZSTD(1)),
    -- Absent is not zero: a histogram may come without these three.
    sum Nullable(Float64) CODEC(ZSTD(1)),
    min Nullable(Float64) CODEC(ZSTD(1)),
    max Nullable(Float64) CODEC(ZSTD(1)),
    bucket_counts Array(UInt64) CODEC(ZSTD(1)),
    explicit_bounds Array(Float64) CODEC(ZSTD(1))
)
ENGINE = MergeTree
PARTITION BY toDate(time)
ORDER BY (metric, series_id, time)
SETTINGS non_replicated_deduplication_window = 10000, fsync_after_insert = 1, fsync_part_directory = 1;

CREATE TABLE IF NOT EXISTS metric_exponential_histograms
(
    metric LowCardinality(String),
    series_id UInt64 CODEC(ZSTD(1)),
    time DateTime64(9, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
    start_time DateTime64(9, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
    flags UInt32 CODEC(ZSTD(1)),
    count UInt64 CODEC(DoubleDelta, ZSTD(1)),
    sum Nullable(Float64) CODEC(ZSTD(1)),
    min Nullable(Float64) CODEC(ZSTD(1)),
    max Nullable(Float64) CODEC(ZSTD(1)),
    scale Int32 CODEC(ZSTD(1)),
    zero_count UInt64 CODEC(ZSTD(1)),
    zero_threshold Float64 CODEC(ZSTD(1)),
    positive_offset Int32 CODEC(ZSTD(1)),
    positive_bucket_counts Array(UInt64) CODEC(ZSTD(1)),
    negative_offset Int32 CODEC(ZSTD(1)),
    negative_bucket_counts Array(UInt64) CODEC(ZSTD(1))
)
ENGINE = MergeTree
PARTITION BY toDate(time)
ORDER BY (metric, series_id, time)
SETTINGS non_replicated_deduplication_window = 10000, fsync_after_insert = 1, fsync_part_directory = 1;

CREATE TABLE IF NOT EXISTS metric_summaries
(
    metric LowCardinality(String),
    series_id UInt64 CODEC(ZSTD(1)),
    time DateTime64(9, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
    start_time DateTime64(9, 'UTC') CODEC(DoubleDelta, ZSTD(1)),
    flags UInt32 CODEC(ZSTD(1)),
    count UInt64 CODEC(DoubleDelta, ZSTD(1)),
    sum Float64 CODEC(ZSTD(1)),
    quantiles Array(Float64) CODEC(ZSTD(1)),
    quantile_values Array(Float64) CODEC(ZSTD(1))
)
ENGINE = MergeTree
PARTITION BY toDate(time)
ORDER BY (metric, series_id, time)
SETTINGS non_replicated_deduplication_window = 10000, fsync_after_insert = 1, fsync_part_directory = 1;

-- Measurements that stand for many, with the trace that made them.
CREATE TABLE IF NOT EXISTS metric_exemplars
(
    metric LowCardinality(String),
    series_id UInt64 CODEC(ZSTD(1)),
    point_time DateTime64(9, 'UTC') CODEC(ZSTD(1)),
    time DateTime64(9, 'UTC') CODEC(ZSTD(1)),
    value Float64 CODEC(ZSTD(1)),
    int_value Int64 CODEC(ZSTD(1)),
    value_type LowCardinality(String),
    trace_id FixedString(16) CODEC(ZSTD(1)),
    span_id FixedString(8) CODEC(ZSTD(1)),
    attributes Map(LowCardinality(String), String) CODEC(ZSTD(1)),
    attribute_types LowCardinality(String),
    INDEX by_trace_id trace_id TYPE bloom_filter(0.001) GRANULARITY 1
)
ENGINE = MergeTree
PARTITION BY toDate(time)
ORDER BY (metric, series_id, time)
SETTINGS non_replicated_deduplication_window = 10000, fsync_after_insert = 1, fsync_part_directory = 1;
