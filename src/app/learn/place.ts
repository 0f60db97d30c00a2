/** Which page of which lesson an address names: `six-steps.3`. */
export type Place = {
  readonly id: string;
  /** From 0. */
  readonly at: number;
};

/** In an address, the list of lessons. */
export const LIST = 'list';

/** What stands at the foot of the page besides pages of lessons, as addresses name it; no lesson can have such an id. */
export const OVERVIEWS = [LIST, 'glossary', 'reading'] as const;
export type Overview = (typeof OVERVIEWS)[number];

export function isOverview(lesson: string | null): lesson is Overview {
  return OVERVIEWS.some((name) => name === lesson);
}

export function parsePlace(text: string): Place {
  const [id = '', page = '1'] = text.split('.');
  return { id, at: Number(page) - 1 };
}

export function formatPlace({ id, at }: Place): string {
  return at === 0 ? id : `${id}.${at + 1}`;
}
