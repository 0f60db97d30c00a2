import type { Ablation } from '../ablation/ablation.ts';
import { drawsOf } from '../ablation/orders.ts';
import { STUDY_PURPOSES, THINGS } from '../runExtras.ts';
import type { StudyPart, StudyPurpose } from '../runExtras.ts';
import { refuse } from '../files/arrays.ts';
import { readAblation } from './ablationField.ts';
import type { StackSize } from './ablationField.ts';
import { OBJECTIVES, readSummary } from './effectField.ts';
import { readInputLabels } from './inputLabels.ts';
import { orLeaveOut, readChoice, readFigure, readList, readRecord, readText, readTexts, readWhole } from './fields.ts';

/**
 * What was measured over many passes, on a model with these stacks; a study that is broken is left out, with a warning.
 * Throws AppError 'bad-recording' for a value that is no list of studies.
 */
export function readStudies(value: unknown, stacks: readonly StackSize[], warnings: string[]): readonly StudyPart[] {
  const list = readList(value, 'studies');
  if (list.length > STUDY_PURPOSES.length) refuse(`studies has ${list.length} entries, one for a question is known`);
  const found: StudyPart[] = [];
  for (const [index, item] of list.entries()) {
    const study = orLeaveOut('A measurement', warnings, () => {
      const one = readStudy(item, stacks, `study ${index}`);
      return found.some(({ purpose }) => purpose === one.purpose) ? refuse(`${one.purpose} stands there twice`) : one;
    });
    if (study !== null) found.push(study);
  }
  return found;
}

function readStudy(value: unknown, stacks: readonly StackSize[], where: string): StudyPart {
  const fields = readRecord(value, where);
  const purpose = readChoice(fields['purpose'], STUDY_PURPOSES, `purpose of ${where}`);
  const texts = readTexts(fields['texts'], `texts of ${purpose}`);
  const variants = readList(fields['variants'], `variants of ${purpose}`).map((variant, i) =>
    readAblation(variant, stacks, `variant ${i} of ${purpose}`),
  );
  if (!suits(purpose, variants)) refuse(`the variants of ${purpose} are not those of such a measurement`);
  const results = readResults(fields['results'], [texts.length, variants.length], purpose);
  const { status, objective, floor, labels, thing } = fields;
  const refused = readRefused(fields['refused'] ?? [], [texts.length, variants.length], results, purpose);
  // Files of before there was a status: all there means done.
  const isWhole = results.length + refused.length === texts.length * variants.length;
  return {
    purpose,
    texts,
    ...(thing !== undefined && { thing: readChoice(thing, THINGS, `thing of ${purpose}`) }),
    status:
      status === undefined
        ? isWhole
          ? 'done'
          : 'stopped'
        : readChoice(status, ['done', 'stopped'], `status of ${purpose}`),
    objective: objective === undefined ? null : readChoice(objective, OBJECTIVES, `objective of ${purpose}`),
    floor: floor === null ? null : readFloor(floor, `floor of ${purpose}`),
    variants,
    results,
    refused,
    ...(labels !== undefined && { labels: readInputLabels(labels, texts.length, stacks, purpose) }),
  };
}

function readResults(
  value: unknown,
  [nTexts, nVariants]: readonly [number, number],
  purpose: StudyPurpose,
): StudyPart['results'] {
  const seen = new Set<number>();
  return readList(value, `results of ${purpose}`).map((item, i) => {
    const where = `result ${i} of ${purpose}`;
    const fields = readRecord(item, where);
    const input = readWhole(fields['input'], [0, nTexts], `input of ${where}`);
    const variant = readWhole(fields['variant'], [0, nVariants], `variant of ${where}`);
    if (seen.has(input * nVariants + variant)) refuse(`${where} stands there twice`);
    seen.add(input * nVariants + variant);
    return { input, variant, effect: readSummary(fields, Infinity, where) };
  });
}

function readRefused(
  value: unknown,
  [nTexts, nVariants]: readonly [number, number],
  results: StudyPart['results'],
  purpose: StudyPurpose,
): StudyPart['refused'] {
  const seen = new Set(results.map(({ input, variant }) => input * nVariants + variant));
  return readList(value, `refused of ${purpose}`).map((item, i) => {
    const where = `refusal ${i} of ${purpose}`;
    const fields = readRecord(item, where);
    const input = readWhole(fields['input'], [0, nTexts], `input of ${where}`);
    const variant = readWhole(fields['variant'], [0, nVariants], `variant of ${where}`);
    if (seen.has(input * nVariants + variant)) refuse(`${where} has been measured, or stands there twice`);
    seen.add(input * nVariants + variant);
    return { input, variant, why: readText(fields['why'], `why of ${where}`) };
  });
}

function readFloor(value: unknown, where: string): StudyPart['floor'] {
  const { meanKl, loss, turn } = readRecord(value, where);
  return {
    meanKl: readFigure(meanKl, `meanKl of ${where}`, 0),
    loss: readFigure(loss, `loss of ${where}`, 0),
    turn: readFigure(turn, `turn of ${where}`, 0),
  };
}

/** Whether variants are such as a question asks: single heads, growing sets (at random the same sizes in each order), two heads and both, one head in two ways. */
function suits(purpose: StudyPurpose, variants: readonly Ablation[]): boolean {
  const sizes = variants.map(nHeadsOf);
  switch (purpose) {
    case 'importance':
      return sizes.length > 0 && sizes.every((size) => size === 1);
    case 'curve-importance':
    case 'curve-own':
      return sizes.length > 0 && drawsOf(variants).length === 1;
    case 'curve-random':
      return sizes.length > 0 && new Set(drawsOf(variants).map((draw) => draw.map(nHeadsOf).join())).size === 1;
    case 'interaction':
      return sizes.join() === '1,1,2';
    case 'fidelity':
      return sizes.join() === '1,1' && variants[0]?.mode === 'mean' && variants[1]?.mode === 'ideal';
  }
}

function nHeadsOf({ heads }: Ablation): number {
  return heads.length;
}
