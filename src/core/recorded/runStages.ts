import { AppError } from '../errors.ts';
import { refuse } from '../files/arrays.ts';
import { isRecord } from '../isRecord.ts';
import type { RunStage } from '../run.ts';
import type { Slices } from '../slices.ts';
import { isStage, STAGE_KINDS } from '../tensor.ts';
import type { PackedStack } from './packRecorded.ts';
import { readStack } from './runStack.ts';
import { readRunTokens } from './runTokens.ts';

/** A further stage of a pyramid: its patterns, and what stands at their rows and columns. */
export type ReadStage = { readonly stack: PackedStack; readonly stage: RunStage };

/** The field `stages` of a run file, in slices; where one of them is broken all are left out, with a warning. */
export function* readStages(value: unknown, name: string, warnings: string[]): Slices<readonly ReadStage[]> {
  if (value === undefined) return [];
  try {
    if (!Array.isArray(value) || value.length > STAGE_KINDS.length) refuse(`stages of ${name} are no list of a few`);
    const stages: ReadStage[] = [];
    for (const [at, one] of value.entries()) stages.push(yield* readStage(one, `stage ${at} of ${name}`));
    const kinds = stages.map(({ stage }) => stage.kind);
    if (new Set(kinds).size < kinds.length) refuse(`two stages of ${name} are of one kind`);
    return stages;
  } catch (thrown) {
    if (!(thrown instanceof AppError) || thrown.code !== 'bad-recording') throw thrown;
    warnings.push(`What further stages look at is left out: ${thrown.detail}.`);
    return [];
  }
}

function* readStage(value: unknown, name: string): Slices<ReadStage> {
  if (!isRecord(value)) return refuse(`${name} is no object`);
  // Keys may be regions of several patches, so that there are other numbers of them.
  const stack = yield* readStack(value['attention'], true, `attention of ${name}`, STAGE_KINDS);
  const { kind, nQueries, nKeys } = stack.tensor;
  if (!isStage(kind)) throw new RangeError(`invalid kind of a stage: ${kind}`);
  const tokensOf = (side: 'queryTokens' | 'keyTokens') => readRunTokens(value[side], [null, null], name)?.tokens ?? [];
  const [queryTokens, keyTokens] = [tokensOf('queryTokens'), tokensOf('keyTokens')];
  if (nQueries !== queryTokens.length || nKeys !== keyTokens.length) {
    refuse(`${name} has ${queryTokens.length} and ${keyTokens.length} tokens and patterns of ${nQueries} x ${nKeys}`);
  }
  return { stack, stage: { kind, queryTokens, keyTokens, query: null, key: null } };
}
