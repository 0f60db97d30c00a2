import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Token } from '../tokens.ts';
import { maskedPositions, nextTokenScoring, pseudoLikelihoodPlan, pseudoScoring } from './objectives.ts';

/** Tokens of a text that is spelled with a bar between tokens: "[CLS]|un|##do| it|[SEP]". Ids are 100 + position. */
function tokensOf(text: string): Token[] {
  let end = 0;
  return text.split('|').map((piece, position) => {
    const special = /^(\[|<)/.test(piece);
    const letters = special ? '' : piece.replace(/^##/, '');
    // In a WordPiece vocabulary the space in front belongs to no token.
    const start = end + (letters.startsWith(' ') ? 1 : 0);
    end += letters.length;
    return { position, id: 100 + position, piece, text: letters || piece, start, end, special, segment: 0 };
  });
}

describe('a causal model is scored by the next token', () => {
  test('but for what follows a start token alone, and for the last position', () => {
    const tokens = tokensOf('<s>|The| boy| ran');
    expect(nextTokenScoring(tokens)).toEqual({ positions: [1, 2, 3], targets: [null, 102, 103, null] });
  });

  test('from the first token where none was put in front, and never by a special one', () => {
    expect(nextTokenScoring(tokensOf('The| boy|<s>')).targets).toEqual([101, null, null]);
  });

  test('from the start token on where the model has read a source', () => {
    const { positions, targets } = nextTokenScoring(tokensOf('<pad>|Ein| Hund|</s>'), { hasSource: true });
    expect({ positions, targets }).toEqual({ positions: [0, 1, 2], targets: [101, 102, null, null] });
  });

  test('and never by a patch of a picture: after the last patch the text is foretold again', () => {
    const tokens = tokensOf('<s>|See|patch 0,0|patch 0,1| a| boy');
    expect(nextTokenScoring(tokens)).toEqual({ positions: [3, 4, 5], targets: [null, null, null, 104, 105, null] });
  });
});

test('masks that a person placed are found by their id', () => {
  const tokens = tokensOf('[CLS]|a|[MASK]|b|[MASK]').map((token) =>
    token.piece === '[MASK]' ? { ...token, id: 4 } : token,
  );
  expect(maskedPositions(tokens, 4)).toEqual([2, 4]);
});

describe('pseudo-log-likelihood', () => {
  test('takes a pass for each token but special ones; later pieces of a word are masked with it', () => {
    expect(pseudoLikelihoodPlan(tokensOf('[CLS]|un|##do|##ing| it|.|[MASK]|[SEP]'))).toEqual([
      { maskedPositions: [1, 2, 3], scoredPosition: 1, target: 101 },
      { maskedPositions: [2, 3], scoredPosition: 2, target: 102 },
      { maskedPositions: [3], scoredPosition: 3, target: 103 },
      { maskedPositions: [4], scoredPosition: 4, target: 104 },
      { maskedPositions: [5], scoredPosition: 5, target: 105 },
    ]);
  });

  test('spreads its passes evenly if there may be only some', () => {
    const tokens = tokensOf(['[CLS]', ...' a b c d e f g h i j'.split(' ').map((word) => ` ${word}`)].join('|'));
    expect(pseudoLikelihoodPlan(tokens, { max: 4 }).map(({ scoredPosition }) => scoredPosition)).toEqual([2, 5, 7, 10]);
    expect(pseudoLikelihoodPlan(tokens, { max: 0 })).toEqual([]);
  });

  test('never scores a token twice, masks what it scores, and takes as many passes as it may', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 50 }), (count, max) => {
        const text = Array.from({ length: count }, (_, at) => (at % 3 === 1 ? '##x' : ' w')).join('|');
        const steps = pseudoLikelihoodPlan(tokensOf(text), { max });
        expect(new Set(steps.map(({ scoredPosition }) => scoredPosition)).size).toBe(Math.min(count, max));
        for (const step of steps) expect(step.maskedPositions[0]).toBe(step.scoredPosition);
      }),
      { seed: 3 },
    );
  });

  test('is scored on stacked rows, one for each pass', () => {
    const steps = pseudoLikelihoodPlan(tokensOf('[CLS]|a| b'), { max: 2 });
    expect(pseudoScoring(steps, 3)).toEqual({ positions: [1, 2], targets: [null, 101, 102], rows: [0, 1] });
  });
});

/** Whether the second of two tokens is masked with the first, as a later piece of its word. */
function isOneWord(tokens: readonly Token[]): boolean {
  return pseudoLikelihoodPlan(tokens).some(({ maskedPositions: masked }) => masked.length === 2);
}

test.each([
  ['un|##do', true],
  ['cash|##.', true],
  [' un|bel', true],
  ['cash|.', false],
  ['don|t', true],
  ["don|'", false],
  ["'|t", false],
  [' the| cat', false],
  ['注|意', false],
  ['[CLS]|a', false],
])('of %s the second goes on with the word: %s', (text, isLater) => {
  expect(isOneWord(tokensOf(text))).toBe(isLater);
});

test('letters that do not touch in the text are two words, and so are those of two segments', () => {
  const [before, token] = tokensOf('un|do');
  expect(isOneWord([before!, { ...token!, start: 3, end: 5 }])).toBe(false);
  expect(isOneWord([before!, { ...token!, segment: 1 }])).toBe(false);
});
