import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, done, unwrap } from '../../../api/client.ts';
import type { AlarmRule, ChannelBody } from '../../../api/types.ts';

/** A rule to create, or to put in the place of a version that is known. */
interface RuleInput {
  readonly rule: AlarmRule;
  readonly replaces?: { readonly id: string; readonly version: number } | undefined;
}

export function useSaveRule() {
  const refresh = useRefresh(['alarm rules', 'alarm rule']);
  return useMutation({
    mutationFn: ({ rule, replaces }: RuleInput) =>
      replaces === undefined
        ? unwrap(api.POST('/api/v1/alarm-rules', { body: rule }))
        : unwrap(
            api.PUT('/api/v1/alarm-rules/{id}', {
              params: {
                path: { id: replaces.id },
                header: { 'if-match': `"${replaces.version}"` },
              },
              body: rule,
            }),
          ),
    onSettled: refresh,
  });
}

export function useDeleteRule() {
  const refresh = useRefresh(['alarm rules', 'alarms']);
  return useMutation({
    mutationFn: (id: string) =>
      done(api.DELETE('/api/v1/alarm-rules/{id}', { params: { path: { id } } })),
    onSuccess: refresh,
  });
}

interface ChannelInput {
  readonly channel: ChannelBody;
  /** Undefined: it is new. */
  readonly version: number | undefined;
}

export function useSaveChannel() {
  const refresh = useRefresh(['channels']);
  return useMutation({
    mutationFn: ({ channel, version }: ChannelInput) =>
      version === undefined
        ? unwrap(api.POST('/api/v1/channels', { body: channel }))
        : unwrap(
            api.PUT('/api/v1/channels/{name}', {
              params: {
                path: { name: channel.name },
                header: { 'if-match': `"${version}"` },
              },
              body: channel,
            }),
          ),
    onSettled: refresh,
  });
}

export function useDeleteChannel() {
  const refresh = useRefresh(['channels']);
  return useMutation({
    mutationFn: (name: string) =>
      done(api.DELETE('/api/v1/channels/{name}', { params: { path: { name } } })),
    onSuccess: refresh,
  });
}

function useRefresh(keys: readonly string[]): () => Promise<void> {
  const client = useQueryClient();
  return async () => {
    await Promise.all(keys.map((key) => client.invalidateQueries({ queryKey: [key] })));
  };
}
