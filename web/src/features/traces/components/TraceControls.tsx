import { Select } from '@mantine/core';
import { SPAN_STATUSES } from '@nunchi/store/language/fields';
import {
  columnValue,
  conditionsOf,
  minimumMs,
  withColumn,
  withMinimum,
} from '../../../shared/query/conditions.ts';
import { CommitInput, ServiceSelect } from '../../../shared/ui/FilterInputs.tsx';
import css from '../list.module.css';
import { readDuration, writeDuration } from '../compare/words.ts';

interface Props {
  q: string;
  change: (q: string) => void;
}

const STATUSES = SPAN_STATUSES.map((value) => ({
  value,
  label: value.charAt(0).toUpperCase() + value.slice(1),
}));

/** The most usual conditions of a query, to be chosen instead of written. */
export function TraceControls({ q, change }: Props) {
  const readable = conditionsOf(q, 'traces');
  const conditions = readable ?? [];
  const minimum = minimumMs(conditions);
  return (
    // They change what they can read; a query with a mistake is to be mended first.
    <fieldset className={css['controls']} disabled={readable === undefined}>
      <ServiceSelect
        value={columnValue(conditions, 'service')}
        change={(service) => change(withColumn(conditions, 'service', service))}
      />
      <Select
        size="xs"
        w={118}
        placeholder="Any status"
        aria-label="Status"
        data={STATUSES}
        value={columnValue(conditions, 'status') ?? null}
        onChange={(status) => change(withColumn(conditions, 'status', status ?? undefined))}
        clearable
      />
      <CommitInput
        label="Minimum duration"
        placeholder="Slower than, 250ms"
        width={142}
        value={minimum === undefined ? '' : writeDuration(minimum)}
        commit={(text) => {
          const ms = text === '' ? undefined : readDuration(text);
          if (text !== '' && ms === undefined) return 'A duration, like 250ms or 1.5s';
          return change(withMinimum(conditions, ms));
        }}
      />
    </fieldset>
  );
}
