import { NAMED_USES } from '../../core/inputUses.ts';
import type { AskedInput, InputUse } from '../../core/inputUses.ts';

/** A row of the form as it stands: a named use, "0", "1" or "number" with what is typed, or "" as long as nothing is chosen. */
export type FormRow = { readonly choice: string; readonly number: string };

const WORDS: Readonly<Record<(typeof NAMED_USES)[number], string>> = {
  ids: 'token ids',
  mask: 'a mask that hides nothing',
  types: 'segments',
  positions: 'positions',
  image: 'a picture',
  sound: 'a sound',
  random: 'random numbers',
};

/** How many axes what is no row of integers has. */
const AXES: Readonly<Partial<Record<(typeof NAMED_USES)[number], readonly number[]>>> = { image: [4], sound: [2, 3] };

/** What an input can be fed with, each with its words; one that is a single number is a number. */
export function choicesFor({
  shape,
  isNumber,
  guess,
}: AskedInput): readonly (readonly [value: string, words: string])[] {
  if (isNumber) return [['number', 'a number']];
  const isInteger = takesWhole({ shape });
  const isFloat = shape.startsWith('float');
  const nAxes = shape.split(',').length;
  const named = NAMED_USES.filter((use) => {
    if (use === 'mask') return true;
    // Those are read in place of a text, not beside one.
    const isReadAlone = use === 'random' || use === 'image' || use === 'sound';
    return isReadAlone ? isFloat && guess === null && (AXES[use]?.includes(nAxes) ?? true) : isInteger;
  });
  return [
    ...(guess === null ? [['', 'choose what it is'] as const] : []),
    ['0', 'zeros'],
    ['1', 'ones'],
    ...named.map((use) => [use, WORDS[use]] as const),
    ['number', 'a number in all places'],
  ];
}

/** Whether an input takes whole numbers only. */
export function takesWhole({ shape }: Pick<AskedInput, 'shape'>): boolean {
  return /^u?int/.test(shape);
}

/** The row of an input as it is fed now. */
export function formOf(input: AskedInput): FormRow {
  const { use } = input;
  const isListed = choicesFor(input).some(([value]) => value === String(use ?? ''));
  return { choice: isListed ? String(use ?? '') : 'number', number: typeof use === 'number' ? String(use) : '' };
}

/** What a row says; null for nothing yet. */
export function inputUseOf(row: FormRow | undefined): InputUse | null {
  if (row === undefined || row.choice === '') return null;
  const named = NAMED_USES.find((use) => use === row.choice);
  if (named !== undefined) return named;
  const text = row.choice === 'number' ? row.number : row.choice;
  return text.trim() === '' ? null : Number(text);
}
