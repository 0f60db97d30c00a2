import { AppError } from '../../src/core/errors.ts';
import { mutate } from './mutate.ts';
import type { GoodFile, Reader } from './reader.ts';
import { watch } from './watchdog.ts';

/** Longer than this nobody waits for a file to be refused. */
export const LIMIT_MS = 5000;

/** A damaged file that was not refused as it should be: `seed` makes the same one again. */
export type Finding = { readonly reader: string; readonly file: string; readonly seed: number; readonly what: string };

/** How many damaged files a reader saw, and how many of them it refused, by the codes of its errors. */
export type Tally = { readonly nTried: number; readonly refused: ReadonlyMap<string, number> };

export type Hunt = { readonly findings: readonly Finding[]; readonly tally: Tally };

/**
 * Gives a reader its good files, which it must read, and then a damaged copy for each seed. What is thrown must be an
 * AppError, within `LIMIT_MS`. What never ends ends the process, with words on the error stream that name the seed.
 */
export async function hunt(reader: Reader, seeds: readonly number[]): Promise<Hunt> {
  const files = reader.good();
  const findings: Finding[] = [];
  const refused = new Map<string, number>();
  const dog = watch(4 * LIMIT_MS);
  try {
    for (const file of files) {
      const trouble = await attempt(() => reader.read(new Uint8Array(file.bytes)));
      if (trouble.thrown !== null)
        findings.push({ ...named(reader, file, -1), what: `not read: ${wordsOf(trouble.thrown)}` });
    }
    for (const seed of seeds) {
      const file = fileFor(files, seed);
      const damaged = mutate(file.bytes, file.kind, seed);
      dog.expect(`${reader.name} does not end with ${file.name}, seed ${seed}`);
      const { thrown, ms } = await attempt(() => reader.read(damaged));
      dog.rest();
      if (thrown instanceof AppError) refused.set(thrown.code, (refused.get(thrown.code) ?? 0) + 1);
      else if (thrown !== null) findings.push({ ...named(reader, file, seed), what: wordsOf(thrown) });
      if (ms > LIMIT_MS) findings.push({ ...named(reader, file, seed), what: `took ${(ms / 1000).toFixed(1)} s` });
    }
  } finally {
    dog.stop();
  }
  return { findings, tally: { nTried: seeds.length, refused } };
}

/** Files in turn, so that each gets its share of the seeds. */
function fileFor(files: readonly GoodFile[], seed: number): GoodFile {
  const file = files[seed % files.length];
  if (!file) throw new RangeError('a reader without good files');
  return file;
}

function named({ name: reader }: Reader, { name: file }: GoodFile, seed: number) {
  return { reader, file, seed };
}

async function attempt(read: () => unknown): Promise<{ readonly thrown: unknown; readonly ms: number }> {
  const start = performance.now();
  try {
    await read();
    return { thrown: null, ms: performance.now() - start };
  } catch (thrown) {
    return { thrown: thrown ?? 'nothing', ms: performance.now() - start };
  }
}

/** With the place in the code, without which a TypeError says little. */
function wordsOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  const place = /\n\s+at (.*)/.exec(thrown.stack ?? '')?.[1];
  return `${thrown.name}: ${thrown.message.slice(0, 300)}${place === undefined ? '' : ` (${place})`}`;
}
