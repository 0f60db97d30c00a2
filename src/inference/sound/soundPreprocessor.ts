import { AppError } from '../../core/errors.ts';
import { quote } from '../../core/quote.ts';
import { count, record } from '../sources/modelConfig.ts';
import type { Fields } from '../sources/modelConfig.ts';
import type { GraphInput } from '../surgery/graphInput.ts';

/** Which features a model reads: samples as they are, evened out, or one of two spectrograms. */
export type FeatureKind = 'samples' | 'evened' | 'whisper' | 'ast';

/** What is done to a sound before the model hears it. */
export type SoundPreprocessor = {
  readonly kind: FeatureKind;
  /** Samples per second. */
  readonly rate: number;
  /** Samples that the model takes, whatever it is given: shorter sounds are filled up with silence; null for any number. */
  readonly nFixed: number | null;
  /** Fields of preprocessor_config.json as the library reads them, with all that it needs. */
  readonly fields: Fields;
};

const RATE = 16_000;
const MAX_RATE = 192_000;
/** Twenty minutes at the usual rate: more than any model takes at once. */
const MAX_SAMPLES = 20 * 60 * RATE;
const MAX_BINS = 4096;

/** Frames of an AST spectrogram: each of 25 ms, one every 10 ms. Source: kaldi's fbank, as ASTFeatureExtractor has it. */
const AST = { hop: 0.01, mean: -4.2677393, std: 4.5689974, frames: 1024, bins: 128 } as const;
const WHISPER = { hop: 160, fft: 400, frames: 3000, bins: 80 } as const;

/** The library's extractors by what preprocessor_config.json calls them. */
const KINDS: Readonly<Record<string, FeatureKind>> = {
  Wav2Vec2FeatureExtractor: 'evened',
  MoonshineFeatureExtractor: 'samples',
  WhisperFeatureExtractor: 'whisper',
  ASTFeatureExtractor: 'ast',
};

/**
 * Reads preprocessor_config.json; where it says nothing, or is not there, the axes of the graph's input tell: samples have
 * two, a spectrogram with channels before frames is Whisper's, one with frames first AST's. Lengths that the graph fixes go
 * before all. Throws AppError 'unsupported-graph' for features that cannot be made.
 */
export function readSoundPreprocessor(json: unknown, input: GraphInput | undefined): SoundPreprocessor {
  const fields = record(json);
  const rate = count(fields, ['sampling_rate'], MAX_RATE) ?? RATE;
  const kind = kindOf(fields, input);
  const [, second, third] = (input?.dims ?? []).map((dim) => (typeof dim === 'number' && dim > 0 ? dim : null));
  switch (kind) {
    case 'samples':
    case 'evened': {
      const isEvened = kind === 'evened' && fields['do_normalize'] !== false;
      const nFixed = second ?? null;
      return { kind, rate, nFixed, fields: { ...fields, do_normalize: isEvened, sampling_rate: rate } };
    }
    case 'whisper': {
      const hop = count(fields, ['hop_length'], rate) ?? WHISPER.hop;
      const frames = third ?? count(fields, ['nb_max_frames'], MAX_SAMPLES / hop) ?? WHISPER.frames;
      const made = {
        sampling_rate: rate,
        hop_length: hop,
        n_fft: count(fields, ['n_fft'], MAX_BINS) ?? WHISPER.fft,
        feature_size: second ?? count(fields, ['feature_size'], MAX_BINS) ?? WHISPER.bins,
        nb_max_frames: frames,
        n_samples: frames * hop,
      };
      // Filters that a file brings along are of the file's own size, and slow to read; the library makes the same.
      return { kind, rate, nFixed: frames * hop, fields: made };
    }
    case 'ast': {
      const frames = second ?? count(fields, ['max_length'], MAX_SAMPLES / (AST.hop * rate)) ?? AST.frames;
      const made = {
        sampling_rate: rate,
        max_length: frames,
        num_mel_bins: third ?? count(fields, ['num_mel_bins'], MAX_BINS) ?? AST.bins,
        do_normalize: fields['do_normalize'] !== false,
        mean: numberIn(fields, 'mean') ?? AST.mean,
        std: numberIn(fields, 'std') ?? AST.std,
      };
      return { kind, rate, nFixed: Math.round(frames * AST.hop * rate), fields: made };
    }
  }
}

function kindOf(fields: Fields, input: GraphInput | undefined): FeatureKind {
  const name = fields['feature_extractor_type'];
  if (typeof name === 'string') {
    const known = Object.hasOwn(KINDS, name) ? KINDS[name] : undefined;
    if (known !== undefined) return known;
    const readable = Object.keys(KINDS).join(', ');
    throw new AppError('unsupported-graph', `its sound is prepared by ${quote(name)}; what can be made is ${readable}`);
  }
  if ((input?.dims.length ?? 2) < 3) return 'evened';
  return input?.name === 'input_values' ? 'ast' : 'whisper';
}

function numberIn(fields: Fields, name: string): number | null {
  const value = fields[name];
  return typeof value === 'number' && Number.isFinite(value) && value !== 0 ? value : null;
}
