import type { Candidate, Effect, EffectSummary, Objective, PositionEffect } from '../effect/effect.ts';
import { refuse } from '../files/arrays.ts';
import { readChoice, readFigure, readList, readRecord, readWhole } from './fields.ts';

export const OBJECTIVES: readonly Objective[] = ['next-token', 'masked-token', 'class', 'output'];

const FROM_0: readonly [number, number] = [0, Infinity];

/** Rounding may leave a probability this much above 1. */
const MAX_PROBABILITY = 1 + 1e-6;

/**
 * What switching heads off came to on a text of `nTokens` tokens (those of the target, where there is one).
 * Throws AppError 'bad-recording'.
 */
export function readEffect(value: unknown, nTokens: number): Effect {
  const { objective, summary, positions, turns } = readRecord(value, 'effect');
  return {
    objective: readChoice(objective, OBJECTIVES, 'objective of the effect'),
    summary: readSummary(readRecord(summary, 'summary of the effect'), nTokens, 'the effect'),
    positions: readList(positions, 'positions of the effect').map((one, i) => readPosition(one, i, nTokens)),
    turns: turns === null ? null : readTurns(turns, nTokens),
  };
}

/** An effect in few numbers, of a text of `nTokens` tokens or (Infinity) of any. Throws AppError 'bad-recording'. */
export function readSummary(fields: Readonly<Record<string, unknown>>, nTokens: number, where: string): EffectSummary {
  const figure = (name: keyof EffectSummary, least?: number): number =>
    readFigure(fields[name], `${name} of ${where}`, least);
  const count = (name: keyof EffectSummary, range = FROM_0): number =>
    readWhole(fields[name], range, `${name} of ${where}`);
  const summary = {
    lossBefore: figure('lossBefore'),
    lossAfter: figure('lossAfter'),
    nScored: count('nScored'),
    meanKl: figure('meanKl', 0),
    maxKl: figure('maxKl', 0),
    worst: count('worst', [-1, nTokens]),
    nPositions: count('nPositions'),
    nFlips: count('nFlips'),
    meanTurn: figure('meanTurn', 0),
  };
  const { right } = fields;
  return right === undefined ? summary : { ...summary, right: readRight(right, summary.nScored, where) };
}

/** No more are named rightly than are scored. */
function readRight(value: unknown, nScored: number, where: string): NonNullable<EffectSummary['right']> {
  const { before, after } = readRecord(value, `right of ${where}`);
  return {
    before: readWhole(before, [0, nScored + 1], `before in right of ${where}`),
    after: readWhole(after, [0, nScored + 1], `after in right of ${where}`),
  };
}

function readPosition(value: unknown, index: number, nTokens: number): PositionEffect {
  const where = `entry ${index} of the effect`;
  const { position, target, lossBefore, lossAfter, kl, before, after, isFlipped } = readRecord(value, where);
  return {
    position: readWhole(position, [0, nTokens], `position of ${where}`),
    target: target === null ? null : readWhole(target, FROM_0, `target of ${where}`),
    lossBefore: readFigure(lossBefore, `lossBefore of ${where}`),
    lossAfter: readFigure(lossAfter, `lossAfter of ${where}`),
    kl: readFigure(kl, `kl of ${where}`, 0),
    before: readCandidates(before, `before of ${where}`),
    after: readCandidates(after, `after of ${where}`),
    isFlipped: typeof isFlipped === 'boolean' ? isFlipped : refuse(`isFlipped of ${where} is neither true nor false`),
  };
}

function readCandidates(value: unknown, where: string): readonly Candidate[] {
  return readList(value, where).map((candidate) => {
    const { id, probability } = readRecord(candidate, where);
    return {
      id: readWhole(id, FROM_0, `id in ${where}`),
      probability: readFigure(probability, `probability in ${where}`, 0, MAX_PROBABILITY),
    };
  });
}

/** A model may give fewer vectors than it reads tokens: one for an image, as class scores. */
function readTurns(value: unknown, nTokens: number): Float32Array {
  const turns = readList(value, 'turns of the effect');
  if (turns.length > nTokens) refuse(`the effect has ${turns.length} turns, the text ${nTokens} tokens`);
  return Float32Array.from(turns, (turn, i) => readFigure(turn, `turn ${i} of the effect`, 0));
}
