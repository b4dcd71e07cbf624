import { expect, test } from 'vitest';
import { readEnvironment } from '../environment.ts';
import { onlyStartsOthers, readHealthSettings } from './settings.ts';

function read(variables: NodeJS.ProcessEnv) {
  const problems: string[] = [];
  const settings = readHealthSettings(readEnvironment(variables, (each) => problems.push(each)));
  return { settings, problems };
}

test('on by default, for this machine alone; in Kubernetes for all', () => {
  expect(read({})).toEqual({
    settings: { port: 8474, isPortGiven: false, host: '127.0.0.1' },
    problems: [],
  });
  expect(read({ KUBERNETES_SERVICE_HOST: '10.0.0.1' }).settings?.host).toBeUndefined();
  expect(
    read({ KUBERNETES_SERVICE_HOST: '10.0.0.1', NUNCHI_HEALTH_HOST: '::1' }).settings?.host,
  ).toBe('::1');
});

test.each([{ NUNCHI_HEALTH_PORT: 'off' }, { NUNCHI_CHASSIS: 'off' }])('%o → off', (variables) => {
  expect(read(variables)).toEqual({ settings: undefined, problems: [] });
});

test('a port is taken as it is said; a wrong one is said', () => {
  expect(read({ NUNCHI_HEALTH_PORT: ' 8080 ' }).settings).toMatchObject({
    port: 8080,
    isPortGiven: true,
  });
  expect(read({ NUNCHI_HEALTH_PORT: '99999' })).toEqual({
    settings: { port: 8474, isPortGiven: false, host: '127.0.0.1' },
    problems: ['NUNCHI_HEALTH_PORT is "99999", not a whole number from 0 to 65535; 8474 is used'],
  });
});

test.each([
  ['/usr/lib/node_modules/npm/bin/npm-cli.js', true],
  [String.raw`C:\node\node_modules\npm\bin\npx-cli.js`, true],
  ['/usr/local/bin/npm', true],
  ['/home/me/.yarn/releases/yarn.cjs', true],
  ['/app/server.js', false],
  ['/app/pnpm-report.js', false],
  [undefined, false],
])('%s only starts others: %s', (script, expected) => {
  expect(onlyStartsOthers(script)).toBe(expected);
});
