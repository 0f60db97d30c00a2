import { runJsonParts } from '../../runJson.ts';
import { finish } from '../../slices.ts';
import { readRunFile } from '../runFile.ts';
import type { RunFile } from '../runFile.ts';
import { PARTS, RUN_WITH_PARTS } from './runWithParts.ts';

const JSON_TEXT = [...runJsonParts(RUN_WITH_PARTS, [], PARTS)].join('');
/** The file of a run with all that can stand beside it, anew each time. */
export const parse = () => JSON.parse(JSON_TEXT);
export const readBack = (file = parse()): RunFile => finish(readRunFile(file, 'run.json'));

/** The file with the value at a path replaced; undefined takes it away. The path begins at the top. */
export function changed(path: string, value: unknown): RunFile {
  const file = parse();
  const names = path.split('.');
  let inner = file;
  for (const name of names.slice(0, -1)) inner = inner[name];
  const last = names.at(-1)!;
  if (value === undefined) delete inner[last];
  else inner[last] = value;
  // As a file: what JSON cannot hold is not there.
  return readBack(JSON.parse(JSON.stringify(file)));
}

/** An array as a run's file holds it. */
export const array = (dims: readonly number[], numbers: readonly number[]) => ({
  dims,
  encoding: 'base64-float32-le',
  data: Buffer.from(new Uint8Array(Float32Array.from(numbers).buffer)).toString('base64'),
});
