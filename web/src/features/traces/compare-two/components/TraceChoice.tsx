import { TextInput } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import type { Trace } from '../../../../api/types.ts';
import { formatDuration } from '../../../../shared/format/duration.ts';
import { countOf } from '../../../../shared/format/number.ts';
import { formatClock } from '../../../../shared/format/time.ts';
import { readId } from '../../../../shared/ids.ts';
import { ServiceName } from '../../../../shared/ui/ServiceName.tsx';
import { buildTree } from '../../model/tree.ts';
import { mainRoot } from '../../model/walk.ts';
import css from '../compare.module.css';

interface Props {
  side: 'A' | 'B';
  id: string | undefined;
  query: UseQueryResult<Trace>;
  choose: (id: string | undefined) => void;
}

/** A text box for one id, and which trace that is. */
export function TraceChoice({ side, id, query, choose }: Props) {
  const [text, setText] = useState(id ?? '');
  const typed = readId(text);
  const wrong = typed?.kind === 'correlation';
  const take = (): void => {
    if (typed?.kind === 'trace') choose(typed.traceId);
    else if (text.trim() === '') choose(undefined);
  };
  return (
    <form
      className={css['choice']}
      onSubmit={(event) => {
        event.preventDefault();
        take();
      }}
    >
      <span className={css['side']} aria-hidden="true">
        {side}
      </span>
      <div className={css['fields']}>
        <TextInput
          size="xs"
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onBlur={take}
          onPaste={(event) => {
            const pasted = readId(event.clipboardData.getData('text'));
            if (pasted?.kind !== 'trace') return;
            event.preventDefault();
            choose(pasted.traceId);
          }}
          placeholder="Trace id or traceparent"
          aria-label={`Trace ${side}`}
          error={wrong ? 'A trace id has 32 hexadecimal digits.' : undefined}
          className={css['id']}
          spellCheck={false}
          autoComplete="off"
        />
        {query.data ? <Chosen trace={query.data} /> : <p className={css['chosen']} />}
      </div>
    </form>
  );
}

function Chosen({ trace }: { trace: Trace }) {
  const tree = useMemo(() => buildTree(trace.spans), [trace]);
  const root = mainRoot(tree)?.span;
  return (
    <p className={css['chosen']}>
      <ServiceName service={root?.service ?? ''} />
      <Link
        to="/traces/$traceId"
        params={{ traceId: trace.traceId }}
        className={`cut ${css['name']}`}
      >
        {root?.name || '(no name)'}
      </Link>
      <strong>{formatDuration(tree.durationMs)}</strong>
      <span className="muted">{countOf(trace.spans.length + trace.truncated.spans, 'span')}</span>
      <span className="faint">{formatClock(String(tree.startUnixNano))}</span>
    </p>
  );
}
