import { AppError } from '../../core/errors.ts';
import type { ImageGiven } from '../../core/modelInputs.ts';
import { isAboutSizes, messageOf } from '../errors.ts';
import type { PreparedModel } from '../run/prepared.ts';
import type { FeedValues } from '../runtime/feeds.ts';
import { maxTokensOf } from '../sources/modelConfig.ts';
import type { Grid } from '../runtime/gridPositions.ts';
import { isFloat } from '../surgery/elementTypes.ts';
import { cutInRows } from '../vision/cutInRows.ts';
import { cutPicture, tokensOfPatches } from '../vision/cutPicture.ts';
import { filmOf, strip } from '../vision/film.ts';
import type { Film } from '../vision/film.ts';
import { imageFeed } from '../vision/imageFeed.ts';
import type { PatchGrid } from '../vision/patches.ts';
import { wordsOfPicture } from '../vision/pictureWords.ts';
import { readPreprocessor } from '../vision/preprocessor.ts';
import type { Preprocessor } from '../vision/preprocessor.ts';
import type { Picture } from '../vision/resize.ts';
import { preparePicture } from '../vision/toPixels.ts';
import type { Modality } from './modality.ts';
import { filmNotice } from './modelNotices.ts';
import { hasSameNumbers, newestMade } from './newestMade.ts';
import type { InputEvidence, Taken } from './roles.ts';

/** A picture that a model cuts into patches. */
export const image: Modality<'image'> = {
  inputs: [
    {
      role: 'image',
      named: /^pixel_values/,
      // A picture may stand beside a text, whose ids are known first; so does a cache, behind which something is put.
      looks: (input, { isRead, roles }) => (!isRead || (roles.has('ids') && !input.uses.isJoined)) && isPicture(input),
      isRead: true,
    },
    // Of a picture of any size that comes cut into patches: how many frames, rows and columns of them.
    { role: 'image-grid', named: /^(image_grid_thw|spatial_shapes)$/, looks: null },
    { role: 'image-mask', named: /^pixel_(attention_)?mask$/, looks: isMaskOfPicture },
  ],
  fits: ({ inputs }) => inputs.some(({ role }) => role === 'image'),
  hasNoTokenizer: true,
  check: (model) => void (isCut(model) || preprocessorOf(model)),
  firstRun: (model) => ({ feed: firstPicture(model), lengths: { nSource: null, nTarget: null, hasStages: true } }),
  explain: (model, error) =>
    isCut(model) || preprocessorOf(model).isSizeKnown || !isAboutSizes(error) ? error : sizeMissing(error),
  vocabulary: null,
  maxTokens(model, { nLayers, nHeads, nQueries, nKeys }) {
    // A picture of any size has as many patches as there is memory for.
    if (isCut(model)) return maxTokensOf(model.config, null, nLayers, nHeads);
    // Keys may be regions that several patches were put together to.
    return Math.max(nQueries, nKeys);
  },
  notices: (model) => {
    const film = filmIn(model);
    return film ? [filmNotice(film.nFrames)] : [];
  },
  async read({ prepared, info }, given) {
    const maxTokens = inRows(prepared) ? info.maxTokens : tokensOfPatches(info.maxTokens, prepared.preprocessorConfig);
    const nFrames = filmIn(prepared)?.nFrames ?? 1;
    const { feed, shown, patches } = await pictureFor(prepared, prepared.inputs, given, maxTokens);
    return {
      feed,
      label: given.label,
      words(layers) {
        const {
          image: seen,
          nMoments,
          ...tokens
        } = wordsOfPicture(layers, shown, prepared.config, {
          cut: patches,
          nBehind: prepared.graphs[0]?.nBehind ?? 0,
          nFrames,
        });
        const drawn = { ...(nMoments > 1 ? strip(shown, nMoments) : shown), ...seen };
        return { text: given.name, pair: null, ...tokens, image: drawn, cut: null };
      },
    };
  },
};

/** A picture as a feed, what is seen of it, and, where the graph is told them, the grids of its tokens and of the patches that these are made of. */
type Prepared = {
  readonly feed: FeedValues;
  readonly shown: Picture;
  readonly grid: Grid | null;
  readonly patches: PatchGrid | null;
};

const newest = newestMade<ImageGiven, Prepared>(isSamePicture);

function isSamePicture(one: ImageGiven, other: ImageGiven): boolean {
  return one.width === other.width && one.height === other.height && hasSameNumbers(one.pixels, other.pixels);
}

