import { AppError } from '../../core/errors.ts';
import type { ImageGiven } from '../../core/modelInputs.ts';
import type { RunImage } from '../../core/run.ts';
import type { Token } from '../../core/tokens.ts';
import type { FeedValues } from '../runtime/feeds.ts';
import type { Encoding } from '../tokenizer/tokenizer.ts';
import { patchGrid, patchTokens } from '../vision/patches.ts';
import { pictureFor } from './image.ts';
import type { InputGround, ReadInput } from './modality.ts';

/** A text with the patches of a picture among its tokens. */
type WithPicture = {
  readonly encoding: Encoding;
  readonly picture: NonNullable<FeedValues['picture']>;
  readonly image: RunImage;
};

/** The same reading with a picture in it, where one is given. Throws AppError. */
export async function readAmong(
  ground: InputGround,
  encoding: Encoding,
  picture: ImageGiven | undefined,
  read: (encoding: Encoding) => ReadInput,
): Promise<ReadInput> {
  if (picture === undefined) return read(encoding);
  const found = await withPicture(ground, encoding, picture);
  const { feed, words } = read(found.encoding);
  return {
    feed: { ...feed, picture: found.picture },
    words: (layers) => ({ ...words(layers), image: found.image }),
  };
}

/**
 * Puts the patches of a picture in the place of the token that stands for it, or before the first word of a text without one. A text that does not
 * fit behind it is cut. Throws AppError 'bad-input' where the picture alone is too long, or the text has places for more pictures.
 */
async function withPicture(
  { prepared, info, see }: InputGround,
  encoding: Encoding,
  given: ImageGiven,
): Promise<WithPicture> {
  const { seeing, config, sequence } = prepared;
  const { imageTokenId } = config;
  if (seeing === null || see === null || imageTokenId === null) {
    throw new AppError('bad-input', 'the model sees no pictures');
  }
  // A picture of any size leaves half of the places to the text.
  const { feed, shown, grid: told } = await pictureFor(prepared, seeing.inputs, given, Math.floor(info.maxTokens / 2));
  const n = await see(feed);
  if (told !== null && n !== told.nRows * told.nColumns) {
    throw new AppError('unsupported-graph', `${n} vectors of a picture of ${told.nRows} x ${told.nColumns} tokens`);
  }
  const grid = told === null ? patchGrid(n, shown, config.patchSize) : { ...told, nPrefix: 0 };
  const { start, end } = placeOf(encoding.tokens, imageTokenId, n);
  const [before, behind] = [encoding.tokens.slice(0, start), encoding.tokens.slice(end)];
  const { maxTokens } = info;
  if (start + n > maxTokens) {
    const words = `the picture takes the places of ${n} tokens, and the model reads ${maxTokens}`;
    throw new AppError('bad-input', start === 0 ? words : `${words}: begin the text with it`);
  }
  const at = before.at(-1)?.end ?? 0;
  // The table of tokens may have no row for what stands for a picture; no row of it is used.
  const id = sequence.nIds !== null && imageTokenId >= sequence.nIds ? 0 : imageTokenId;
  const patches = patchTokens(grid, config).map((patch): Token => ({ ...patch, id, start: at, end: at }));
  const all = [...before, ...patches, ...behind];
  const tokens = all.slice(0, maxTokens).map((token, position) => ({ ...token, position }));
  const next = all[maxTokens];
  const nMore = (encoding.cut?.nTokensWanted ?? encoding.tokens.length) - encoding.tokens.length;
  return {
    encoding: {
      tokens,
      typeIds: tokens.map(() => 0),
      cut: next ? { nTokensWanted: all.length + nMore, segment: 0, offset: next.start } : encoding.cut,
    },
    picture: { feed, places: patches.map((_, place) => start + place), ...(told && { grid: told }) },
    image: {
      ...shown,
      nPatchRows: grid.nRows,
      nPatchColumns: grid.nColumns,
      nPrefix: start + grid.nPrefix,
      isAmong: true,
    },
  };
}

/** The tokens that the picture takes the place of: one that stands for it, as many as it has patches, or none before the first word. */
function placeOf(tokens: readonly Token[], imageTokenId: number, n: number): { start: number; end: number } {
  const places = tokens.flatMap(({ id }, at) => (id === imageTokenId ? [at] : []));
  const [first, last] = [places[0], places.at(-1)];
  if (first === undefined || last === undefined) {
    const word = tokens.findIndex(({ special }) => !special);
    return { start: Math.max(0, word), end: Math.max(0, word) };
  }
  const isRow = last - first + 1 === places.length;
  if (isRow && (places.length === 1 || places.length === n)) return { start: first, end: last + 1 };
  throw new AppError('bad-input', `the text has places for ${places.length} pictures, and one is given`);
}
