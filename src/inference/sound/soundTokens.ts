import { AppError } from '../../core/errors.ts';
import type { SoundPlaces } from '../../core/run.ts';
import type { Token } from '../../core/tokens.ts';
import type { ModelConfig } from '../sources/modelConfig.ts';
import { count } from '../sources/modelConfig.ts';
import type { SoundPreprocessor } from './soundPreprocessor.ts';

type Config = Pick<ModelConfig, 'samplesPerToken' | 'frameStride' | 'binStride' | 'patchSize'>;

/** How exactly the samples between two tokens must give the number of tokens: convolutions lose some at the ends. */
const MAX_LOST = 2;

/** Patches where no file says. Source: ASTConfig. */
const PATCH = { side: 16, stride: 10 } as const;

/** [CLS] and what a distilled model adds. */
const PREFIX = ['[CLS]', '[DIST]'] as const;

/**
 * How `nTokens` tokens lie over `nSamples` samples. Time between tokens is what config.json says where that fits, else the
 * length of the sound by their number. Throws AppError 'unsupported-graph' for patches that are no grid on the spectrogram.
 */
export function soundPlaces(
  nTokens: number,
  nSamples: number,
  { kind, rate, fields }: SoundPreprocessor,
  config: Config,
): SoundPlaces {
  if (kind === 'ast') return patchPlaces(nTokens, fields, config);
  const { samplesPerToken } = config;
  const isFitting = samplesPerToken !== null && Math.abs(nSamples / samplesPerToken - nTokens) < MAX_LOST;
  const stepSeconds = isFitting ? samplesPerToken / rate : nSamples / rate / nTokens;
  return { nPrefix: 0, nBands: 1, nSteps: nTokens, stepSeconds };
}

/** Patches of a spectrogram that overlap: their number is that of a convolution without padding. */
function patchPlaces(nTokens: number, fields: SoundPreprocessor['fields'], config: Config): SoundPlaces {
  const side = config.patchSize ?? PATCH.side;
  const [frameStride, binStride] = [config.frameStride ?? PATCH.stride, config.binStride ?? PATCH.stride];
  const along = (length: number, stride: number): number => Math.floor((length - side) / stride) + 1;
  const [nFrames, nBins] = [
    count(fields, ['max_length'], Infinity) ?? 0,
    count(fields, ['num_mel_bins'], Infinity) ?? 0,
  ];
  const [nSteps, nBands] = [along(nFrames, frameStride), along(nBins, binStride)];
  const nPrefix = nTokens - nSteps * nBands;
  if (nPrefix >= 0 && nPrefix <= PREFIX.length) return { nPrefix, nBands, nSteps, stepSeconds: frameStride / 100 };
  throw new AppError(
    'unsupported-graph',
    `${nTokens} tokens are no grid of patches of ${side} x ${side} on a spectrogram of ${nFrames} frames and ${nBins} bins`,
  );
}

/**
 * The tokens of a sound, called after the second at which each begins: "0.24 s", and "0.24 s b1" where a token is one
 * band of pitch, the lowest first, short enough for the side of a heatmap. What stands for silence that was added is special: nobody gave it.
 */
export function soundTokens(
  { nPrefix, nBands, nSteps, stepSeconds }: SoundPlaces,
  givenSeconds: number,
): readonly Token[] {
  const digits = stepSeconds < 0.01 ? 3 : 2;
  return Array.from({ length: nPrefix + nBands * nSteps }, (_, position): Token => {
    const at = position - nPrefix;
    const begin = (at % nSteps) * stepSeconds;
    const isAdded = at >= 0 && begin >= givenSeconds;
    const time = `${begin.toFixed(digits)} s${nBands > 1 ? ` b${Math.floor(at / nSteps)}` : ''}`;
    const text = at < 0 ? (PREFIX[position] ?? '') : isAdded ? `${time}, silence` : time;
    return { position, id: position, piece: text, text, start: 0, end: 0, special: at < 0 || isAdded, segment: 0 };
  });
}
