import { NAMED_USES } from '../../core/inputUses.ts';
import type { AskedInput, InputUse } from '../../core/inputUses.ts';

/** A row of the form as it stands: a named use, "0", "1" or "number" with what is typed, or "" as long as nothing is chosen. */
export type FormRow = { readonly choice: string; readonly number: string };

const WORDS: Readonly<Record<(typeof NAMED_USES)[number], string>> = {
  ids: 'token ids',
  mask: 'a mask that hides nothing',
  types: 'segments',
  positions: 'positions',
  random: 'random numbers',
};

/** What an input can be fed with, each with its words; one that is a single number is a number. */
export function choicesFor({
  shape,
  isNumber,
  guess,
}: AskedInput): readonly (readonly [value: string, words: string])[] {
  if (isNumber) return [['number', 'a number']];
  const isInteger = takesWhole({ shape });
  const isFloat = shape.startsWith('float');
  // Random numbers are read in place of a text or a picture, not beside one.
  const named = NAMED_USES.filter((use) =>
    use === 'mask' ? true : use === 'random' ? isFloat && guess === null : isInteger,
  );
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
