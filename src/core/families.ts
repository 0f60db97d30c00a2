import type { ModelInput } from './modelInputs.ts';
import type { AttentionKind } from './tensor.ts';

/** What is shown of a stack: its kind, the numbers of its layers, and how many heads each has. */
type ShownStack = readonly [kind: AttentionKind, layers: readonly number[], nHeads: number];

/** One way to open a family, and what comes of it: a row of models/families.json. */
export type FamilyRow = {
  /** The folder that holds it. */
  readonly family: string;
  readonly set: 'zoo' | 'zoo-c' | 'sound' | 'vision';
  /** What people call it. */
  readonly name: string;
  /** The one graph that is opened, its JSON beside it; left out where the folder is opened as it lies. */
  readonly file?: string;
  readonly layout: string;
  readonly takes?: ModelInput;
  readonly precision?: string;
  readonly shown?: readonly ShownStack[];
  /** How many true runs it is compared with: the cases of one sequence, without padding and without a past. */
  readonly nCases?: number;
  /** How far weights may be from those of the framework. */
  readonly tolerance?: number;
  /** What of it is not shown, in words. */
  readonly lacks?: string;
  /** Over how many patches its windows lie, their side, and by how much each layer moves them. */
  readonly windows?: { readonly nRows: number; readonly side: number; readonly shifts: readonly number[] };
  readonly refused?: { readonly code: string; readonly words: string };
};

/** A public graph of another project, and what comes of it. */
export type OpenedRow = Omit<FamilyRow, 'set' | 'file'> & { readonly set: 'opened'; readonly file: string };

/** A part that graphs of many families have, or a file beside them, and what is made of it. */
export type PartRow = {
  readonly set: 'part';
  readonly family: string;
  readonly name: string;
  readonly layout: string;
  readonly words: string;
  /** The test that holds it, and what stands there. */
  readonly held: string;
  readonly says: string;
  /** Of an operator: how its weights come out. */
  readonly operator?: { readonly domain: string; readonly opType: string; readonly by: string };
};

/** What a model that takes this reads, in words. */
export const READS: Readonly<Record<ModelInput, string>> = {
  text: 'text',
  ids: 'token ids',
  'text-to-text': 'two texts',
  image: 'a picture',
  'image-text': 'a picture and a text',
  sound: 'a sound',
  'sound-to-text': 'a sound and a text',
  nothing: 'random numbers',
};

/** What comes of a family in words, in the page and in docs/models.md alike: what is shown and how exactly, or why it is refused. */
export function familyWords(row: FamilyRow | OpenedRow | PartRow): string {
  if (row.set === 'part') return row.words;
  const { takes, shown, tolerance, lacks, refused } = row;
  if (refused || takes === undefined || shown === undefined) return `refused, ${refused?.words ?? 'unknown'}`;
  const missing = lacks === undefined ? '' : `; not shown: ${lacks}`;
  return `${shown.map(stackWords).join(', ')}, weights within ${tolerance}; reads ${READS[takes]}${missing}`;
}

function stackWords([kind, layers, nHeads]: ShownStack): string {
  const counts = layers.every((layer, at) => layer === at);
  const word = layers.length === 1 ? 'layer' : 'layers';
  const which = counts ? `${layers.length} ${word}` : `${word} ${layers.join(' and ')}`;
  return `${kind.replace('stage', 'stage ')} ${which} of ${nHeads} heads`;
}
