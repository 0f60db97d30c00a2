/** Which page of which lesson an address names: `six-steps.3`. */
export type Place = {
  readonly id: string;
  /** From 0. */
  readonly at: number;
};

/** In an address, the list of lessons. */
export const LIST = 'list';

export function parsePlace(text: string): Place {
  const [id = '', page = '1'] = text.split('.');
  return { id, at: Number(page) - 1 };
}

export function formatPlace({ id, at }: Place): string {
  return at === 0 ? id : `${id}.${at + 1}`;
}
