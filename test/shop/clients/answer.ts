/** What a call answered. Clients throw only when there is no answer. */
export interface Answer<T = unknown> {
  readonly status: number;
  readonly body: T;
}

/** It has no time limit of its own: that is the agent's. */
export interface Call {
  readonly method?: 'GET' | 'POST' | 'DELETE';
  readonly body?: unknown;
}

export const JSON_TYPE = { 'content-type': 'application/json' } as const;

export function parse<T>(text: string): T {
  return (text === '' ? undefined : JSON.parse(text)) as T;
}
