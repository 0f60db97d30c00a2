import type { Ablation } from '../ablation/ablation.ts';
import type { EffectSummary } from '../effect/effect.ts';

/** One answer of a study. */
export type Measured = { readonly input: number; readonly variant: number; readonly effect: EffectSummary };

/** A variant that cannot be made on an input, as a label without a target there, and why, in words for people. */
export type Refused = { readonly input: number; readonly variant: number; readonly why: string };

/**
 * What the same computation differs by when it is repeated, alone and in a batch: effects near it are noise.
 * KL in nats, averaged over positions; loss in nats per token; turn is 1 - cosine.
 */
export type NoiseFloor = { readonly meanKl: number; readonly loss: number; readonly turn: number };

export type StudyStatus = 'running' | 'paused' | 'done' | 'stopped' | 'failed';

/** What tells how far a study has come: each variant is asked on each input. */
export type StudyAnswers = {
  readonly plan: { readonly inputs: readonly unknown[]; readonly variants: readonly Ablation[] };
  readonly status: StudyStatus;
  /** In the order in which they came. */
  readonly results: readonly Measured[];
  readonly refused: readonly Refused[];
};

/** The same with the noise that effects are held against; null until the first result. */
export type NoisyAnswers = StudyAnswers & { readonly floor: NoiseFloor | null };

/** The same with what the inputs are called. */
export type NamedAnswers = NoisyAnswers & { readonly basis: { readonly texts: readonly string[] } };
