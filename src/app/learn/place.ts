/** Which page of which lesson an address names: `six-steps.3`. */
export type Place = {
  readonly id: string;
  /** From 0. */
  readonly at: number;
};

/** In an address, the list of lessons. */
export const LIST = 'list';

/** In an address, what stands beside the lessons. */
const BESIDES = ['glossary', 'reading'] as const;
export type Beside = (typeof BESIDES)[number];

export function isBeside(lesson: string | null): lesson is Beside {
  return BESIDES.some((name) => name === lesson);
}

/** Whether the rail holds no page of a lesson; no lesson can have such an id. */
export function isOverview(lesson: string | null): boolean {
  return lesson === LIST || isBeside(lesson);
}

export function parsePlace(text: string): Place {
  const [id = '', page = '1'] = text.split('.');
  return { id, at: Number(page) - 1 };
}

export function formatPlace({ id, at }: Place): string {
  return at === 0 ? id : `${id}.${at + 1}`;
}
