import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { FAILED, spansOf, tracesQuery } from '../api/queries.ts';
import { FewTraces } from '../components/FewTraces.tsx';
import { Nothing, Part } from '../components/Part.tsx';
import css from '../components/part.module.css';
import { asPart, type PartProps } from './ask.ts';

const WORDS = {
  slowest: { title: 'Slowest traces', none: 'No traces in this time.' },
  failed: { title: 'Failed traces', none: 'No trace failed in this service in this time.' },
} as const;

export function TracesPart({ asked, refreshMs, which }: PartProps & { which: keyof typeof WORDS }) {
  const query = useQuery({ ...tracesQuery(asked, which), ...asPart(refreshMs) });
  // The slowest of this service are found by its own spans; what is shown is the whole trace.
  const traces = (query.data?.traces ?? []).toSorted((a, b) =>
    which === 'slowest' ? b.durationMs - a.durationMs : 0,
  );
  const { title, none } = WORDS[which];
  const spans = spansOf(asked.service, asked.scope);
  return (
    <Part
      title={title}
      more={
        <Link
          to="/traces"
          search={which === 'failed' ? { q: `${spans} ${FAILED}` } : { q: spans, sort: 'duration' }}
          className={css['moreLink']}
        >
          More
          <span className="sr-only"> of the {title.toLowerCase()}</span>
        </Link>
      }
      query={query}
      hasData={query.data !== undefined}
      height={164}
      nothing={traces.length === 0 ? <Nothing>{none}</Nothing> : undefined}
    >
      <FewTraces label={title} traces={traces} />
    </Part>
  );
}
