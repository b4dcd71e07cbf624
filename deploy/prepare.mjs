// Makes a clone runnable: packages, a Node that runs TypeScript as written, the built agent and
// web UI.
// Plain JavaScript over Node's built-ins, since it runs before anything is installed, on Node 20.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '');
const OLDEST_NODE = 20;
/** From this version on, Node strips types by itself. */
const TYPES_NODE = 24;
const BUNDLED_NODE = join(ROOT, 'node_modules/node/bin/node');
const HEARTBEAT_MS = 15_000;
const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** What is wrong, in words that say what to do; shown without a stack. */
export class PrepareError extends Error {}

const say = (line) => console.log(`nunchi: ${line}`);

/**
 * Brings the clone up to date and resolves with the path of a Node that runs the services.
 * It does only what is needed: on a prepared clone it takes some ten milliseconds.
 */
export async function prepare({ web = true } = {}) {
  if (major(process.versions.node) < OLDEST_NODE) {
    throw new PrepareError(`Node ${OLDEST_NODE} or later is needed, this is ${process.version}`);
  }
  if (!packagesAreCurrent()) await installPackages();
  const node = await findNode();
  await buildAgent(node);
  if (web) await build(node, WEB);
  return node;
}

/** Runs `main`, and turns a PrepareError into one line and exit code 1. */
export async function orExplain(main) {
  try {
    await main();
  } catch (error) {
    if (!(error instanceof PrepareError)) throw error;
    console.error(`nunchi: ${error.message}`);
    process.exit(1);
  }
}

// Packages ---------------------------------------------------------------------------------------

/**
 * Whether node_modules holds what package-lock.json asks for. npm leaves a lockfile of what it
 * installed, so this needs no marker of our own and believes any `npm install` done by hand.
 */
function packagesAreCurrent() {
  const wanted = readJson('package-lock.json')?.packages;
  const installed = readJson('node_modules/.package-lock.json')?.packages;
  if (!wanted || !installed) return false;
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '' || entry.optional) return true;
    const found = installed[path];
    return found?.version === entry.version && found?.integrity === entry.integrity;
  });
}

async function installPackages() {
  requireWritable('packages cannot be installed');
  const updating = existsSync(join(ROOT, 'node_modules'));
  say(updating ? 'updating the packages (npm ci)' : 'installing the packages (npm ci), once');
  // A user's npm settings, or NODE_ENV=production, may leave out what is needed here.
  const args = ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund'];
  const { code, output, seconds } = await npm([...args, '--loglevel=error'], 'still installing');
  if (code !== 0) {
    // npm lists all of its options after some errors, which hides what it said before.
    console.error(
      output
        .replace(/^npm error Clean install a project[^]*?(?=^npm error A complete log)/m, '')
        .trim(),
    );
    throw new PrepareError('npm ci failed, see above; when that is mended, run this again');
  }
  say(`packages installed in ${seconds} s`);
}

/**
 * npm runs on a Node outside of node_modules: `npm run` puts the one inside first on the PATH,
 * and `npm ci` deletes it while it works.
 */
async function npm(args, heartbeat) {
  const inside = join(ROOT, 'node_modules');
  const path = (process.env.PATH ?? '')
    .split(delimiter)
    .filter((directory) => !directory.startsWith(inside))
    .join(delimiter);
  try {
    return await run('npm', args, { env: { ...process.env, PATH: path }, heartbeat });
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
    throw new PrepareError('npm is not on the PATH; it comes with Node from nodejs.org');
  }
}

// Node -------------------------------------------------------------------------------------------

async function findNode() {
  if (runsTypes(BUNDLED_NODE)) return BUNDLED_NODE;
  if (major(process.versions.node) >= TYPES_NODE) return process.execPath;
  // The binary is fetched by an install script, which npm may have been told to skip.
  say(`fetching Node ${TYPES_NODE} (npm rebuild node)`);
  requireWritable(`Node ${TYPES_NODE} cannot be installed`);
  const args = ['rebuild', 'node', '--ignore-scripts=false'];
  const { output } = await npm(args, 'still fetching');
  if (runsTypes(BUNDLED_NODE)) return BUNDLED_NODE;
  if (output.trim() !== '') console.error(output.trim());
  throw new PrepareError(
    `Node ${TYPES_NODE} is missing: allow the install script of the package "node", or install Node ${TYPES_NODE} or later on this machine (this is ${process.version})`,
  );
}

