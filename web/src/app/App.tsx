import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { ApiError } from '../api/problem.ts';
import { EmptyGateContext } from '../shared/ui/EmptyGate.tsx';
import { ArrivalGate } from './ArrivalGate.tsx';
import { whenQuiet } from './preload.ts';
import { createAppRouter } from './router.tsx';
import { theme } from './theme.ts';

const createQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        // Long enough that going back shows the list as it was left, short enough to be true.
        staleTime: 10_000,
        refetchOnWindowFocus: false,
        retry: (failures, error) => error instanceof ApiError && error.momentary && failures < 1,
        retryDelay: 600,
      },
    },
  });

export function App() {
  const [router] = useState(createAppRouter);
  const [client] = useState(createQueryClient);
  // Pages that are not open yet are fetched while there is time: a server that restarts later
  // then takes none of them away.
  useEffect(
    () =>
      whenQuiet(client, () => {
        for (const route of Object.values(router.routesById)) void router.loadRouteChunk(route);
      }),
    [router, client],
  );
  return (
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      withCssVariables={false}
      withGlobalClasses={false}
    >
      <QueryClientProvider client={client}>
        <EmptyGateContext value={ArrivalGate}>
          <RouterProvider router={router} />
        </EmptyGateContext>
      </QueryClientProvider>
    </MantineProvider>
  );
}
