import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { freePort } from './freePort.ts';

const ROOT = resolve(import.meta.dirname, '..');

/** Generous: what ends at all ends long before. */
const PATIENCE_MS = 25_000;
// What is started is a program of its own, which a busy machine keeps waiting.
vi.setConfig({ testTimeout: 4 * PATIENCE_MS });

let dist = '';
const started = new Set<ChildProcess>();
const listening = new Set<Server>();

beforeAll(() => {
  dist = mkdtempSync(join(tmpdir(), 'headlight-dist-'));
  writeFileSync(join(dist, 'index.html'), '<!doctype html><title>Built</title>');
});
afterEach(() => {
  for (const child of started) child.kill('SIGKILL');
  for (const server of listening) server.close();
  started.clear();
  listening.clear();
});
afterAll(() => rmSync(dist, { recursive: true, force: true }));

/** Takes a port for as long as the test lasts; false where another program has it, which may let go of it at any time. */
async function occupy(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((done) => {
    server.once('error', () => done(false));
    server.listen(port, '127.0.0.1', () => {
      listening.add(server);
      done(true);
    });
  });
}

function run(...args: readonly string[]): ChildProcess {
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
  started.add(child);
  return child;
}

/** The first match in what a process says. */
function said(child: ChildProcess, pattern: RegExp): Promise<RegExpExecArray> {
  let text = '';
  return new Promise((done, fail) => {
    const hear = (part: Buffer): void => {
      // oxlint-disable-next-line no-control-regex -- colours of a terminal
      text += part.toString().replaceAll(/\u001B\[\d+m/g, '');
      const found = pattern.exec(text);
      if (found !== null) done(found);
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('close', () => fail(new Error(`it ended, having said: ${text}`)));
  });
}

const ADDRESS = /http:\/\/127\.0\.0\.1:(\d+)\//;
const WATCHED = ['--import', 'tsx', '--import', './scripts/endWithParent.mjs'] as const;
const serve = (...args: readonly string[]) => run(...WATCHED, 'scripts/serve.ts', '--dist', dist, ...args);

async function isAnswered(port: number): Promise<boolean> {
  try {
    await fetch(`http://127.0.0.1:${port}/`);
    return true;
  } catch {
    return false;
  }
}

/** Whether nobody answers any more, at once or within the time that ending takes. */
async function fallsSilent(port: number): Promise<boolean> {
  for (let waited = 0; (await isAnswered(port)) && waited < PATIENCE_MS; waited += 100) await wait(100);
  return !(await isAnswered(port));
}

describe('the server of the built page', () => {
  test('takes a free port where the usual one is taken, and prints its address', async () => {
    const isOurs = await occupy(4173);
    const [address, port] = await said(serve(), ADDRESS);
    expect(isOurs && port).not.toBe('4173');
    expect(await (await fetch(address)).text()).toContain('<title>Built</title>');
  });

  test('does not move from a port that was asked for', async () => {
    const port = await freePort(0);
    expect(await occupy(port)).toBe(true);
    const child = serve('--port', String(port));
    const code = await new Promise((done) => void child.once('close', done));
    expect(code).not.toBe(0);
  });

  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('ends at %s', async (signal) => {
    const child = serve('--port', '0');
    const [, port] = await said(child, ADDRESS);
    child.kill(signal);
    expect(await fallsSilent(Number(port))).toBe(true);
  });

  test('ends when what started it is killed', async () => {
    const command = [...WATCHED, 'scripts/serve.ts', '--dist', dist, '--port', '0'];
    const parent = run(
      '-e',
      `require('node:child_process').spawn(process.execPath, ${JSON.stringify(command)}, { stdio: 'inherit' })`,
    );
    const [, port] = await said(parent, ADDRESS);
    expect(await isAnswered(Number(port))).toBe(true);
    parent.kill('SIGKILL');
    expect(await fallsSilent(Number(port))).toBe(true);
  });

  test.skipIf(process.platform === 'win32')('ends when npm is killed, whatever shell lies between', async () => {
    const command = [process.execPath, ...WATCHED, 'scripts/serve.ts', '--dist', dist]
      .map((part) => `"${part}"`)
      .join(' ');
    // What comes after the server keeps the shell there, as some shells stay of themselves.
    const script = `spawn('sh', ['-c', ${JSON.stringify(`${command}; true`)}], { stdio: 'inherit' })`;
    const npm = spawn(process.execPath, ['-e', `require('node:child_process').${script}`], {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, npm_lifecycle_event: 'start' },
    });
    started.add(npm);
    const [, port] = await said(npm, ADDRESS);
    npm.kill('SIGKILL');
    expect(await fallsSilent(Number(port))).toBe(true);
  });
});

describe('what the tests start', () => {
  /** A script that runs a script that starts one more, which says its port and would serve it for ever. */
  const last = `const server = require('node:http').createServer((_, answer) => answer.end('here'));
    server.listen(0, '127.0.0.1', () => console.log('port ' + server.address().port));`;
  const middle = `require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(last)}], { stdio: 'inherit' })`;

  const first = (): ChildProcess => {
    const script = join(dist, 'middle.cjs');
    writeFileSync(script, `${middle}; setInterval(() => {}, 1000)`);
    const code = `
      import { runScript, stopScripts } from ${JSON.stringify(join(ROOT, 'scripts/children.ts'))};
      import { beforeEnding } from ${JSON.stringify(join(ROOT, 'scripts/ending.ts'))};
      beforeEnding(stopScripts);
      await runScript(${JSON.stringify(script)});`;
    const file = join(dist, 'first.mts');
    writeFileSync(file, code);
    return run('--import', 'tsx', file);
  };

  test.each(['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGKILL'] as const)('ends with them at %s', async (signal) => {
    const child = first();
    const [, port] = await said(child, /port (\d+)/);
    expect(await isAnswered(Number(port))).toBe(true);
    child.kill(signal);
    expect(await fallsSilent(Number(port))).toBe(true);
  });
});

test('a browser test by itself takes a port of its own where the usual one is taken', async () => {
  const isOurs = await occupy(4183);
  const code = `import config from './playwright.config.ts'; console.log('port ' + new URL(config.use.baseURL).port);`;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', code], {
    cwd: ROOT,
    // As one of Playwright's own processes: they read it without a build at hand.
    env: { ...process.env, TEST_WORKER_INDEX: '0', HEADLIGHT_PORT: undefined, HEADLIGHT_CHROMIUM: '/bin/true' },
  });
  started.add(child);
  const [, port] = await said(child, /port (\d+)/);
  expect(isOurs && port).not.toBe('4183');
});
