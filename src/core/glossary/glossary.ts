import type { Entry } from './entry.ts';
import { MEASURE_TERMS } from './measureTerms.ts';
import { MODEL_TERMS } from './modelTerms.ts';

/**
 * Every term of art that the page uses, explained once: under a dotted word on the page, and in docs/glossary.md, which is
 * written from here (`npm run glossary`).
 */
export const GLOSSARY = { ...MODEL_TERMS, ...MEASURE_TERMS } as const satisfies Readonly<Record<string, Entry>>;

/** A term that is explained. */
export type TermId = keyof typeof GLOSSARY;
