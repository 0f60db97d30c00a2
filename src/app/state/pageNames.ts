/**
 * The pages on the right, in the order of their tabs; the first is the one that a link need not name. What each is stands in its row of
 * shell/pages.ts, which the compiler asks for.
 */
export const PAGE_NAMES = ['heads', 'inside', 'off', 'importance', 'alike', 'words', 'notes', 'cost'] as const;

export type PageName = (typeof PAGE_NAMES)[number];

/** Whether a page shows what a study finds. */
export function isStudied(page: PageName): boolean {
  return page === 'importance' || page === 'alike' || page === 'words';
}
