-- Resource attributes, once each: the registry of instances. Spans, log records and series name
-- their resource by `resource_id`, a hash of its attributes.
CREATE TABLE IF NOT EXISTS resources
(
    resource_id UInt64,
    service LowCardinality(String),
    namespace LowCardinality(String),
    environment LowCardinality(String),
    version LowCardinality(String),
    instance String,
    -- Values as text; `attribute_types` has a letter for each, in the map's order: s string,
    -- i integer, d double, b bool, x bytes, a array, k key-value list, n none. Empty: all strings.
    attributes Map(LowCardinality(String), String),
    attribute_types LowCardinality(String),
    dropped_attributes_count UInt32,
    schema_url LowCardinality(String),
    first_seen SimpleAggregateFunction(min, DateTime64(9, 'UTC')),
    last_seen SimpleAggregateFunction(max, DateTime64(9, 'UTC'))
)
ENGINE = AggregatingMergeTree
ORDER BY (service, resource_id)
-- Rows of an id differ in nothing that matters, so a merge may keep any of them.
SETTINGS allow_dimensions_outside_sorting_key = 1, non_replicated_deduplication_window = 10000, fsync_after_insert = 1, fsync_part_directory = 1;
