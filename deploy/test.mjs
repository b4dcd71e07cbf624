// `npm test`: prepares the clone, then runs every test; what follows `--` goes to vitest.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findChromium } from './chromium.mjs';
import { orExplain, prepare, ROOT } from './prepare.mjs';

const VITEST = join(ROOT, 'node_modules/vitest/vitest.mjs');

await orExplain(async () => {
  const node = await prepare();
  const chromium = findChromium();
  const directory = mkdtempSync(join(tmpdir(), 'nunchi-results-'));
  const results = join(directory, 'results.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${results}`];
  const code = await run(node, [VITEST, 'run', ...reporters, ...process.argv.slice(2)], {
    ...process.env,
    CHROMIUM_PATH: chromium,
  });
  const summary = summarise(results, code);
  rmSync(directory, { recursive: true, force: true });
  console.log(summary.line);
  process.exit(summary.failed > 0 ? 1 : code);
});

function run(node, args, env) {
  const vitest = spawn(node, args, { cwd: ROOT, env, stdio: ['ignore', 'inherit', 'inherit'] });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => vitest.kill(signal));
  return new Promise((resolve, reject) => {
    vitest.once('error', reject);
    vitest.once('exit', (code) => resolve(code ?? 1));
  });
}

/** The closing line, as vitest's own report counts. */
function summarise(results, code) {
  const report = readReport(results);
  if (!report) return { failed: 1, line: 'the tests ended before they had results' };
  const skipped = report.numPendingTests + report.numTodoTests;
  // A file that cannot even be loaded has no tests that could fail, and fails itself; so does
  // an error between the tests.
  const brokenFiles = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  ).length;
  const counted = report.numFailedTests + brokenFiles;
  const failed = counted === 0 && code !== 0 ? 1 : counted;
  const parts = [`${report.numPassedTests} passed`, `${failed} failed`];
  if (skipped > 0) parts.push(`${skipped} skipped`);
  return { failed, line: parts.join(', ') };
}

function readReport(results) {
  try {
    return JSON.parse(readFileSync(results, 'utf8'));
  } catch {
    return undefined;
  }
}
