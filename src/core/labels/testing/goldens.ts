import { readFileSync } from 'node:fs';
import type { LabelId } from '../report.ts';
import type { Component } from './synthetic.ts';

/** Numbers of one made head as the reference implementation (numpy) gave them; null stands for NaN. */
export type Golden = {
  readonly id: string;
  readonly template: string;
  readonly causal: boolean;
  readonly tokens: readonly string[];
  readonly components: readonly Component[];
  readonly eps: number;
  readonly seed: number;
  readonly expected_scores: Readonly<Record<string, GoldenScore>>;
  readonly expected_labels: Readonly<Partial<Record<LabelId, GoldenLabel>>>;
  readonly checksum: number;
};

export type GoldenScore = {
  readonly k: number | null;
  readonly cov: number | null;
  readonly raw: number | null;
  readonly z: number;
  readonly rows: number;
  readonly o?: number;
  readonly j?: number;
};

export type GoldenLabel = {
  readonly k: number;
  readonly share: number;
  readonly implied_by?: LabelId;
  readonly p_col?: number;
};

/** The 44 golden heads. Throws TypeError if the file holds something else. */
export function readGoldens(): readonly Golden[] {
  const parsed: unknown = JSON.parse(readFileSync(new URL('../fixtures/patterns.json', import.meta.url), 'utf8'));
  if (!isGoldens(parsed)) throw new TypeError('invalid fixture: patterns.json');
  return parsed;
}

function isGoldens(parsed: unknown): parsed is readonly Golden[] {
  return (
    Array.isArray(parsed) &&
    parsed.every((entry: unknown) => typeof entry === 'object' && entry !== null && 'expected_scores' in entry)
  );
}
