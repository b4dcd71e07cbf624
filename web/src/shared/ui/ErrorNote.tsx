import { IconAlertTriangle } from '@tabler/icons-react';
import { ApiError } from '../../api/problem.ts';
import css from './error-note.module.css';

/** Why something that a person asked for was not done. */
export function ErrorNote({ error }: { error: unknown }) {
  if (error === null || error === undefined) return undefined;
  const known = error instanceof ApiError ? error : undefined;
  return (
    <p className={css['note']} role="alert">
      <IconAlertTriangle size={14} aria-hidden="true" />
      <span>
        <strong>{known?.title ?? 'Something went wrong'}.</strong>{' '}
        {known ? known.detail : String(error)}
      </span>
    </p>
  );
}
