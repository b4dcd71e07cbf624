import { CloseButton } from '@mantine/core';
import { formatDuration } from '../../../shared/format/duration.ts';
import { LogDetails } from '../../../shared/ui/LogDetails.tsx';
import { ServiceLink } from '../../../shared/ui/ServiceLink.tsx';
import css from '../details.module.css';
import type { PlacedLog } from '../model/logs.ts';
import type { TraceView } from './useTraceView.ts';

/** A log record that was chosen in the waterfall. */
export function LogPanel({ placed, view }: { placed: PlacedLog; view: TraceView }) {
  const { log, offsetMs, spanKey } = placed;
  const span = view.tree.byKey.get(spanKey ?? '')?.span;
  return (
    <>
      <div className={css['head']}>
        <div className={css['title']}>
          <h2>Log record</h2>
          <CloseButton
            size="sm"
            aria-label="Close the details"
            onClick={() => view.select(undefined)}
          />
        </div>
        <div className={css['sub']}>
          <ServiceLink service={log.service} />
          <span className="faint">after {formatDuration(offsetMs)}</span>
          {span && (
            <button type="button" className={css['inPlace']} onClick={() => view.select(spanKey)}>
              in {span.name || '(no name)'}
            </button>
          )}
        </div>
      </div>
      <div className={css['record']}>
        <LogDetails log={log} />
      </div>
    </>
  );
}
