import { request } from 'undici';
import { type Answer, type Call, JSON_TYPE, parse } from './answer.ts';

export async function byUndici<T>(url: string, call: Call = {}): Promise<Answer<T>> {
  const { method = 'GET', body } = call;
  const response = await request(url, {
    method,
    ...(body === undefined ? {} : { headers: JSON_TYPE, body: JSON.stringify(body) }),
  });
  return { status: response.statusCode, body: parse<T>(await response.body.text()) };
}
