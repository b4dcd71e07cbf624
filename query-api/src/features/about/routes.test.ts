import { describe, expect, it } from 'vitest';
import { buildApp } from '../../app.ts';

describe('GET /about', () => {
  it('tells the ports for telemetry and for agents', async () => {
    const unused = {} as never;
    const app = await buildApp(
      { webDir: '/nowhere', otlpPort: 14_318, opampPort: 14_320 },
      { store: unused },
    );
    const reply = await app.inject('/api/v1/about');
    expect([reply.statusCode, reply.json()]).toEqual([
      200,
      { otlpPort: 14_318, opampPort: 14_320 },
    ]);
    await app.close();
  });
});
