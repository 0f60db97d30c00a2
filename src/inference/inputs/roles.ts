import type { InputUse } from '../../core/inputUses.ts';
import type { ModelInput } from '../../core/modelInputs.ts';
import type { GraphInput } from '../surgery/graphInput.ts';
import type { InputUses } from '../surgery/inputUses.ts';

/** What an input of a graph stands for, which decides what it is fed with. An input of one modality alone is called after it. */
export type InputRole = SharedRole | ModelInput | `${ModelInput}-mask` | 'image-grid';

/** What several modalities know. */
type SharedRole =
  | 'ids'
  | 'mask'
  | 'types'
  | 'positions'
  /** Where on a page each token stands: left, top, right, bottom. */
  | 'boxes'
  | 'global-mask'
  | 'decoder-ids'
  | 'decoder-mask'
  | 'decoder-positions'
  | 'encoder-states'
  | 'encoder-mask'
  /** Vectors of the tokens of a text, in place of their ids. */
  | 'token-vectors'
  | 'past'
  | 'cache-switch'
  | 'scores-kept'
  | 'labels'
  | 'head-mask'
  /** How many tokens each text has. */
  | 'lengths'
  /** How many keys and values of a past there are, from which the graph counts on. */
  | 'past-length'
  /** A number that chooses among things that the model can do. */
  | 'setting'
  /** Vectors of no known meaning: a block of a model in a file of its own. */
  | 'numbers'
  /** Nothing known, beside what the model reads: a mask is fed what hides nothing, all else zeros, and people are told. */
  | 'guessed'
  | 'unknown';

/** All that an input is judged by. */
export type InputEvidence = GraphInput & {
  readonly uses: InputUses;
  /** What a person said that it is to be fed with. */
  readonly use?: InputUse;
} & SaidOfInput;

/** What files beside the graph say of an input. */
type SaidOfInput = {
  /** Of positions: the number of the first token, where that is not 0. */
  readonly firstPosition?: number;
  /** Of a mask with a row for each query: set where each token looks at those behind it too. */
  readonly seesLater?: true;
};

/** An input and what was found out about it. */
export type FedInput = GraphInput & {
  readonly role: InputRole;
  /** Whether this is what the model reads, not something beside it. */
  readonly isRead: boolean;
  /** Of ids: rows of the table that they pick from, so that a larger id is none; null where the graph does not tell. */
  readonly nRows: number | null;
  /** Of a mask: the number that lets every score through, where the graph tells. */
  readonly opensWith?: 0 | 1 | undefined;
  /** Of a cache: set where what is computed is written into it, not put behind it. */
  readonly isWritten?: true | undefined;
  /** As a person said. */
  readonly use?: InputUse;
} & SaidOfInput;

/** What was taken before for a role: the first input of each. */
export type Taken = {
  /** All inputs of the graph, whatever was made of them. */
  readonly inputs: readonly InputEvidence[];
  readonly roles: ReadonlyMap<InputRole, InputEvidence>;
  /** True once something is known that the model reads. */
  readonly isRead: boolean;
};

/** How an input of a graph is known. */
export type RoleRow = {
  readonly role: InputRole;
  /** Names in the exports of the Hub and of converted TensorFlow models, which are believed; null where only looks tell. */
  readonly named: RegExp | null;
  /** What an input of another name must look like, given what was taken before; null where only a name tells. */
  readonly looks: ((input: InputEvidence, taken: Taken) => boolean) | null;
  /** Set where this is what the model reads, not something beside it. */
  readonly isRead?: true;
};

/** Converted TensorFlow models number the outputs of their inputs. */
const OUTPUT_NUMBER = /:0$/;

/**
 * The role of each input of a graph, in the order given: by its name where that is known, else by element type, axes,
 * declared sizes and where its numbers go. Of several that pick rows of tables, the largest table is the vocabulary.
 * An input is taken for what a person said (`said`), else for the first row that it is named for, else for the first that it looks like.
 */
export function rolesBy(
  rows: readonly RoleRow[],
  said: (input: InputEvidence, use: InputUse) => RoleRow,
  inputs: readonly InputEvidence[],
): readonly FedInput[] {
  const found = new Map<InputEvidence, RoleRow>();
  const roles = new Map<InputRole, InputEvidence>();
  let isRead = false;
  const take = (input: InputEvidence, row: RoleRow | undefined): void => {
    if (row === undefined) return;
    found.set(input, row);
    if (!roles.has(row.role)) roles.set(row.role, input);
    isRead ||= row.isRead === true;
  };
  for (const input of inputs) {
    const name = input.name.replace(OUTPUT_NUMBER, '');
    take(input, input.use === undefined ? rows.find(({ named }) => named?.test(name)) : said(input, input.use));
  }
  const hasIds = inputs.some((input) => tableOf(input) > 0);
  const unnamed = inputs
    .filter((input) => !found.has(input))
    // Where ids are known for sure, what has more axes comes before what may be a mask of it.
    .toSorted((a, b) => tableOf(b) - tableOf(a) || (hasIds ? b.dims.length - a.dims.length : 0));
  // What nothing was made of is looked at once more: a mask may stand before the picture that it belongs to.
  for (const input of [...unnamed, ...unnamed]) {
    if (found.has(input)) continue;
    take(
      input,
      rows.find(({ looks }) => looks?.(input, { inputs, roles, isRead })),
    );
  }
  return inputs.map((input) => {
    const { uses, ...declared } = input;
    const { role = isRead ? 'guessed' : 'unknown', isRead: isOfReading = false } = found.get(input) ?? {};
    return {
      ...declared,
      role,
      isRead: isOfReading,
      nRows: uses.table,
      opensWith: uses.opensWith,
      ...(uses.isWritten && { isWritten: true }),
    };
  });
}

/** Rows of the table that an input picks from; 0 for none. */
export function tableOf(input: InputEvidence | undefined): number {
  return input?.uses.table ?? 0;
}
