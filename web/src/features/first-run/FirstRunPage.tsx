import { Button } from '@mantine/core';
import { IconCircleCheckFilled, IconPlugConnectedX } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { Mark } from '../../shared/ui/Mark.tsx';
import { useTitle } from '../../shared/ui/Page.tsx';
import { EVER_ARRIVED, everArrivedQuery, POLL_MS } from './api/arrival.ts';
import { Snippet } from './components/Snippet.tsx';
import css from './first-run.module.css';

/** Long enough to be read, short enough not to be waited for. */
const SUCCESS_MS = 1400;

export function FirstRunPage() {
  const query = useQuery({
    ...everArrivedQuery,
    refetchInterval: ({ state }) => (state.data === true ? false : POLL_MS),
  });
  const arrived = query.data === true;
  const [waited, setWaited] = useState(false);
  if (query.data === false && !waited) setWaited(true);
  const navigate = useNavigate();
  const client = useQueryClient();
  useTitle('Send data');
  // Only who has waited here is taken along; who came back for the snippet stays.
  useEffect(() => {
    if (!arrived || !waited) return;
    // What was asked while there was nothing is no answer any more.
    client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== EVER_ARRIVED });
    const timer = setTimeout(() => void navigate({ to: '/map', replace: true }), SUCCESS_MS);
    return () => clearTimeout(timer);
  }, [arrived, waited, navigate, client]);
  return (
    <div className={css['page']}>
      <div className={css['lead']}>
        <Mark size={56} />
        <div>
          <h1>
            {!arrived
              ? 'Nothing has arrived yet'
              : waited
                ? 'The first record is here'
                : 'Send data'}
          </h1>
          <p>
            Nunchi takes OpenTelemetry over HTTP. Send it a trace, a log or a metric and the service
            shows up here.
          </p>
        </div>
      </div>
      <div className={css['card']}>
        <Snippet />
      </div>
      <Status arrived={arrived} failed={query.isError ? query.error : undefined} />
    </div>
  );
}

function Status({ arrived, failed }: { arrived: boolean; failed: Error | undefined }) {
  if (arrived) {
    return (
      <div className={`${css['status']} ${css['arrived']}`} role="status">
        <IconCircleCheckFilled size={20} aria-hidden="true" />
        <strong>Data is arriving</strong>
        <Button size="xs" variant="light" renderRoot={(props) => <Link to="/map" {...props} />}>
          Go to the map
        </Button>
      </div>
    );
  }
  if (failed) {
    return (
      <div className={`${css['status']} ${css['failed']}`} role="status">
        <IconPlugConnectedX size={20} aria-hidden="true" />
        <span>
          <strong>Cannot look for records.</strong> <span className="muted">{failed.message}</span>{' '}
          <span className="muted">Trying again…</span>
        </span>
      </div>
    );
  }
  return (
    <div className={css['status']} role="status">
      <span className={css['pulse']} aria-hidden="true" />
      <span>
        <strong>Waiting for the first record…</strong>{' '}
        <span className="muted">This page moves on by itself.</span>
      </span>
    </div>
  );
}
