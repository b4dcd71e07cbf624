// A Chromium for the tests in a browser; plain JavaScript for the same reason as prepare.mjs.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { PrepareError } from './prepare.mjs';

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];
const APT_GET = '/usr/bin/apt-get';

/** Path of a Chromium. As root on Debian and its kin it is installed when there is none. */
export function findChromium() {
  const named = process.env.CHROMIUM_PATH;
  if (named) {
    if (existsSync(named)) return named;
    throw new PrepareError(`CHROMIUM_PATH=${named} does not exist`);
  }
  const found = PLACES.find((path) => existsSync(path));
  if (found) return found;
  if (existsSync(APT_GET) && process.getuid?.() === 0) return installChromium();
  const how = existsSync(APT_GET) ? ' (sudo apt-get install chromium)' : '';
  throw new PrepareError(
    `the tests need Chromium or Google Chrome: install one${how}, or name one by CHROMIUM_PATH`,
  );
}

function installChromium() {
  console.log('nunchi: installing chromium (apt-get)');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', 'chromium']]) {
    const { status, stdout, stderr } = spawnSync(APT_GET, args, {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    });
    // An update in which one source of several failed may still know the package.
    if (status !== 0 && args[0] === 'install') {
      console.error(`${stdout}${stderr}`.trim());
      throw new PrepareError(
        'chromium cannot be installed, see above; or name one by CHROMIUM_PATH',
      );
    }
  }
  const installed = PLACES.find((path) => existsSync(path));
  if (installed) return installed;
  throw new PrepareError('apt-get installed no usable chromium: name one by CHROMIUM_PATH');
}
