import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';

const END_WITH_PARENT = pathToFileURL(resolve(import.meta.dirname, 'endWithParent.mjs')).href;

/** After so long what was told to stop is ended, in milliseconds. */
const GRACE_MS = 3000;

const running = new Set<ChildProcess>();

/** Runs a script with this Node, its output shown as it comes; gives the exit code, null where a signal ended it. */
export function runScript(script: string, ...args: readonly string[]): Promise<number | null> {
  return new Promise((done) => {
    const child = spawn(process.execPath, ['--import', END_WITH_PARENT, script, ...args], {
      stdio: ['ignore', 'inherit', 'inherit'],
      // A group of its own: whatever it starts can be stopped together with it.
      detached: process.platform !== 'win32',
    });
    running.add(child);
    child.once('error', () => done(null));
    child.once('close', (code) => {
      running.delete(child);
      done(code);
    });
  });
}

/** Stops everything that runs, and all that it started. */
export async function stopScripts(): Promise<void> {
  const stopped = Promise.all([...running].map((child) => new Promise((done) => void child.once('close', done))));
  for (const child of running) signal(child, 'SIGTERM');
  await Promise.race([stopped, wait(GRACE_MS)]);
  for (const child of running) signal(child, 'SIGKILL');
}

function signal({ pid }: ChildProcess, name: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, name);
  } catch {
    // It has ended meanwhile.
  }
}
