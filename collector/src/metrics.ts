import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** What the collector tells of itself at `/metrics`. Every drop is counted here, by reason. */
export function createMetrics() {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  return {
    registry,
    requests: new Counter({
      name: 'nunchi_collector_requests_total',
      help: 'Export requests, by signal and HTTP status of the answer',
      labelNames: ['signal', 'status'],
      registers,
    }),
    repeatedRequests: new Counter({
      name: 'nunchi_collector_repeated_requests_total',
      help: 'Requests that were acknowledged before and were not stored again',
      labelNames: ['signal'],
      registers,
    }),
    acceptedRecords: new Counter({
      name: 'nunchi_collector_accepted_records_total',
      help: 'Spans, log records and data points that were acknowledged, without own_records',
      labelNames: ['signal'],
      registers,
    }),
    ownRecords: new Counter({
      name: 'nunchi_collector_own_records_total',
      help: 'Data points that processes of the stack told of themselves and that were acknowledged',
      registers,
    }),
    rejectedRecords: new Counter({
      name: 'nunchi_collector_rejected_records_total',
      help: 'Spans, log records and data points that were refused as partial_success, by reason',
      labelNames: ['signal', 'reason'],
      registers,
    }),
    refusedRequests: new Counter({
      name: 'nunchi_collector_refused_requests_total',
      help: 'Requests of which nothing was taken, by reason',
      labelNames: ['signal', 'reason'],
      registers,
    }),
    closedConnections: new Counter({
      name: 'nunchi_collector_closed_connections_total',
      help: 'Connections that were closed or not taken because there were too many, by reason',
      labelNames: ['reason'],
      registers,
    }),
    receivedBytes: new Counter({
      name: 'nunchi_collector_received_bytes_total',
      help: 'Bytes of request bodies as they arrived',
      labelNames: ['signal'],
      registers,
    }),
    decompressedBytes: new Counter({
      name: 'nunchi_collector_decompressed_bytes_total',
      help: 'Bytes of request bodies after decompression',
      labelNames: ['signal'],
      registers,
    }),
    cutRecords: new Counter({
      name: 'nunchi_collector_cut_total',
      help: 'What was left out of records that were taken: attributes over the limit, ends of values, series folded into the overflow series',
      labelNames: ['signal', 'reason'],
      registers,
    }),
    acknowledgeSeconds: new Histogram({
      name: 'nunchi_collector_acknowledge_seconds',
      help: 'Time from a request that was read to its answer',
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1],
      registers,
    }),
    journalDamagedBytes: new Counter({
      name: 'nunchi_collector_journal_damaged_bytes_total',
      help: 'Bytes of the journal that could not be read after a restart and were set aside',
      registers,
    }),
    insertedRows: new Counter({
      name: 'nunchi_collector_inserted_rows_total',
      help: 'Rows that the store took, by table',
      labelNames: ['table'],
      registers,
    }),
    insertSeconds: new Histogram({
      name: 'nunchi_collector_insert_seconds',
      help: 'Time of the inserts of one segment',
      buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
      registers,
    }),
    blockRows: new Histogram({
      name: 'nunchi_collector_block_rows',
      help: 'Rows of one block, by table',
      labelNames: ['table'],
      buckets: [100, 1_000, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000],
      registers,
    }),
    storageLagSeconds: new Histogram({
      name: 'nunchi_collector_storage_lag_seconds',
      help: 'From the time of a record to its storage, of a sample of the records',
      labelNames: ['signal'],
      buckets: [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 3_600],
      registers,
    }),
    insertFailures: new Counter({
      name: 'nunchi_collector_insert_failures_total',
      help: 'Inserts that failed and were tried again',
      registers,
    }),
    refusedSegments: new Counter({
      name: 'nunchi_collector_refused_segments_total',
      help: 'Segments that the store will never take; they are kept in the journal under refused/',
      registers,
    }),
  };
}

export type Metrics = ReturnType<typeof createMetrics>;

/** What is read when somebody asks for it, and not kept up to date with every request. */
export function registerState(
  { registry }: Metrics,
  state: {
    readonly journalBytes: () => number;
    readonly journalLimitBytes: () => number;
    readonly journalAgeSeconds: () => number;
    readonly pendingSegments: () => number;
    readonly blocksInFlight: () => number;
    readonly connections: () => number;
    readonly inFlightRequests: () => number;
    readonly inFlightBytes: () => number;
  },
): void {
  const gauge = (name: string, help: string, value: () => number) =>
    new Gauge({
      name: `nunchi_collector_${name}`,
      help,
      registers: [registry],
      collect() {
        this.set(value());
      },
    });
  gauge('journal_bytes', 'Bytes of the journal that are not in the store yet', state.journalBytes);
  gauge(
    'journal_limit_bytes',
    'Bytes that the journal may have; beyond, requests are refused',
    state.journalLimitBytes,
  );
  gauge(
    'journal_age_seconds',
    'Age of the oldest request of the journal that is not in the store yet',
    state.journalAgeSeconds,
  );
  gauge(
    'pending_segments',
    'Sealed segments of the journal that wait for the store',
    state.pendingSegments,
  );
  gauge('blocks_in_flight', 'Segments that are being inserted', state.blocksInFlight);
  gauge('connections', 'Connections that are open', state.connections);
  gauge(
    'in_flight_requests',
    'Requests that are being read or are not on disk yet',
    state.inFlightRequests,
  );
  gauge('in_flight_bytes', 'Bytes of their bodies, as declared', state.inFlightBytes);
}
