import { TextInput } from '@mantine/core';
import type { ApiError } from '../../../api/problem.ts';
import { excerptAt } from '../model/problem.ts';
import css from '../editor.module.css';

interface Props {
  value: string;
  change: (query: string) => void;
  problem: ApiError | undefined;
  /** Whether instances are asked for, which have fewer fields than spans. */
  instances: boolean;
}

const MOST_EXPECTED = 8;

/** The query, and what the server does not understand of it: where, why, and what could be there. */
export function QueryField({ value, change, problem, instances }: Props) {
  const position = problem?.position;
  // The server counts from the first letter of what was sent, which has no space before it.
  const excerpt = position && excerptAt(value.trim(), position.offset, position.length);
  return (
    <div>
      <TextInput
        size="xs"
        label="Query"
        placeholder={instances ? 'Every instance' : 'All traffic'}
        description={
          instances
            ? 'Fields: service, namespace, environment, version, instance'
            : 'service:checkout  http.route:/api/*  -environment:test  (a OR b)'
        }
        classNames={{ input: css['query'] ?? '' }}
        value={value}
        error={problem !== undefined}
        aria-describedby={problem && 'query-problem'}
        onChange={(event) => change(event.currentTarget.value)}
        spellCheck={false}
        autoComplete="off"
      />
      {problem && (
        <div className={css['problem']} id="query-problem" role="alert">
          {excerpt && (
            <pre className={css['excerpt']}>
              {excerpt.before}
              <mark>{excerpt.wrong}</mark>
              {excerpt.after}
            </pre>
          )}
          <p>{problem.detail}</p>
          {problem.expected.length > 0 && (
            <p className="muted">
              Could be: {problem.expected.slice(0, MOST_EXPECTED).join(', ')}
              {problem.expected.length > MOST_EXPECTED && ', …'}
            </p>
          )}
        </div>
      )}
    </div>
  );
}
