import {
  ASTFeatureExtractor,
  MoonshineFeatureExtractor,
  Wav2Vec2FeatureExtractor,
  WhisperFeatureExtractor,
} from '@xenova/transformers';
import type { Fields } from '../sources/modelConfig.ts';
import type { FeatureKind } from './soundPreprocessor.ts';

/** Numbers that a model reads of a sound. Shape: [1, sample], [1, bin, frame] (Whisper) or [1, frame, bin] (AST). */
export type Features = { readonly dims: readonly number[]; readonly data: Float32Array };

type Extractor = (samples: Float32Array) => Promise<Readonly<Record<string, unknown>>>;

const EXTRACTORS: Readonly<Record<FeatureKind, new (fields: Fields) => Extractor>> = {
  samples: MoonshineFeatureExtractor,
  evened: Wav2Vec2FeatureExtractor,
  whisper: WhisperFeatureExtractor,
  ast: ASTFeatureExtractor,
};

/** The features of a sound as the library makes them. */
export async function extractFeatures(kind: FeatureKind, fields: Fields, samples: Float32Array): Promise<Features> {
  const extract = new EXTRACTORS[kind](fields);
  const made = await extract(samples);
  const tensor = made['input_values'] ?? made['input_features'];
  if (!isFeatures(tensor)) throw new RangeError('invalid features: no numbers in them');
  return { dims: [...tensor.dims], data: tensor.data };
}

function isFeatures(value: unknown): value is Features {
  return typeof value === 'object' && value !== null && 'data' in value && value.data instanceof Float32Array;
}