/**
 * A picture as what the graph with these inputs is filled from, the same one as long as the picture is, and what is seen of it. One that is cut into
 * as many patches as it has becomes `maxTokens` at most. Throws AppError 'bad-input'.
 */
export async function pictureFor(
  model: PreparedModel,
  inputs: PicturesOf['inputs'],
  given: ImageGiven,
  maxTokens = Infinity,
): Promise<Prepared> {
  const made = await newest(model, given, () => {
    const rows = inRows({ inputs });
    if (rows) return cutInRows(given, model.preprocessorConfig, model.config, rows, maxTokens);
    if (isCut({ inputs })) return cutPicture(given, model.preprocessorConfig, model.config, maxTokens);
    const { pixels, shown } = preparePicture(given, preprocessorOf({ ...model, inputs }));
    return { feed: imageFeed(pixels, filmIn({ ...model, inputs })), shown, grid: null, patches: null };
  });
  // The run is handed over, and the next one of the same picture needs its own.
  return { ...made, shown: { ...made.shown, pixels: made.shown.pixels.slice() } };
}

/** Whether a graph reads patches, and is told how many rows and columns of them there are. */
function isCut({ inputs }: Pick<PicturesOf, 'inputs'>): boolean {
  return inputs.some(({ role }) => role === 'image-grid');
}

/** The input of patches that lie row by row, [batch, patch, number]; undefined for any other picture. */
function inRows({ inputs }: Pick<PicturesOf, 'inputs'>) {
  return isCut({ inputs }) ? inputs.find(({ role, dims }) => role === 'image' && dims.length === 3) : undefined;
}

/** How a model takes films; null for one that takes pictures. */
function filmIn({ inputs, config }: Pick<PicturesOf, 'inputs' | 'config'>): Film | null {
  const input = inputs.find(({ role }) => role === 'image');
  return input ? filmOf(input, config) : null;
}

/** What tells how a model takes pictures. */
type PicturesOf = Pick<PreparedModel, 'preprocessorConfig' | 'config' | 'inputs'>;

function preprocessorOf({ preprocessorConfig, config, inputs }: PicturesOf): Preprocessor {
  const input = inputs.find(({ role }) => role === 'image');
  return readPreprocessor(preprocessorConfig, config, input);
}

/** [1, 3 or 1, row, column], or a film [1, picture, 3, row, column] or [1, 3, picture, row, column], with weights on the way: queries of one head have as many axes. */
function isPicture({ elementType, dims, uses }: InputEvidence): boolean {
  const [, nChannels, nColours] = dims;
  if (dims.length === 5) return isFloat(elementType) && (nChannels === 3 || nColours === 3) && uses.isWeighted;
  const fits = typeof nChannels !== 'number' || nChannels === 1 || nChannels === 3;
  return isFloat(elementType) && dims.length === 4 && fits && uses.isWeighted;
}

/** One number a pixel, [batch, row, column]. */
function isMaskOfPicture({ elementType, dims }: InputEvidence, { roles }: Taken): boolean {
  return roles.has('image') && dims.length === 3 && /^(bool|u?int(8|32|64))$/.test(elementType);
}

/** A first picture is no more tokens than these. */
const MAX_FIRST = 16;

/** Slopes of all colours: no two patches are alike. */
export function firstPicture(model: PreparedModel): FeedValues {
  const side = 64;
  const pixels = new Uint8ClampedArray(4 * side * side);
  for (let i = 0; i < side * side; i++) {
    const [row, column] = [Math.floor(i / side), i % side];
    pixels.set([4 * column, 4 * row, (row * column) % 256, 255], 4 * i);
  }
  const picture = { width: side, height: side, pixels };
  const rows = inRows(model);
  if (rows) return cutInRows(picture, model.preprocessorConfig, model.config, rows, MAX_FIRST).feed;
  if (isCut(model)) return cutPicture(picture, model.preprocessorConfig, model.config, MAX_FIRST).feed;
  return imageFeed(preparePicture(picture, preprocessorOf(model)).pixels, filmIn(model));
}

/** A picture of a size that nobody named may not fit the model. */
function sizeMissing(error: unknown): AppError {
  const words = 'no file says how large a picture the model takes, and the usual 224 by 224 does not fit';
  const files = 'open config.json and preprocessor_config.json together with the model';
  return new AppError('file-missing', `${words}: ${files} (${messageOf(error)})`);
}
