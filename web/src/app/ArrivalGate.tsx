import { useQuery } from '@tanstack/react-query';
import { Navigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { everArrivedQuery } from '../features/first-run/api/arrival.ts';
import { SkeletonRows } from '../shared/ui/Page.tsx';

/** Stands before every "nothing matches": while nothing has ever arrived, leads to the first run. */
export function ArrivalGate({ children }: { children: ReactNode }) {
  const { data, isPending } = useQuery(everArrivedQuery);
  if (isPending) return <SkeletonRows rows={1} />;
  if (data === false) return <Navigate to="/first-run" replace />;
  return children;
}
