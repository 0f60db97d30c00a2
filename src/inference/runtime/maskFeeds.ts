import type * as Ort from 'onnxruntime-web';
import { AppError } from '../../core/errors.ts';
import type { Feeds } from './feeds.ts';
import type { Interventions, SiteSupport } from './interventions.ts';
import type { OrtRuntime } from './runtime.ts';
import type { MaskAxes, MaskInput } from '../surgery/maskTypes.ts';
import type { AttentionSite } from '../surgery/types.ts';

/** What tells the axes of interventions. */
type MaskLengths = {
  readonly nSequences: number;
  /** Tokens of the target, the queries of cross-attention; null where there is none. */
  readonly nTarget: number | null;
  /** Channels of the values, by site; needed where a context is added. */
  readonly nChannels: ReadonlyMap<number, number>;
};

/**
 * What can be done to one attention; `nCopies` is how many times the graph demands the same sequence, `nPlaces` how many a cache of one length
 * has, null for none.
 */
export function supportOf(
  { mask, places }: Pick<AttentionSite, 'mask' | 'places'>,
  nCopies = 1,
  nPlaces: number | null = null,
): SiteSupport {
  if (nCopies > 1 && mask?.scale && mask.scale.axes !== 'batched') {
    const why = `the model takes ${nCopies} sequences at a time, and their heads lie in one axis`;
    return { canScale: false, canReplacePattern: false, canAddContext: false, canReadContext: false, why };
  }
  if (places !== null && mask !== null) {
    const why =
      mask.why ??
      'each head works window by window: it can be switched off, but no pattern over the whole put in its place';
    const canScale = mask.scale !== null;
    const canReplaceWindows = canScale && mask.scale?.axes === 'batched' && mask.pattern?.axes === 'batched';
    const support = { canScale, canReplacePattern: false, canAddContext: false, canReadContext: false, why };
    return canReplaceWindows ? { ...support, canReplaceWindows } : support;
  }
  if (nPlaces !== null && mask !== null && mask.pattern !== null) {
    const why = `its keys lie in a cache of ${nPlaces} places, most of them empty: a head can be switched off, but nothing put in place of its weights`;
    const [canAddContext, canReadContext] = [mask.context !== null, mask.output !== null];
    return { canScale: mask.scale !== null, canReplacePattern: false, canAddContext, canReadContext, why };
  }
  return {
    canScale: mask !== null && mask.scale !== null,
    canReplacePattern: mask !== null && mask.pattern !== null,
    canAddContext: mask !== null && mask.context !== null,
    canReadContext: mask !== null && mask.output !== null,
    why: mask === null ? 'the model was opened only to be looked at' : mask.why,
  };
}

/**
 * A tensor for each mask input of a graph; without an intervention single numbers that change nothing.
 * Throws AppError 'unsupported-graph' for an intervention that the graph does not allow, RangeError for one whose arrays
 * do not fit.
 */
export function maskFeeds(
  ort: OrtRuntime,
  sites: readonly Pick<AttentionSite, 'mask' | 'kind' | 'nodeName'>[],
  interventions: Interventions | null,
  lengths: MaskLengths,
): Feeds {
  const feeds: Feeds = {};
  for (const [index, site] of sites.entries()) {
    const wanted = interventions?.[index] ?? null;
    const put = (
      part: 'scale' | 'pattern' | 'context',
      neutral: number,
      sizes: (each: number) => readonly [number, number],
    ) => {
      const input = site.mask?.[part] ?? null;
      const data = wanted?.[part] ?? null;
      if (input === null) {
        if (data !== null && !data.every((value) => value === neutral)) throw refused(site, part);
        return;
      }
      feeds[input.name] =
        data === null || wanted === null
          ? single(ort, input, neutral)
          : shaped(ort, input, data, wanted.scale.length, lengths.nSequences * (wanted.nWindows ?? 1), sizes);
    };
    const isCross = site.kind === 'cross';
    put('scale', 1, () => [1, 1]);
    const nKeys = wanted?.nKeys;
    put('pattern', 0, (each) =>
      nKeys === undefined ? queriesAndKeys(each, isCross, lengths.nTarget) : [each / nKeys, nKeys],
    );
    put('context', 0, (each) => {
      const nChannels = lengths.nChannels.get(index) ?? 0;
      return [each / nChannels, nChannels];
    });
  }
  return feeds;
}

function refused({ mask, nodeName }: Pick<AttentionSite, 'mask' | 'nodeName'>, part: string): AppError {
  return new AppError('unsupported-graph', `${nodeName} takes no ${part}: ${mask?.why ?? 'it has no mask'}`);
}

function single(ort: OrtRuntime, { axes }: MaskInput, value: number): Ort.Tensor {
  return new ort.Tensor('float32', Float32Array.of(value), axes === 'batched' ? [1, 1, 1, 1] : [1, 1, 1]);
}

function shaped(
  ort: OrtRuntime,
  { name, axes }: MaskInput,
  data: Float32Array,
  nAll: number,
  nSequences: number,
  sizes: (each: number) => readonly [number, number],
): Ort.Tensor {
  const [rows, columns] = sizes(data.length / nAll);
  const dims = [...headDims(axes, nSequences, nAll / nSequences), rows, columns];
  const size = dims.reduce((product, dim) => product * dim, 1);
  if (!dims.every(Number.isInteger) || size !== data.length) {
    throw new RangeError(`invalid size of ${name}: ${data.length} numbers for [${dims.join(', ')}]`);
  }
  return new ort.Tensor('float32', data, dims);
}

function headDims(axes: MaskAxes, nSequences: number, nHeads: number): readonly number[] {
  switch (axes) {
    case 'batched':
      return [nSequences, nHeads];
    case 'folded':
      return [nSequences * nHeads];
    case 'unbatched':
      if (nSequences !== 1) throw new RangeError(`invalid batch of ${nSequences}: the graph takes one sequence`);
      return [nHeads];
  }
}

/** Where nobody said: self-attention is square; the queries of cross-attention are the tokens of the target. */
function queriesAndKeys(area: number, isCross: boolean, nTarget: number | null): readonly [number, number] {
  const side = Math.round(Math.sqrt(area));
  const isSquare = side * side === area;
  if (nTarget !== null && (isCross || !isSquare)) return [nTarget, area / nTarget];
  return [side, isSquare ? side : area / side];
}
