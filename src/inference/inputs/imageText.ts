import { AppError } from '../../core/errors.ts';
import { wordsOfPicture } from '../vision/pictureWords.ts';
import { firstPicture, image, pictureFor } from './image.ts';
import type { Modality } from './modality.ts';
import { encodeText, fillUp, idsOf } from './sequences.ts';
import { checkVocabulary, firstTokens, fixedLength, longestSequence } from './tokenRun.ts';

/** Fewer than any model has patches, so that the two stacks can be told apart. */
const MAX_FIRST = 7;

/**
 * A picture and a text that two towers of one graph read: patches are one stack, the tokens of the text the other. One tower that reads both in one
 * sequence is refused.
 */
export const imageText: Modality<'image-text'> = {
  // Those of images and of text, which stand in the table already.
  inputs: [],
  fits: ({ inputs }) => ['image', 'ids'].every((wanted) => inputs.some(({ role }) => role === wanted)),
  ...(image.check && { check: image.check }),
  ...(image.explain && { explain: image.explain }),
  firstRun(model) {
    const all = firstTokens(model);
    const n = model.sequence.length ?? MAX_FIRST;
    const tokens = { ...all, ids: all.ids.slice(0, n), typeIds: all.typeIds.slice(0, n) };
    return { feed: { ...firstPicture(model), tokens }, lengths: { nSource: null, nTarget: tokens.ids.length } };
  },
  checkPlan({ places }) {
    // All that is as long as neither alone was taken for the picture's.
    if (places.some((place) => place !== null && place.kind !== 'encoder')) return;
    throw new AppError(
      'unsupported-graph',
      'no layer reads the text alone: a text and a picture in one sequence are not told apart yet.',
    );
  },
  vocabulary: null,
  maxTokens: longestSequence,
  notices: fixedLength,
  async read({ prepared, info }, given) {
    const { feed, shown } = await pictureFor(prepared, prepared.inputs, given);
    const encoding = encodeText(prepared.tokenizer, given.text, info.maxTokens);
    if (encoding.tokens.length === 0) throw new AppError('run-failed', 'the text has no tokens');
    checkVocabulary(prepared, encoding.tokens);
    const filled = fillUp(prepared, encoding);
    return {
      feed: { ...feed, tokens: idsOf(filled) },
      words(layers) {
        const { image: seen, tokens } = wordsOfPicture(layers, shown, prepared.config);
        const texts = { text: given.text, pair: null, targetTokens: filled.tokens, cut: filled.cut };
        return { ...texts, tokens, image: { ...shown, ...seen } };
      },
    };
  },
};
