// Starts the whole stack on one machine, keeps it running, and stops it in order.
import { join } from 'node:path';
import { banner } from './banner.ts';
import { describeExit } from './child.ts';
import { takeDataDirectory } from './data-directory.ts';
import { startDevelopment } from './development.ts';
import { createOutput } from './output.ts';
import { partsOf } from './parts.ts';
import { slowNotice } from './ready.ts';
import { createRunFile, waitForLeftovers } from './run-file.ts';
import { readLauncherSettings } from './settings.ts';
import { DEMO_DEFAULTS } from './shop.ts';
import { createStack } from './stack.ts';
import { startProblems, withoutPrefix } from './start-error.ts';
import { stopRequest } from './stop-request.ts';
import { supervise, type SuperviseEvents } from './supervise.ts';

const LEFTOVERS_LIMIT_MS = 15_000;
const seconds = (ms: number): string => (ms / 1000).toFixed(1);

try {
  await launch(process.env, process.argv.slice(2));
  process.exit(0);
} catch (error) {
  for (const line of startProblems(error)) console.error(line);
  if (process.env['NUNCHI_LOG_LEVEL'] === 'debug') console.error(error);
  process.exit(1);
}

async function launch(environment: NodeJS.ProcessEnv, args: readonly string[]): Promise<void> {
  const settings = readLauncherSettings(environment, args);
  takeDataDirectory(settings.dataDir);
  const output = createOutput(settings);
  await waitForLeftovers(settings.dataDir, LEFTOVERS_LIMIT_MS, (names) =>
    output.info(`waiting for ${names.join(', ')} of a run that was killed`),
  );

  const runFile = createRunFile(settings.dataDir);
  const events: SuperviseEvents = {
    line: (part, text) => output.line(part, text),
    started: (part, pid) => runFile.started(part, pid),
    crashed: (part, why, delayMs) =>
      output.warn(
        `${withoutPrefix(why).join('; ')}; starting it again in ${seconds(delayMs)} s`,
        part.name,
      ),
    recovered: (part) => output.info('runs again', part.name),
  };
  const env = {
    // Stripped and compiled sources are kept: less memory and time at every later start.
    NODE_COMPILE_CACHE: join(settings.dataDir, 'compile-cache'),
    ...(settings.shop ? DEMO_DEFAULTS : {}),
    ...environment,
    NUNCHI_DATA_DIR: settings.dataDir,
  };
  const stack = createStack(
    partsOf(settings).map((step) => step.map((part) => supervise(part, env, events))),
    slowNotice((part, reason) => output.info(`not ready yet: ${reason}`, part.name)),
  );

  const stopRequested = stopRequest(() => {
    stack.kill();
    process.exit(1);
  });
  const started = stack.start();
  try {
    await Promise.race([started, stopRequested]);
  } catch (error) {
    await stack.stop();
    runFile.remove();
    throw error;
  }
  const asked = await Promise.race([stopRequested, started.then(() => undefined)]);

  if (asked === undefined) {
    runFile.ready();
    const development = settings.development
      ? startDevelopment(settings, stack, output)
      : undefined;
    output.print(banner(settings, seconds(performance.now()), development?.url));
    process.send?.({ ready: true });
    await stopRequested;
    development?.stop();
  }
  await stack.stop((part, { exit, tookMs }) => {
    const how =
      exit.code === 0 || exit.signal === 'SIGTERM' ? '' : ` (it ended ${describeExit(exit)})`;
    output.info(`stopped in ${seconds(tookMs)} s${how}`, part.name);
  });
  runFile.remove();
  output.close();
}
