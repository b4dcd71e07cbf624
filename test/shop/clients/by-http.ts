import { request } from 'node:http';
import { type Answer, type Call, JSON_TYPE, parse } from './answer.ts';

export function byHttp<T>(url: string, call: Call = {}): Promise<Answer<T>> {
  const { method = 'GET', body } = call;
  return new Promise((resolve, reject) => {
    const headers = body === undefined ? {} : JSON_TYPE;
    const outgoing = request(url, { method, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.on('error', reject);
      response.on('end', () => {
        try {
          resolve({ status: response.statusCode ?? 0, body: parse<T>(text) });
        } catch (error) {
          reject(error as Error);
        }
      });
    });
    outgoing.on('error', reject);
    outgoing.end(body === undefined ? undefined : JSON.stringify(body));
  });
}
