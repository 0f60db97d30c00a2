/** Where a step's numbers come from: fetched as the model made them, worked out here, or not to be had; `none`: this model has no such step; `pending`: on its way. */
export type StageMark = 'model' | 'derived' | 'nowhere' | 'none' | 'pending';

/** One step of the road through a head, in words. */
export type StageValues = {
  readonly id: string;
  /** Its number; the stream that all begins with is 0. */
  readonly number: number;
  /** "raw product" */
  readonly name: string;
  /** At the query and key that are looked into, "52.29"; or how many numbers it has there. */
  readonly value: string;
  /** "no unit", "0 to 1", "length in the stream" */
  readonly unit: string;
  readonly mark: StageMark;
  /** Of its tensor in this model's numbers, "[8 heads, 15 queries, 15 keys]"; empty where it has none. */
  readonly shape?: string;
};

/** Steps that belong together: "reads", "compares", "weighs", "writes". */
export type StageGroup = { readonly name: string; readonly stages: readonly StageValues[] };

export type StageBox = StageValues & {
  /** Read out: "stage 5 of 17, raw product, 52.29, no unit, the model's own". */
  readonly words: string;
  readonly isChosen: boolean;
};

export type StripPicture = readonly { readonly name: string; readonly boxes: readonly StageBox[] }[];

export const MARK_WORDS: Readonly<Record<StageMark, string>> = {
  model: 'the model’s own',
  derived: 'worked out and checked',
  nowhere: 'cannot be had',
  none: 'not in this model',
  pending: 'on its way',
};

/** Told apart by their form, also where print is grey. */
export const SIGNS: Readonly<Record<StageMark, string>> = {
  model: '●',
  derived: '○',
  nowhere: '×',
  none: '–',
  pending: '…',
};

/** What is to be drawn of the road through a head. */
export function stripPicture(groups: readonly StageGroup[], chosen: string): StripPicture {
  const nStages = groups.flatMap(({ stages }) => stages).length - 1;
  return groups.map(({ name, stages }) => ({
    name,
    boxes: stages.map((stage) => ({ ...stage, words: wordsOf(stage, nStages), isChosen: stage.id === chosen })),
  }));
}

function wordsOf({ number, name, value, unit, mark }: StageValues, nStages: number): string {
  const has = mark === 'model' || mark === 'derived';
  return [`stage ${number} of ${nStages}`, name, ...(has ? [value, unit] : []), MARK_WORDS[mark]]
    .filter((part) => part !== '')
    .join(', ');
}

/** Where a key leads from a step, past none; null for a key that leads nowhere. */
export function moveOnStrip(groups: readonly StageGroup[], from: string, key: string): string | null {
  const ids = groups.flatMap(({ stages }) => stages.map(({ id }) => id));
  const at = ids.indexOf(from);
  switch (key) {
    case 'ArrowRight':
    case 'ArrowDown':
      return ids[Math.min(ids.length - 1, at + 1)] ?? null;
    case 'ArrowLeft':
    case 'ArrowUp':
      return ids[Math.max(0, at - 1)] ?? null;
    case 'Home':
      return ids[0] ?? null;
    case 'End':
      return ids.at(-1) ?? null;
    default:
      return null;
  }
}
