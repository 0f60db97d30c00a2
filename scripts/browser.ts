import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from 'playwright';

/** Where distributions put a Chromium, or what else starts as one. */
const USUAL_PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/opt/google/chrome/chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

const ANSWER_MS = 30_000;

/**
 * Path of a Chromium: HEADLIGHT_CHROMIUM as it is, else the first that answers of Playwright's own and the
 * system's, else null.
 */
export function findChromium(): string | null {
  if (process.env.HEADLIGHT_CHROMIUM) return process.env.HEADLIGHT_CHROMIUM;
  return [chromium.executablePath(), ...USUAL_PLACES].find((path) => existsSync(path) && answers(path)) ?? null;
}

/** As findChromium, but installs one where there is none. Throws an Error that says what to do if that fails. */
export function ensureChromium(): string {
  const wished = process.env.HEADLIGHT_CHROMIUM;
  if (wished && !existsSync(wished)) throw new Error(`HEADLIGHT_CHROMIUM is ${wished}, and there is no such file.`);
  for (const install of [() => {}, installFromPlaywright, installFromDebian]) {
    install();
    const found = findChromium();
    if (found !== null) return found;
  }
  throw new Error(
    'No Chromium was found, and none could be installed. Install one (on Debian or Ubuntu: apt-get install chromium; ' +
      'elsewhere: npx playwright install chromium), or set HEADLIGHT_CHROMIUM to the path of one.',
  );
}

/** Some distributions put a script there that only says how to get the browser: ask before trusting the path. */
function answers(path: string): boolean {
  return spawnSync(path, ['--version', '--no-sandbox'], { stdio: 'ignore', timeout: ANSWER_MS }).status === 0;
}

function installFromPlaywright(): void {
  console.log("No Chromium found; trying Playwright's download.");
  run(process.execPath, ['node_modules/playwright/cli.js', 'install', 'chromium']);
}

function installFromDebian(): void {
  if (!existsSync('/usr/bin/apt-get')) return;
  const isRoot = process.getuid?.() === 0;
  if (!isRoot && !existsSync('/usr/bin/sudo')) return;
  console.log("Trying the system's package chromium.");
  // -n: a test run must not stop at a password prompt.
  const apt = (...args: string[]): boolean =>
    run(isRoot ? 'apt-get' : 'sudo', isRoot ? args : ['-n', 'apt-get', ...args]);
  apt('update');
  apt('install', '-y', '--no-install-recommends', 'chromium');
}

function run(command: string, args: readonly string[]): boolean {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return spawnSync(command, args, { stdio: 'inherit', env }).status === 0;
}
