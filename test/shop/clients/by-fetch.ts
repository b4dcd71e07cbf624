import { type Answer, type Call, JSON_TYPE, parse } from './answer.ts';

export async function byFetch<T>(url: string, call: Call): Promise<Answer<T>> {
  const { method = 'GET', body, timeoutMs } = call;
  const response = await fetch(url, {
    method,
    signal: AbortSignal.timeout(timeoutMs),
    ...(body === undefined ? {} : { headers: JSON_TYPE, body: JSON.stringify(body) }),
  });
  return { status: response.status, body: parse<T>(await response.text()) };
}
