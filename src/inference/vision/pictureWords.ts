import { AppError } from '../../core/errors.ts';
import type { RunImage, RunStage } from '../../core/run.ts';
import { STAGE_KINDS } from '../../core/tensor.ts';
import type { Token } from '../../core/tokens.ts';
import type { LayerOutput } from '../run/pack.ts';
import type { ModelConfig } from '../sources/modelConfig.ts';
import { filmGrid } from './film.ts';
import { patchGrid, patchTokens } from './patches.ts';
import type { PatchGrid } from './patches.ts';
import type { Size } from './preprocessor.ts';

type PictureWords = {
  readonly tokens: readonly Token[];
  /** Set where keys are regions of several patches. */
  readonly keyTokens?: readonly Token[];
  /** Learned queries; null for a model without. */
  readonly targetTokens: readonly Token[] | null;
  /** Of a film: how many moments stand one below another on the picture; 1 for a picture. */
  readonly nMoments: number;
  readonly image: Pick<RunImage, 'nPatchRows' | 'nPatchColumns' | 'nPrefix' | 'order' | 'keyGrid' | 'stages'>;
};

/** What is known of how patches lie: those that were cut for the model, how many tokens behind them stand for no part of the picture, and pictures of a film. */
type Lying = { readonly cut?: PatchGrid | null; readonly nBehind?: number; readonly nFrames?: number };

/**
 * What stands at rows and columns of a vision model: its patches, regions of several patches, and queries that it has learned.
 * Throws AppError 'unsupported-graph' for numbers of tokens that are no grid on the picture.
 */
export function wordsOfPicture(
  layers: readonly LayerOutput[],
  shown: Size,
  config: ModelConfig,
  { cut = null, nBehind = 0, nFrames = 1 }: Lying = {},
): PictureWords {
  const own = layers.find(({ kind }) => kind === 'encoder');
  const cross = layers.find(({ kind }) => kind === 'cross');
  const ofQueries = layers.find(({ kind }) => kind === 'decoder') ?? cross;
  // Where no layer of the patches themselves is shown, they are what is looked at.
  const nPatches = own?.dims.at(-2) ?? (cross ?? ofQueries)?.dims.at(-1) ?? 0;
  const nKeys = own?.dims.at(-1) ?? nPatches;
  const isCut = cut !== null && nPatches === cut.nRows * cut.nColumns;
  const grid = isCut
    ? cut
    : { ...gridOf(nPatches - nBehind, shown, config.patchSize, nFrames), ...(nBehind > 0 && { nBehind }) };
  const regions = nKeys === nPatches ? null : patchGrid(nKeys, shown, null);
  const isBeside = own !== undefined || cross !== undefined;
  return {
    tokens: patchTokens(grid, config),
    targetTokens: isBeside && ofQueries ? learnedQueries(ofQueries.dims.at(-2) ?? 0) : null,
    ...(regions && { keyTokens: patchTokens(regions, config, 'region') }),
    nMoments: grid.nMoments ?? 1,
    image: {
      ...placesOf(grid),
      ...(regions && { keyGrid: placesOf(regions) }),
      ...stagesOf(layers, shown, config),
    },
  };
}

function gridOf(nPatches: number, shown: Size, patchSize: number | null, nFrames: number): PatchGrid {
  return nFrames > 1 ? filmGrid(nPatches, shown, patchSize, nFrames) : patchGrid(nPatches, shown, patchSize);
}

/** The further stages of a pyramid, each with a grid of its own; tokens that are no grid on the picture stand for learned queries. */
function stagesOf(layers: readonly LayerOutput[], shown: Size, config: ModelConfig): Pick<RunImage, 'stages'> {
  const stages = STAGE_KINDS.flatMap((kind): readonly RunStage[] => {
    const dims = layers.find((layer) => layer.kind === kind)?.dims;
    if (dims === undefined) return [];
    const [nQueries, nKeys] = [dims.at(-2) ?? 0, dims.at(-1) ?? 0];
    const [query, key] = [
      gridOr(nQueries, shown, config.patchSize),
      gridOr(nKeys, shown, nKeys === nQueries ? config.patchSize : null),
    ];
    const part = nKeys === nQueries ? 'patch' : 'region';
    return [
      {
        kind,
        queryTokens: query ? patchTokens(query, config) : learnedQueries(nQueries),
        keyTokens: key ? patchTokens(key, config, part) : learnedQueries(nKeys),
        query: query && placesOf(query),
        key: key && placesOf(key),
      },
    ];
  });
  return stages.length === 0 ? {} : { stages };
}

function gridOr(nTokens: number, shown: Size, patchSize: number | null): PatchGrid | null {
  try {
    return patchGrid(nTokens, shown, patchSize);
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}

function placesOf({ nRows: nPatchRows, nColumns: nPatchColumns, nPrefix, order }: PatchGrid) {
  return { nPatchRows, nPatchColumns, nPrefix, ...(order && { order }) };
}

/** Queries that stand for no part of the picture: "query 0"; one that gathers the whole picture is "query". */
function learnedQueries(n: number): readonly Token[] {
  return Array.from({ length: n }, (_, position) => {
    const text = n === 1 ? 'query' : `query ${position}`;
    return { position, id: position, piece: text, text, start: 0, end: 0, special: false, segment: 1 };
  });
}
