-- What people decide: alarm rules, channels, the kill switch, approvals, settings of services.
-- Every version is kept. A version is written with the deduplication token (kind, id, version),
-- so of two writers of the same version the first wins, and finds its `write_id` there.
CREATE TABLE IF NOT EXISTS documents
(
    kind LowCardinality(String),
    id String,
    version UInt64,
    deleted Bool,
    time DateTime64(3, 'UTC'),
    author String,
    origin LowCardinality(String), -- api, file, default
    write_id String,
    body String -- JSON
)
ENGINE = MergeTree
ORDER BY (kind, id, version)
SETTINGS non_replicated_deduplication_window = 10000, fsync_after_insert = 1, fsync_part_directory = 1;

-- What the control loop observed, decided and did: its state is a fold over this log. `sequence`
-- has no gaps; a block is written with the token of its first sequence number, so of two loops
-- that append at the same place the first wins.
CREATE TABLE IF NOT EXISTS control_events
(
    sequence UInt64 CODEC(Delta(8), ZSTD(1)),
    time DateTime64(3, 'UTC') CODEC(Delta(8), ZSTD(1)),
    type LowCardinality(String), -- alarm.firing, action.started, ...
    subject String CODEC(ZSTD(1)), -- fingerprint of an alarm, id of an action, ...
    chain String CODEC(ZSTD(1)), -- what belongs to one story: an alarm from pending to resolved
    cause UInt64 CODEC(ZSTD(1)), -- sequence of the event that led to this one; 0: none
    service LowCardinality(String),
    summary String CODEC(ZSTD(1)), -- one sentence for people
    write_id String CODEC(ZSTD(1)),
    body String CODEC(ZSTD(3)), -- JSON: the subject as it was after this event
    INDEX by_subject subject TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX by_chain chain TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX by_type type TYPE set(50) GRANULARITY 1
)
ENGINE = MergeTree
ORDER BY sequence
SETTINGS non_replicated_deduplication_window = 10000, fsync_after_insert = 1, fsync_part_directory = 1;

-- The last evaluation of each rule.
CREATE TABLE IF NOT EXISTS rule_evaluations
(
    rule_id String,
    time DateTime64(3, 'UTC'),
    outcome LowCardinality(String), -- ok, no-data, error
    message String,
    duration_ms Float64,
    -- Current value of each series, by the fingerprint of its alarm; NaN: no data.
    values Map(String, Float64)
)
ENGINE = ReplacingMergeTree(time)
ORDER BY rule_id;

-- The registry of agents that speak OpAMP, as the control loop last knew each.
CREATE TABLE IF NOT EXISTS agents
(
    instance_uid String, -- 32 hexadecimal digits
    updated_at DateTime64(3, 'UTC'),
    service LowCardinality(String),
    namespace LowCardinality(String),
    environment LowCardinality(String),
    version LowCardinality(String),
    instance String,
    attributes String, -- JSON: identifying and other attributes of the agent's description
    capabilities UInt64,
    first_seen DateTime64(3, 'UTC'),
    last_seen DateTime64(3, 'UTC'),
    heartbeat_seconds Float64,
    status LowCardinality(String), -- healthy, degraded, late, down, left
    health String, -- JSON: OpAMP's ComponentHealth
    wanted_config String, -- JSON
    wanted_hash String, -- hexadecimal
    reported_hash String, -- hexadecimal
    config_status LowCardinality(String), -- unset, applying, applied, failed
    config_error String,
    effective_config String -- JSON
)
ENGINE = ReplacingMergeTree(updated_at)
ORDER BY instance_uid;

-- Proof that a control loop is at work.
CREATE TABLE IF NOT EXISTS control_loops
(
    loop_id String,
    time DateTime64(3, 'UTC'),
    started_at DateTime64(3, 'UTC'),
    -- How far the newest stored span is behind the clock.
    ingest_lag_ms Float64,
    missed_evaluations UInt64,
    problems Array(String) -- in words: what it cannot do at the moment
)
ENGINE = ReplacingMergeTree(time)
ORDER BY loop_id;