function runsTypes(node) {
  if (node === process.execPath) return major(process.versions.node) >= TYPES_NODE;
  if (!existsSync(node)) return false;
  const { status, stdout } = spawnSync(node, ['--version'], { encoding: 'utf8' });
  return status === 0 && major(stdout) >= TYPES_NODE;
}

const major = (version) => Number.parseInt(version.replace(/^v/, ''), 10);

// Builds -----------------------------------------------------------------------------------------

const WEB = {
  name: 'the web UI',
  folder: join(ROOT, 'web'),
  sources: ['src', 'public', 'index.html', 'package.json', 'vite.config.ts'],
  command: [join(ROOT, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'warn'],
};

/** Services load it as their users do, from a package; and Node strips no types in packages. */
const AGENT = {
  name: 'the agent',
  folder: join(ROOT, 'agents/node'),
  sources: ['src', 'package.json', 'rolldown.config.ts'],
  command: [
    join(ROOT, 'node_modules/rolldown/bin/cli.mjs'),
    '--config',
    'rolldown.config.ts',
    '--logLevel',
    'warn',
  ],
};

/** Builds `@nunchi/agent` if its sources have changed; for tests that start services under it. */
export function buildAgent(node = process.execPath) {
  return build(node, AGENT);
}

/** What was built remembers the hash of what it was built from. */
async function build(node, { name, folder, sources, command }) {
  const dist = join(folder, 'dist');
  const mark = join(dist, '.build-hash');
  const hash = hashOf(folder, sources);
  if (readText(mark) === hash) return;
  requireWritable(`${name} cannot be built`);
  say(`building ${name}`);
  const { code, output, seconds } = await run(node, command, {
    cwd: folder,
    heartbeat: 'still building',
  });
  if (code !== 0) {
    console.error(output.trim());
    throw new PrepareError(`${name} cannot be built, see above`);
  }
  mkdirSync(dist, { recursive: true });
  writeFileSync(mark, hash);
  say(`${name.replace(/^the /, '')} built in ${seconds} s`);
}

function hashOf(folder, sources) {
  const hash = createHash('sha256').update(readFileSync(join(ROOT, 'package-lock.json')));
  for (const file of sources.flatMap((name) => filesBelow(join(folder, name)))) {
    hash.update(`\0${relative(folder, file)}\0`).update(readFileSync(file));
  }
  return hash.digest('hex');
}

function readText(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function filesBelow(path) {
  if (!existsSync(path)) return [];
  try {
    return readdirSync(path)
      .sort()
      .flatMap((name) => filesBelow(join(path, name)));
  } catch (error) {
    if (error.code === 'ENOTDIR') return [path];
    throw error;
  }
}

// Helpers ----------------------------------------------------------------------------------------

/** Runs a program quietly; what it wrote is returned, to be shown when it failed. */
function run(command, args, { cwd = ROOT, env = process.env, heartbeat } = {}) {
  const started = Date.now();
  const elapsed = () => Math.round((Date.now() - started) / 1000);
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const timer = setInterval(() => say(`${heartbeat} (${elapsed()} s)`), HEARTBEAT_MS);
    const interrupt = () => {
      child.kill('SIGTERM');
      process.exit(130);
    };
    const settle = () => {
      clearInterval(timer);
      for (const signal of STOP_SIGNALS) process.off(signal, interrupt);
    };
    for (const signal of STOP_SIGNALS) process.on(signal, interrupt);
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.once('error', (error) => {
      settle();
      reject(error);
    });
    child.once('close', (code) => {
      settle();
      resolve({ code, output, seconds: elapsed() });
    });
  });
}

function requireWritable(consequence) {
  try {
    accessSync(ROOT, constants.W_OK);
  } catch {
    throw new PrepareError(
      `${consequence}: ${ROOT} cannot be written by this user; run it as the owner, or make it writable`,
    );
  }
}

function readJson(path) {
  try {
    return JSON.parse(readFileSync(join(ROOT, path), 'utf8'));
  } catch {
    return undefined;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await orExplain(() => prepare());
