import { IconLink } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { countOf } from '../../../shared/format/number.ts';
import { SkeletonRows } from '../../../shared/ui/Page.tsx';
import states from '../../../shared/ui/states.module.css';
import { Failed } from '../../../shared/ui/States.tsx';
import { TraceTable } from '../../../shared/ui/TraceTable.tsx';
import css from '../lists.module.css';
import type { Related } from './useRelated.ts';

/** The other traces of the same correlation ids, and those that spans of this one link to. */
export function RelatedTraces({ related }: { related: Related }) {
  const { groups, linked, pending, failed } = related;
  if (failed) return <Failed error={failed.error} retry={failed.retry} />;
  if (pending) return <SkeletonRows rows={6} />;
  if (related.count === 0) {
    return (
      <section className={states['state']}>
        <IconLink className={states['icon']} size={30} stroke={1.5} aria-hidden="true" />
        <h2>No other trace belongs to this one</h2>
        <p className={states['detail']}>
          Traces belong together when spans or log records of both carry the same correlation id, or
          when a span of one links to the other.
        </p>
      </section>
    );
  }
  return (
    <div className={css['scroll']}>
      {groups
        .filter(({ traces }) => traces.length > 0)
        .map(({ correlationId, traces, notShown }) => (
          <section key={correlationId} className={css['related']}>
            <h2>
              Correlation id
              <Link
                to="/correlations/$correlationId"
                params={{ correlationId }}
                className={`mono ${css['link']}`}
              >
                {correlationId}
              </Link>
            </h2>
            <TraceTable traces={traces} />
            {notShown > 0 && <p className={css['bar']}>{countOf(notShown, 'trace')} more.</p>}
          </section>
        ))}
      {linked.length > 0 && (
        <section className={css['related']}>
          <h2>Linked from spans of this trace</h2>
          <ul>
            {linked.map(({ traceId, spanId, links }) => (
              <li key={traceId}>
                <Link
                  to="/traces/$traceId"
                  params={{ traceId }}
                  search={{ span: spanId }}
                  className={`mono ${css['link']}`}
                >
                  {traceId}
                </Link>{' '}
                <span className="faint">{countOf(links, 'link')}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}
