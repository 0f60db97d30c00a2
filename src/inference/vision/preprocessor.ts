import { AppError } from '../../core/errors.ts';
import { count, MAX_SIDE, record } from '../sources/modelConfig.ts';
import type { Fields, ModelConfig } from '../sources/modelConfig.ts';
import type { GraphInput } from '../surgery/graphInput.ts';
import type { Resampling } from './resize.ts';

export type Size = { readonly width: number; readonly height: number };

/** What is done to a picture before the model sees it, in this order; sizes in pixels. */
export type Preprocessor = {
  /** To an exact size, or until the shorter side has this length; null: not at all. */
  readonly resize: Size | { readonly shortest: number } | null;
  readonly resampling: Resampling;
  /** Cut out of the middle; where the picture is smaller, black is added. */
  readonly crop: Size | null;
  /** Factor on the numbers 0 to 255. */
  readonly rescale: number;
  /** Of red, green and blue: subtracted, then divided by. */
  readonly mean: readonly [number, number, number];
  readonly std: readonly [number, number, number];
  /** False if neither the graph nor a file names a size, so that the one taken may not fit the model. */
  readonly isSizeKnown: boolean;
};

const HALVES = [0.5, 0.5, 0.5] as const;
const CLIP_MEAN = [0.48145466, 0.4578275, 0.40821073] as const;
const CLIP_STD = [0.26862954, 0.26130258, 0.27577711] as const;
const IMAGENET_MEAN = [0.485, 0.456, 0.406] as const;
const IMAGENET_STD = [0.229, 0.224, 0.225] as const;

const VIT = {
  size: { width: 224, height: 224 },
  crop: null,
  resampling: 'bilinear',
  mean: HALVES,
  std: HALVES,
  isNumberShortest: false,
} as const;

type Defaults = {
  readonly size: Size | { readonly shortest: number };
  readonly crop: Size | null;
  readonly resampling: Resampling;
  readonly mean: readonly [number, number, number];
  readonly std: readonly [number, number, number];
  /** Whether a size that is one number means the shorter side. */
  readonly isNumberShortest: boolean;
};

/** Source: defaults of the image processors of Hugging Face transformers, by the beginning of their class names. */
const DEFAULTS: readonly (readonly [name: RegExp, defaults: Defaults])[] = [
  [
    /^(DeiT|Beit|BEiT)/,
    { ...VIT, size: { width: 256, height: 256 }, crop: { width: 224, height: 224 }, resampling: 'bicubic' },
  ],
  [
    /^(CLIP|Bit|ChineseCLIP)/,
    {
      size: { shortest: 224 },
      crop: { width: 224, height: 224 },
      resampling: 'bicubic',
      mean: CLIP_MEAN,
      std: CLIP_STD,
      isNumberShortest: true,
    },
  ],
  [/^Siglip/, { ...VIT, resampling: 'bicubic' }],
  [/^DINOv3/, { ...VIT, mean: IMAGENET_MEAN, std: IMAGENET_STD }],
];

/** Numbers of PIL's filters, as `resample` holds them. */
const RESAMPLINGS: readonly Resampling[] = ['nearest', 'lanczos', 'bilinear', 'bicubic', 'box', 'hamming'];

/**
 * Reads preprocessor_config.json; where it says nothing, the defaults of its class count, and where there is no such
 * file, those of ViT at the size that the graph or config.json names. A size that the graph fixes goes before all.
 */
export function readPreprocessor(json: unknown, config: ModelConfig, input: GraphInput | undefined): Preprocessor {
  const fields = record(json);
  const name = fields['image_processor_type'] ?? fields['feature_extractor_type'];
  const known = DEFAULTS.find(([pattern]) => typeof name === 'string' && pattern.test(name));
  const hasFile = json !== null && json !== undefined;
  const side = hasFile ? null : config.imageSize;
  const defaults = known?.[1] ?? (side === null ? VIT : { ...VIT, size: { width: side, height: side } });
  const resize = isOn(fields, 'do_resize') ? sizeOf(fields['size'], defaults) : null;
  const wantsCrop = isOn(fields, 'do_center_crop', defaults.crop !== null);
  const crop = wantsCrop ? squareOf(fields['crop_size'], defaults.crop ?? VIT.size) : null;
  const isNormalised = isOn(fields, 'do_normalize');
  const factor = fields['rescale_factor'];
  const resample = fields['resample'];
  const fixed = fixedSize(input);
  return {
    ...fitted(resize, crop, fixed),
    isSizeKnown: hasFile || side !== null || fixed !== null,
    resampling: (typeof resample === 'number' ? RESAMPLINGS[resample] : undefined) ?? defaults.resampling,
    rescale: isOn(fields, 'do_rescale') ? (isFinite(factor) ? factor : 1 / 255) : 1,
    mean: isNormalised ? (triple(fields['image_mean'], isFinite) ?? defaults.mean) : [0, 0, 0],
    std: isNormalised ? (triple(fields['image_std'], isDivisor) ?? defaults.std) : [1, 1, 1],
  };
}

/** The same steps ending at the size that the graph demands. */
function fitted(
  resize: Preprocessor['resize'],
  crop: Size | null,
  fixed: Size | null,
): Pick<Preprocessor, 'resize' | 'crop'> {
  if (fixed === null) return { resize, crop };
  if (crop !== null) return isSame(crop, fixed) ? { resize, crop } : { resize: fixed, crop: null };
  return { resize: fixed, crop: null };
}

function isSame(a: Size, b: Size): boolean {
  return a.width === b.width && a.height === b.height;
}

function fixedSize(input: GraphInput | undefined): Size | null {
  const [height, width] = input?.dims.slice(-2) ?? [];
  if (typeof height !== 'number' || typeof width !== 'number') return null;
  // Some exporters write a free size as 0 or below.
  if (height < 1 || width < 1) return null;
  if (Math.max(height, width) > MAX_SIDE) {
    const size = `${width} by ${height}`;
    throw new AppError('unsupported-graph', `the model takes a picture of ${size} pixels, which cannot be made`);
  }
  return { width, height };
}

function isOn(fields: Fields, name: string, otherwise = true): boolean {
  const value = fields[name];
  return typeof value === 'boolean' ? value : otherwise;
}

function sizeOf(value: unknown, defaults: Defaults): Size | { readonly shortest: number } {
  const shortest = count(record(value), ['shortest_edge'], MAX_SIDE);
  if (shortest !== null) return { shortest };
  const side = count({ value }, ['value'], MAX_SIDE);
  if (side !== null && defaults.isNumberShortest) return { shortest: side };
  return readSquare(value) ?? defaults.size;
}

function squareOf(value: unknown, otherwise: Size): Size {
  return readSquare(value) ?? otherwise;
}

/** One number is both sides. */
function readSquare(value: unknown): Size | null {
  const fields = typeof value === 'number' ? { width: value, height: value } : record(value);
  const [width, height] = [count(fields, ['width'], MAX_SIDE), count(fields, ['height'], MAX_SIDE)];
  return width !== null && height !== null ? { width, height } : null;
}

function triple(value: unknown, isGood: (value: unknown) => value is number): readonly [number, number, number] | null {
  if (!Array.isArray(value)) return null;
  const [red, green, blue]: readonly unknown[] = value;
  return isGood(red) && isGood(green) && isGood(blue) ? [red, green, blue] : null;
}

function isFinite(value: unknown): value is number {
  return Number.isFinite(value);
}

function isDivisor(value: unknown): value is number {
  return isFinite(value) && value !== 0;
}
