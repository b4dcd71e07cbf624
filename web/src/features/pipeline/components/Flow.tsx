import { formatBytes } from '../../../shared/format/bytes.ts';
import { formatDuration } from '../../../shared/format/duration.ts';
import { formatCount } from '../../../shared/format/number.ts';
import type { Pipeline } from '../api/queries.ts';
import { SIGNAL_COLORS } from '../model/charts.ts';
import { BYTES_RATE, orDash, RATE } from '../model/format.ts';
import { leftOutOf, summariesOf } from '../model/left-out.ts';
import { latest, latestSum } from '../model/values.ts';
import { Stage } from './Stage.tsx';
import css from '../pipeline.module.css';

/** A rate as a figure and the words behind it: `12.3`, `records/s`. */
function rateFigure(rate: number | null, things: string) {
  const [figure, per] = rate === null ? [] : RATE.value(rate).split('/');
  return { figure, unit: `${things}/${per}` };
}

/** The way of the data into the store, stage by stage, with what does not go on from each. */
export function Flow({ pipeline, during }: { pipeline: Pipeline; during: string }) {
  const { received, decoded, journal, store } = pipeline;
  const leftOut = leftOutOf(pipeline);
  const records = latestSum(decoded.accepted.map(({ perSecond }) => perSecond));
  const waiting = latest(journal.bytes);
  return (
    <ol className={css['flow']} aria-label="The way of the data">
      <Stage
        name="Received"
        does="over HTTP"
        {...rateFigure(latest(received.requests.perSecond), 'requests')}
        facts={[
          { name: 'Bytes', value: orDash(latest(received.bytes.perSecond), BYTES_RATE.value) },
          {
            name: 'Decompressed',
            value: orDash(latest(received.decompressedBytes.perSecond), BYTES_RATE.value),
          },
          { name: 'Answer, p50 / p99', value: quantiles(received.acknowledge.overall) },
        ]}
        leftOut={summariesOf(leftOut, 'received')}
        nothing="No request refused"
        during={during}
      />
      <Stage
        name="Decoded"
        does="checked, into columns"
        {...rateFigure(records, 'records')}
        facts={[
          ...decoded.accepted.map(({ signal, perSecond }) => ({
            name: (
              <>
                <span
                  className={css['swatch']}
                  style={{ background: SIGNAL_COLORS[signal] }}
                  aria-hidden="true"
                />
                {SIGNAL_WORDS[signal] ?? signal}
              </>
            ),
            value: orDash(latest(perSecond), RATE.value),
          })),
          {
            name: <span className="faint">and the stack’s own</span>,
            value: (
              <span className="faint">{orDash(latest(decoded.own.perSecond), RATE.value)}</span>
            ),
          },
        ]}
        leftOut={summariesOf(leftOut, 'decoded')}
        nothing="No record rejected, nothing cut"
        during={during}
      />
      <Stage
        name="Journal"
        does="on disk, acknowledged"
        figure={waiting === null ? undefined : formatBytes(waiting)}
        unit="wait for the store"
        facts={[
          {
            name: 'Oldest',
            value: orDash(latest(journal.ageSeconds), (age) => formatDuration(age * 1000)),
          },
          { name: 'Blocks', value: orDash(latest(journal.pendingSegments), formatCount) },
          {
            name: 'Full',
            value: <Fullness bytes={waiting} limitBytes={journal.limitBytes} />,
          },
        ]}
        leftOut={summariesOf(leftOut, 'journal')}
        nothing="Nothing damaged"
        during={during}
      />
      <Stage
        name="Store"
        does="ClickHouse"
        {...rateFigure(latest(store.rows.perSecond), 'rows')}
        facts={[
          { name: 'Insert, p50 / p99', value: quantiles(store.insert.overall) },
          {
            name: 'Being inserted',
            value: orDash(latest(store.blocksInFlight), formatCount),
          },
          ...store.lag
            .filter(({ signal }) => signal === 'traces')
            .map(({ overall }) => ({
              name: <span title="From a span’s time to its storage">Delay, p50 / p99</span>,
              value: quantiles(overall),
            })),
        ]}
        leftOut={summariesOf(leftOut, 'store')}
        nothing="No insert failed, no block refused"
        during={during}
        last
      />
    </ol>
  );
}

const SIGNAL_WORDS: Readonly<Record<string, string>> = {
  traces: 'Spans',
  logs: 'Log records',
  metrics: 'Data points',
};

/** Of the whole range: `4.2 ms / 41 ms`. */
function quantiles({ p50Ms, p99Ms }: Pipeline['received']['acknowledge']['overall']): string {
  if (p50Ms === null) return '–';
  return `${formatDuration(p50Ms)} / ${orDash(p99Ms, formatDuration)}`;
}

function Fullness({ bytes, limitBytes }: { bytes: number | null; limitBytes: number | null }) {
  if (bytes === null || limitBytes === null) return '–';
  const percent = (bytes / limitBytes) * 100;
  const words = percent > 0 && percent < 1 ? '< 1 %' : `${Math.round(percent)} %`;
  return (
    <span className={css['fullness']}>
      <span className={css['track']} aria-hidden="true">
        <span
          className={percent > 80 ? css['nearlyFull'] : css['fill']}
          style={{ width: `${Math.min(100, percent)}%` }}
        />
      </span>
      {words} of {formatBytes(limitBytes)}
    </span>
  );
}
