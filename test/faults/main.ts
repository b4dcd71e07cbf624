// `npm run test:faults`: one scenario after another, each held against its ledger.
// Arguments: `--seed=N` repeats a run, `--short` is the form within `npm test`, and any other
// argument chooses the scenarios whose name has it.
import { randomInt } from 'node:crypto';
import { createRig } from './rig.ts';
import type { Report } from './scenario.ts';
import { FULL, SHORT } from './sizes.ts';

const DEADLINE_MS = 585_000;

const args = process.argv.slice(2);
const seed = Number(args.find((arg) => arg.startsWith('--seed='))?.slice(7) ?? randomInt(1e9));
const words = args.filter((arg) => !arg.startsWith('--'));
const size = args.includes('--short') ? SHORT : FULL;
const chosen = size.filter(({ name }) => words.every((word) => name.includes(word)));
const started = performance.now();
const seconds = (since: number) => `${((performance.now() - since) / 1_000).toFixed(1)} s`;

const totals = { acknowledged: 0, stored: 0, missing: 0, doubled: 0 };
const failed: string[] = [];
let held = 0;
let skipped = 0;
let current = '';

function end(reason?: string): never {
  if (reason) {
    console.log(`VIOLATED  ${current}: ${reason}`);
    failed.push(current);
  }
  const { acknowledged, stored, missing, doubled } = totals;
  console.log(
    `\nfaults: ${held} of ${chosen.length} scenarios held` +
      `${skipped > 0 ? `, ${skipped} skipped` : ''}; ${acknowledged} records acknowledged, ` +
      `${stored} stored, ${missing} missing, ${doubled} doubled; ${seconds(started)}, seed ${seed}`,
  );
  process.exit(failed.length > 0 || chosen.length === 0 ? 1 : 0);
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => end(signal));
setTimeout(() => end('not reached within the time for all'), DEADLINE_MS).unref();

console.log(`faults: ${chosen.length} scenarios, seed ${seed}`);
const rig = await createRig();
for (const [index, scenario] of chosen.entries()) {
  current = scenario.name;
  const since = performance.now();
  const report = await scenario.run(rig, seed + index).catch((error: Error): Report => {
    return { figures: {}, violations: [error.message] };
  });
  tell(report, seconds(since));
  const complaints = rig.collector.complaints.splice(0);
  if (report.violations.length > 0) for (const line of complaints) console.log(`          ${line}`);
}
await rig.close();
end();

function tell({ figures, violations, skipped: why }: Report, took: string): void {
  const list = Object.entries(figures).map(([name, value]) => `${name} ${value}`);
  const state = why === undefined ? (violations.length > 0 ? 'VIOLATED' : 'held') : 'skipped';
  console.log(`${state.padEnd(9)} ${current} (${took})\n          ${why ?? list.join(', ')}`);
  for (const violation of violations) console.log(`          ! ${violation}`);
  if (why !== undefined) skipped += 1;
  else if (violations.length > 0) failed.push(current);
  else held += 1;
  totals.acknowledged += Number(figures['records acknowledged'] ?? 0);
  totals.stored += Number(figures['stored'] ?? 0);
  totals.missing += Number(figures['missing'] ?? 0);
  totals.doubled += Number(figures['doubled'] ?? 0);
}
