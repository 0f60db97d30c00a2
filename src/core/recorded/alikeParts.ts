import type { HeadComparison } from '../alike/comparison.ts';
import { THINGS } from '../runExtras.ts';
import type { AlikePart } from '../runExtras.ts';
import { refuse } from '../files/arrays.ts';
import type { StackSize } from './ablationField.ts';
import { base64Numbers } from '../files/base64Numbers.ts';
import { orLeaveOut, readChoice, readList, readRecord, readTexts, readWhole } from './fields.ts';

/** Rows of half precision sum to this much more than 1 at most. */
const MOST = 1.02;

/** The page takes fewer; what follows from the distances is worked out once a text. */
const MAX_TEXTS = 1000;

/**
 * How alike heads are, stack by stack; a stack that is broken is left out, with a warning.
 * Throws AppError 'bad-recording' for a value that is no list of such.
 */
export function readAlike(value: unknown, stacks: readonly StackSize[], warnings: string[]): readonly AlikePart[] {
  const list = readList(value, 'alike');
  if (list.length > stacks.length) refuse(`alike has ${list.length} entries, the run ${stacks.length} stacks`);
  const found: AlikePart[] = [];
  for (const [index, item] of list.entries()) {
    const part = orLeaveOut('A comparison of heads', warnings, () => {
      const one = readPart(item, stacks, `alike ${index}`);
      if (found.some(({ kind }) => kind === one.kind)) refuse(`alike has the ${one.kind} twice`);
      const [first = one] = found;
      // All stacks of a text are compared at once, and the page says once over which texts.
      if (first.texts.join('\n') !== one.texts.join('\n')) refuse(`${one.kind} and ${first.kind} have other texts`);
      return one;
    });
    if (part !== null) found.push(part);
  }
  return found;
}

function readPart(value: unknown, stacks: readonly StackSize[], where: string): AlikePart {
  const fields = readRecord(value, where);
  const kind = readChoice(
    fields['kind'],
    stacks.map((stack) => stack.kind),
    `kind of ${where}`,
  );
  const stack = stacks.find((one) => one.kind === kind);
  const { nLayers, nHeads, thing } = fields;
  if (stack === undefined || nLayers !== stack.nLayers || nHeads !== stack.nHeads) {
    return refuse(`${where} has other layers and heads than the ${kind}`);
  }
  const texts = readTexts(fields['texts'], `texts of ${where}`);
  if (texts.length > MAX_TEXTS) refuse(`${where} is over ${texts.length} texts; up to ${MAX_TEXTS} can be read`);
  const n = stack.nLayers * stack.nHeads;
  const comparison: HeadComparison = {
    nLayers: stack.nLayers,
    nHeads: stack.nHeads,
    // Not in the file, and nothing on screen is made from it.
    nTokens: 0,
    distance: readShares(fields['distance'], [n, n], `distance of ${where}`),
    contentDistance: readShares(fields['contentDistance'], [n, n], `contentDistance of ${where}`),
    contentMass: readShares(fields['contentMass'], [n], `contentMass of ${where}`),
  };
  return {
    kind,
    texts,
    ...(thing !== undefined && { thing: readChoice(thing, THINGS, `thing of ${where}`) }),
    nTexts: readCount(fields['nTexts'], texts.length, `nTexts of ${where}`),
    nContentTexts: readCount(fields['nContentTexts'], texts.length, `nContentTexts of ${where}`),
    comparison,
  };
}

/** How many of the texts tell; null where the file does not say. */
function readCount(value: unknown, most: number, where: string): number | null {
  return value === undefined || value === null ? null : readWhole(value, [0, most + 1], where);
}

/** Numbers from 0 to 1, or NaN where there was nothing to judge. */
function readShares(value: unknown, shape: readonly number[], where: string): Float32Array {
  const array = base64Numbers(value, where);
  if (array === null || array.shape.join() !== shape.join()) return refuse(`${where} is not [${shape.join(', ')}]`);
  const numbers = Float32Array.from(array.read());
  const wrong = numbers.find((number) => number < 0 || number > MOST);
  return wrong === undefined ? numbers : refuse(`${where} holds ${wrong}, which is not from 0 to 1`);
}
