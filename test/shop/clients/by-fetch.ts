import { type Answer, type Call, JSON_TYPE, parse } from './answer.ts';

export async function byFetch<T>(url: string, call: Call = {}): Promise<Answer<T>> {
  const { method = 'GET', body } = call;
  const response = await fetch(url, {
    method,
    ...(body === undefined ? {} : { headers: JSON_TYPE, body: JSON.stringify(body) }),
  });
  return { status: response.status, body: parse<T>(await response.text()) };
}
