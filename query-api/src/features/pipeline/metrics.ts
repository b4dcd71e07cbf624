/** Names under which the collector and every process tell of themselves; `/metrics` explains them. */
const collector = <const T extends string>(name: T) => `nunchi_collector_${name}` as const;

export const COUNTERS = {
  requests: collector('requests_total'),
  repeated: collector('repeated_requests_total'),
  accepted: collector('accepted_records_total'),
  own: collector('own_records_total'),
  rejected: collector('rejected_records_total'),
  refused: collector('refused_requests_total'),
  closed: collector('closed_connections_total'),
  receivedBytes: collector('received_bytes_total'),
  decompressedBytes: collector('decompressed_bytes_total'),
  cut: collector('cut_total'),
  damagedBytes: collector('journal_damaged_bytes_total'),
  insertedRows: collector('inserted_rows_total'),
  insertFailures: collector('insert_failures_total'),
  refusedSegments: collector('refused_segments_total'),
  cpu: 'process_cpu_seconds_total',
} as const;

export const GAUGES = {
  connections: collector('connections'),
  inFlightRequests: collector('in_flight_requests'),
  journalBytes: collector('journal_bytes'),
  journalLimit: collector('journal_limit_bytes'),
  journalAge: collector('journal_age_seconds'),
  pendingSegments: collector('pending_segments'),
  blocksInFlight: collector('blocks_in_flight'),
  memory: 'process_resident_memory_bytes',
} as const;

export const HISTOGRAMS = {
  acknowledge: collector('acknowledge_seconds'),
  insert: collector('insert_seconds'),
  blockRows: collector('block_rows'),
  lag: collector('storage_lag_seconds'),
} as const;
