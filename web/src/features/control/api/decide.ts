import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '../../../api/client.ts';

export type Word = 'approve' | 'reject' | 'rollback';

interface DecisionInput {
  readonly id: string;
  readonly word: Word;
}

const PATHS = {
  approve: '/api/v1/control/actions/{id}/approve',
  reject: '/api/v1/control/actions/{id}/reject',
  rollback: '/api/v1/control/actions/{id}/rollback',
} as const;

/** A person's word on an action. The control loop acts on it within seconds. */
export function useDecision() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, word }: DecisionInput) =>
      unwrap(api.POST(PATHS[word], { params: { path: { id } }, body: { by: 'web UI' } })),
    onSettled: () => refreshControl(client),
  });
}

interface SwitchInput {
  readonly engaged: boolean;
  readonly reason: string;
}

export function useKillSwitch() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (wanted: SwitchInput) =>
      unwrap(api.PUT('/api/v1/control/kill-switch', { body: { ...wanted, by: 'web UI' } })),
    onSettled: () => refreshControl(client),
  });
}

async function refreshControl(client: ReturnType<typeof useQueryClient>): Promise<void> {
  const keys = ['control status', 'control actions', 'control events', 'alarms'];
  await Promise.all(keys.map((key) => client.invalidateQueries({ queryKey: [key] })));
}
