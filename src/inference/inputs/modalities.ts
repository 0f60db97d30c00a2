import type { ModelInput } from '../../core/modelInputs.ts';
import { ids } from './ids.ts';
import { image } from './image.ts';
import { imageText } from './imageText.ts';
import type { Modality, ModelEvidence } from './modality.ts';
import { rolesBy } from './roles.ts';
import type { FedInput, InputEvidence } from './roles.ts';
import { rowOfUse } from './saidUses.ts';
import { sound } from './sound.ts';
import { soundToText } from './soundToText.ts';
import { text } from './text.ts';
import { textToText } from './textToText.ts';
import { vectors } from './vectors.ts';

/** All ways in which a model is given something to read; a model is taken for the first that fits it. */
export const MODALITIES: { readonly [Kind in ModelInput]: Modality<Kind> } = {
  'image-text': imageText,
  image,
  'sound-to-text': soundToText,
  sound,
  'text-to-text': textToText,
  nothing: vectors,
  text,
  ids,
};

const isKind = (name: string): name is ModelInput => name in MODALITIES;
const KINDS = Object.keys(MODALITIES).filter(isKind);
const INPUTS = Object.values(MODALITIES).flatMap(({ inputs }) => inputs);

/** What a model takes. */
export function takesOf(evidence: ModelEvidence): ModelInput {
  return KINDS.find((kind) => MODALITIES[kind].fits(evidence)) ?? 'ids';
}

/** What each input of a graph stands for, in their order. */
export function rolesOf(inputs: readonly InputEvidence[]): readonly FedInput[] {
  return rolesBy(INPUTS, rowOfUse, inputs);
}
