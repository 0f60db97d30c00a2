import { describe, expect, test } from 'vitest';
import { readRunTokens } from './runTokens.ts';

const placed = (list: unknown, text: string | null, pair: string | null = null) =>
  readRunTokens(list, [text, pair], 'run.json')?.tokens.map(({ text: own, start, end }) => [own, start, end]);

describe('tokens of a run file', () => {
  test('of which the text alone is given are found in the sentence, one after the other', () => {
    const list = ['The', ' cat', ' saw', ' the', ' cat', '.'].map((text) => ({ text }));
    const read = readRunTokens(list, ['The cat saw the cat.', null], 'run.json');
    expect(read?.tokens.map(({ id, text, start, end }) => [id, text, start, end])).toEqual([
      [0, 'The', 0, 3],
      [1, ' cat', 3, 7],
      [2, ' saw', 7, 11],
      [3, ' the', 11, 15],
      [1, ' cat', 15, 19],
      [4, '.', 19, 20],
    ]);
    expect(read?.tokens.map(({ piece, position, special, segment }) => [piece, position, special, segment])[1]).toEqual(
      [' cat', 1, false, 0],
    );
  });

  test('of which the piece alone is given read as pieces do', () => {
    const read = readRunTokens([{ piece: '<s>' }, { piece: 'Ġcaf' }, { piece: 'Ã©' }], [null, null], 'run.json');
    expect(read?.tokens.map(({ text, special }) => [text, special])).toEqual([
      ['<s>', true],
      [' caf', false],
      ['é', false],
    ]);
    expect(read?.text).toBe(' café');
  });

  test('keep what is given', () => {
    const list = [{ text: 'a', id: 7, start: 4, end: 5, piece: 'Ġa', special: true, segment: 1 }];
    expect(readRunTokens(list, ['x', 'look a'], 'run.json')?.tokens).toEqual([{ position: 0, ...list[0] }]);
  });

  test('without their space, of another segment, or not in the text at all have a place, too', () => {
    const list = [{ text: '[CLS]' }, { text: ' an' }, { text: 'zzz' }, { text: 'ox' }, { text: 'ox', segment: 1 }];
    expect(placed(list, 'an ox', 'box')).toEqual([
      ['[CLS]', 0, 0],
      [' an', 0, 2],
      ['zzz', 2, 2],
      ['ox', 3, 5],
      ['ox', 1, 3],
    ]);
  });

  test.each<[unknown, RegExp]>([
    [7, /token 0 of run.json is no object/],
    [{ id: 3, start: 0, end: 1 }, /token 0 of run.json has no text/],
    [{ text: 'a', id: 1.5 }, /id of token 0 of run.json is no whole number/],
    [{ text: 'a', end: '4' }, /end of token 0 of run.json is no whole number/],
    [{ piece: ['a'] }, /piece of token 0 of run.json is no text/],
  ])('are refused where one is %j', (token, reason) => {
    expect(() => readRunTokens([token], [null, null], 'run.json')).toThrow(reason);
  });
});
