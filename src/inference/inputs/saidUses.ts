import type { AskedInput, InputUse, InputUses } from '../../core/inputUses.ts';
import type { NAMED_USES } from '../../core/inputUses.ts';
import { guessOf, settingOf } from '../runtime/feeds.ts';
import { isScalar } from '../surgery/graphInput.ts';
import type { GraphInput } from '../surgery/graphInput.ts';
import type { FedInput, InputEvidence, RoleRow } from './roles.ts';

const ROLES: Readonly<Record<(typeof NAMED_USES)[number], Pick<RoleRow, 'role' | 'isRead'>>> = {
  ids: { role: 'ids', isRead: true },
  mask: { role: 'mask' },
  types: { role: 'types' },
  positions: { role: 'positions' },
  image: { role: 'image', isRead: true },
  sound: { role: 'sound', isRead: true },
  random: { role: 'numbers', isRead: true },
};

/** Inputs with what a person said of them; names that a graph does not have are none of its own. */
export function withUses(inputs: readonly InputEvidence[], uses: InputUses): readonly InputEvidence[] {
  return inputs.map((input) => {
    const use = uses.get(input.name);
    return use === undefined ? input : { ...input, use };
  });
}

/** What an input that a person spoke of stands for. */
export function rowOfUse(input: InputEvidence, use: InputUse): RoleRow {
  const of =
    typeof use === 'string' ? ROLES[use] : { role: isNumber(input) ? ('setting' as const) : ('guessed' as const) };
  return { ...of, named: null, looks: null };
}

/** The inputs that only a person knows, with what they are fed with; `plain` are the same inputs without what was said. */
export function askedInputs(inputs: readonly FedInput[], plain: readonly FedInput[]): readonly AskedInput[] {
  const guesses = new Map(plain.map((input) => [input.name, input]));
  return inputs.flatMap((input) => {
    const guess = guesses.get(input.name);
    if (guess === undefined || !(input.use !== undefined || isUnknown(guess))) return [];
    const { name, elementType, dims } = input;
    return [
      {
        name,
        shape: `${elementType} [${dims.join(', ')}]`,
        ...(isNumber(input) && { isNumber: true }),
        use: input.use ?? fedWith(input),
        guess: fedWith(guess),
      },
    ];
  });
}

function isUnknown({ role }: FedInput): boolean {
  return role === 'setting' || role === 'guessed' || role === 'unknown';
}

/** Null for what is known better than a person could say, and for what nobody knows. */
function fedWith(input: FedInput): InputUse | null {
  if (input.role === 'setting') return settingOf(input);
  return input.role === 'guessed' ? guessOf(input) : null;
}

function isNumber(input: GraphInput): boolean {
  return isScalar(input) || (input.dims.length > 0 && input.dims.every((dim) => dim === 1));
}
