import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { readFirstRun, writeFirstRun } from '../src/app/state/firstRun.ts';
import type { FirstRun } from '../src/app/state/firstRun.ts';
import { DEFAULT_TEXT } from '../src/app/state/fields.ts';
import { hearEngine } from '../src/inference/testing/hearEngine.ts';

export const FIRST_RUN_FILE = resolve(import.meta.dirname, '../public/first-run.bin');

/** What the model that the page begins with says of its first sentence, by the same engine as in the page. */
export async function liveFirstRun(): Promise<FirstRun> {
  const room = hearEngine();
  room.load(1, 'bookworm-gpt');
  await room.engine.idle();
  room.run(1, DEFAULT_TEXT);
  await room.until('labelled');
  const [[loaded], [ran], [labelled]] = [room.of('loaded'), room.of('ran'), room.of('labelled')];
  if (!loaded || !ran || !labelled) throw new Error('the model has not said all');
  return { loaded, run: ran.run, reports: labelled.reports };
}

export function packed(first: FirstRun): Buffer {
  return gzipSync(writeFirstRun(first), { level: 9 });
}

export function savedFirstRun(): { readonly bytes: number; readonly first: FirstRun } {
  const file = readFileSync(FIRST_RUN_FILE);
  return { bytes: file.length, first: readFirstRun(gunzipSync(file).toString()) };
}
