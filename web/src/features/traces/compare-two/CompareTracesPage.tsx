import { Button, SegmentedControl } from '@mantine/core';
import { IconArrowsExchange, IconArrowsDiff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { untilAnswered } from '../../../api/recover.ts';
import type { Trace } from '../../../api/types.ts';
import { useStandingError } from '../../../api/useStandingError.ts';
import { countOf } from '../../../shared/format/number.ts';
import { Page, SkeletonRows } from '../../../shared/ui/Page.tsx';
import page from '../../../shared/ui/page.module.css';
import { Failed } from '../../../shared/ui/States.tsx';
import states from '../../../shared/ui/states.module.css';
import { traceQuery } from '../api/trace.ts';
import { findSkew } from '../model/skew.ts';
import { buildTree } from '../model/tree.ts';
import css from './compare.module.css';
import { Candidates } from './components/Candidates.tsx';
import { PairTable } from './components/PairTable.tsx';
import { TraceChoice } from './components/TraceChoice.tsx';
import { differing, pairTraces } from './model/pair.ts';

/** Two traces side by side: what is new in the second, gone from the first, slower, more often. */
export function CompareTracesPage() {
  const { a, b } = useSearch({ from: '/traces/compare' });
  const navigate = useNavigate({ from: '/traces/compare' });
  const set = (next: { a?: string | undefined; b?: string | undefined }): void =>
    void navigate({ search: (now) => ({ ...now, ...next }) });
  const first = useTrace(a);
  const second = useTrace(b);
  const firstError = useStandingError(first, a);
  const secondError = useStandingError(second, b);
  return (
    <Page
      title="Compare two traces"
      aside={
        <Button
          size="compact-xs"
          variant="default"
          leftSection={<IconArrowsExchange size={13} />}
          disabled={a === undefined && b === undefined}
          onClick={() => set({ a: b, b: a })}
        >
          Swap
        </Button>
      }
      filters={
        <div className={css['choices']}>
          <TraceChoice
            key={`a ${a}`}
            side="A"
            id={a}
            query={first}
            choose={(id) => set({ a: id })}
          />
          <TraceChoice
            key={`b ${b}`}
            side="B"
            id={b}
            query={second}
            choose={(id) => set({ b: id })}
          />
        </div>
      }
    >
      <div className={page['body']}>
        {first.data && second.data ? (
          <Compared a={first.data} b={second.data} />
        ) : firstError && a !== undefined ? (
          <Failed error={firstError} retry={() => void first.refetch()} />
        ) : secondError && b !== undefined ? (
          <Failed error={secondError} retry={() => void second.refetch()} />
        ) : (a !== undefined && first.isPending) || (b !== undefined && second.isPending) ? (
          <SkeletonRows />
        ) : first.data || second.data ? (
          <Candidates
            of={(first.data ?? second.data)!}
            choose={(id) => set(first.data ? { b: id } : { a: id })}
          />
        ) : (
          <section className={states['state']}>
            <IconArrowsDiff className={states['icon']} size={30} stroke={1.5} aria-hidden="true" />
            <h2>Which two traces?</h2>
            <p className={states['detail']}>
              Paste their ids above, or open a trace and choose Compare there.
            </p>
          </section>
        )}
      </div>
    </Page>
  );
}

function useTrace(id: string | undefined) {
  return useQuery({
    ...traceQuery(id ?? ''),
    enabled: id !== undefined,
    refetchInterval: untilAnswered(false),
  });
}

function Compared({ a, b }: { a: Trace; b: Trace }) {
  const [all, setAll] = useState(false);
  const pairs = useMemo(() => pairTraces(correctedTree(a), correctedTree(b)), [a, b]);
  const different = useMemo(() => differing(pairs), [pairs]);
  const count = (change: string): number => pairs.filter((pair) => pair.change === change).length;
  const sums = [
    `${count('new')} new`,
    `${count('gone')} gone`,
    `${count('changed')} changed`,
    `${count('same')} the same`,
  ];
  const cut = a.truncated.spans + b.truncated.spans;
  return (
    <>
      <div className={css['bar']}>
        <SegmentedControl
          size="xs"
          value={all ? 'all' : 'different'}
          onChange={(value) => setAll(value === 'all')}
          data={[
            { value: 'different', label: 'Differences' },
            { value: 'all', label: 'Everything' },
          ]}
        />
        <span className="muted">
          {countOf(pairs.length, 'operation')}: {sums.join(', ')}
        </span>
        {cut > 0 && (
          <span className={css['cut']}>
            {countOf(cut, 'span')} too many for one page are not compared.
          </span>
        )}
      </div>
      {!all && different.length === 0 ? (
        <section className={states['state']}>
          <h2>The two do not differ</h2>
          <p className="muted">
            The same operations, equally often, with about the same durations.
          </p>
        </section>
      ) : (
        <PairTable pairs={all ? pairs : different} a={a.traceId} b={b.traceId} />
      )}
    </>
  );
}

const correctedTree = ({ spans }: Trace) => buildTree(spans, findSkew(spans).shiftMsOf);
