import type { Refusal, Stage } from '../../core/inside/layer.ts';
import { Refused } from './refuse.ts';

/** Something of a layer, or why it is not to be had. */
export type Had<Value> = { readonly had: Value } | Refusal;

/** Why something is not to be had. */
export function refuse(why: Refusal['why'], detail: string): Refusal {
  return { why, detail };
}

/** The value, or null. */
export function valueOf<Value>(had: Had<Value>): Value | null {
  return 'had' in had ? had.had : null;
}

/** The same with something done to the value; a text says why that cannot be. */
export function andThen<From, To extends object>(had: Had<From>, make: (value: From) => To | string): Had<To> {
  if (!('had' in had)) return had;
  const made = make(had.had);
  return typeof made === 'string' ? refuse('not-found', made) : { had: made };
}

/** Numbers as the model made them. */
export function ofModel(had: Had<Float32Array>): Stage {
  return 'had' in had ? { from: 'model', data: had.had } : { from: 'nowhere', ...had };
}

/** The numbers of a stage without which there is no answer. Throws Refused. */
export function needed(stage: Stage): Float32Array {
  if (stage.from === 'nowhere') throw new Refused(stage.why, stage.detail);
  return stage.data;
}

/** The value, without which there is no answer. Throws Refused. */
export function neededOf<Value>(had: Had<Value>): Value {
  if ('had' in had) return had.had;
  throw new Refused(had.why, had.detail);
}
