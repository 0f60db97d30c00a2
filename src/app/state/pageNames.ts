/**
 * The pages on the right, in the order of their tabs; the first is the one that a link need not name. What each is stands in its row of
 * shell/pages.ts, which the compiler asks for.
 */
export const PAGE_NAMES = ['heads', 'inside', 'off', 'importance', 'alike', 'notes', 'cost'] as const;

export type PageName = (typeof PAGE_NAMES)[number];
