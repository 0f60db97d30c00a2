import { LIMITS } from '../../core/write/nextToken.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseSetup } from '../../core/cost/setupAddress.ts';
import type { View } from './view.ts';
import { anyView } from '../testing/views.ts';
import { DEFAULT_TEXT, FIELDS } from './fields.ts';
import { brokenFields, decodeView, encodeView } from './url.ts';

fc.configureGlobal({ seed: 20_261_121 });

const DEFAULTS = decodeView('');

describe('a link', () => {
  test('restores the view that it was made from', () => {
    fc.assert(
      fc.property(anyView, (wanted) => {
        expect(decodeView(encodeView(wanted))).toEqual(wanted);
      }),
    );
  });

  test('is short: what is as it always is does not stand in it', () => {
    expect(encodeView(DEFAULTS)).toBe('');
    expect(encodeView({ ...DEFAULTS, scale: 'log' })).toBe('?scale=log');
  });

  test('names heads as they are written on screen, in the order they were pinned', () => {
    const heads = [
      { layer: 3, head: 7 },
      { layer: 0, head: 11 },
    ];
    expect(encodeView({ ...DEFAULTS, heads })).toBe('?head=L3H7%2CL0H11');
    expect(decodeView('?head=L3H7,L0H11').heads).toEqual(heads);
  });

  test('says which heads are turned down, how far and in which way', () => {
    const { ablation, mode } = decodeView('?ablate=L0H3,L2H1:0.5&mode=zero');
    expect(ablation).toEqual([
      { kind: null, layer: 0, head: 3, keep: 0 },
      { kind: null, layer: 2, head: 1, keep: 0.5 },
    ]);
    expect(mode).toBe('zero');
    expect(encodeView({ ...DEFAULTS, ablation, mode })).toBe('?ablate=L0H3%2CL2H1%3A0.5&mode=zero');
  });

  test('names the two heads that are held side by side, beside a second text', () => {
    const { twins, pair } = decodeView('?pair=there&twins=L0H3,L2H1');
    expect(twins).toEqual([
      { layer: 0, head: 3 },
      { layer: 2, head: 1 },
    ]);
    expect(pair).toBe('there');
    expect(encodeView({ ...DEFAULTS, twins, keys: 'content' })).toBe('?keys=content&twins=L0H3%2CL2H1');
  });

  test('names what of a head is looked into: query and key, the step, and the softmax that is tried', () => {
    const link = '?head=L0H6&cell=13,12&stage=raw&tau=2&unscaled=1&on=layer';
    expect(decodeView(link)).toMatchObject({
      cell: [13, 12],
      stage: 'raw',
      tau: 1,
      isUnscaled: true,
      triedOn: 'layer',
      groups: 0.2,
    });
    expect(brokenFields(link)).toEqual([]);
    // Without the scale no temperature is tried: one or the other.
    expect(decodeView('?tau=2')).toMatchObject({ tau: 2, isUnscaled: false });
    expect(encodeView(decodeView(link))).not.toContain('tau');
  });

  test('names the word that was typed, the map of the head, and the length that is timed', () => {
    const link = '?word=cash+register&map=sent&timed=64';
    expect(decodeView(link)).toMatchObject({ word: 'cash register', map: 'sent', timed: '64' });
    expect(encodeView(decodeView(link))).toBe(link);
    expect(brokenFields(`?word=${'n'.repeat(65)}&map=all&timed=65`)).toHaveLength(3);
  });

  test('names the tokens that the model wrote on, and how it draws them', () => {
    const link = '?write=5.7.4095&sampling=0.8%2C40%2C7';
    expect(decodeView(link)).toMatchObject({
      written: [5, 7, 4095],
      sampling: { temperature: 0.8, topK: 40, seed: 7 },
    });
    expect(encodeView(decodeView(link))).toBe(link);
    expect(decodeView('?write=').written).toEqual([]);
    expect(brokenFields('?write=5..7&sampling=0,40,7')).toHaveLength(2);
    for (const bad of ['5.1,40,7', '0.05,40,7', '1,0,7', '1,1000,7', '1,40', '1,40,-1', '1,2.5,3']) {
      expect(brokenFields(`?sampling=${bad}`)).toHaveLength(1);
    }
    for (const [temperature, topK, seed] of [
      [LIMITS.temperature.least, LIMITS.topK.least, LIMITS.seed.least],
      [LIMITS.temperature.most, LIMITS.topK.most, LIMITS.seed.most],
    ]) {
      expect(decodeView(`?sampling=${temperature},${topK},${seed}`).sampling).toEqual({ temperature, topK, seed });
    }
  });

  test('names the layer that is compared, and what of it is otherwise', () => {
    const { cost } = decodeView('?view=cost&cost=llama3.h16.t512');
    const setup = parseSetup(cost ?? '');
    expect([setup?.base, setup?.nHeads, setup?.fixed.nTokens, setup?.fixed.sharing]).toEqual(['llama3', 16, 512, 4]);
    expect(encodeView({ ...DEFAULTS, cost })).toBe('?cost=llama3.h16.t512');
  });

  test('of old to the page “Alike” had its distance in tau, which is a temperature on every other page', () => {
    expect(decodeView('?view=alike&tau=0.3')).toMatchObject({ panel: 'alike', groups: 0.3, tau: 1 });
    expect(brokenFields('?view=alike&tau=0.1')).toEqual([]);
    expect(decodeView('?view=alike&tau=0.3&groups=0.4')).toMatchObject({ groups: 0.4, tau: 0.3 });
    expect(encodeView({ ...DEFAULTS, panel: 'alike', tau: 0.3 })).toBe('?view=alike&tau=0.3&groups=0.2');
    expect(encodeView({ ...DEFAULTS, panel: 'alike', groups: 0.3 })).toBe('?view=alike&groups=0.3');
  });

  test('has another name for each field', () => {
    const params = Object.values(FIELDS).map((field) => field.param);
    expect(new Set(params).size).toBe(params.length);
  });

  test('keeps an open but empty second box apart from a closed one', () => {
    expect(decodeView(encodeView({ ...DEFAULTS, pair: '' })).pair).toBe('');
    expect(decodeView('').pair).toBeNull();
  });

  test('keeps an empty sentence apart from the one to begin with', () => {
    expect(decodeView('?text=').text).toBe('');
    expect(decodeView('').text).toBe(DEFAULT_TEXT);
  });
});

describe('a broken link', () => {
  test.each<[string, keyof View]>([
    ['?backend=cuda', 'backend'],
    ['?model=../../secret', 'modelId'],
    ['?model=a/b/c', 'modelId'],
    ['?model=', 'modelId'],
    ['?scale=linear', 'scale'],
    ['?sort=name', 'sort'],
    ['?label=clever', 'filter'],
    ['?label=', 'filter'],
    ['?min=2', 'minScore'],
    ['?min=-0.5', 'minScore'],
    ['?min=NaN', 'minScore'],
    ['?min=0.5e1', 'minScore'],
    ['?hide=yes', 'hidesSinks'],
    ['?keys=words', 'keys'],
    ['?twins=L0H1', 'twins'],
    ['?twins=L0H1,L0H1', 'twins'],
    ['?twins=L0H1,L0H2,L0H3', 'twins'],
    ['?twins=L0H1,two', 'twins'],
    ['?evidence=', 'showsEvidence'],
    ['?large=true', 'isLarge'],
    ['?present=yes', 'isPresenting'],
    ['?theme=pink', 'theme'],
    ['?head=banana', 'heads'],
    ['?view=left', 'panel'],
    ['?ablate=banana', 'ablation'],
    ['?ablate=L0H1:2', 'ablation'],
    ['?mode=half', 'mode'],
    ['?picture=', 'picture'],
    ['?groups=1.5', 'groups'],
    ['?view=alike&tau=1.5', 'groups'],
    ['?tau=4.5', 'tau'],
    ['?tau=0.2', 'tau'],
    ['?tau=two', 'tau'],
    ['?cell=3', 'cell'],
    ['?cell=3,-1', 'cell'],
    ['?stage=seven', 'stage'],
    ['?on=some', 'triedOn'],
    ['?cost=model', 'cost'],
    ['?cost=gpt2.h0', 'cost'],
  ])('%s gives the default', (query, field) => {
    expect(decodeView(query)[field]).toEqual(DEFAULTS[field]);
  });

  test('keeps the heads that can be read, each once, and no more than 12', () => {
    expect(decodeView('?head=L1H2,nonsense,l1h2,L3H4,').heads).toEqual([
      { layer: 1, head: 2 },
      { layer: 3, head: 4 },
    ]);
    const many = Array.from({ length: 40 }, (_, head) => `L0H${head}`).join(',');
    expect(decodeView(`?head=${many}`).heads).toHaveLength(12);
  });

  test.each([
    ['?text=a&view=off&ablate=L0H3,L2H1:0.5&head=L1H2&utm=1', []],
    ['?ablate=L0H3:2&mode=half', ['ablate=L0H3:2', 'mode=half']],
    ['?ablate=L0H3:0.5x,L0H6', ['ablate=L0H3:0.5x,L0H6']],
    ['?head=L1H2,banana', ['head=L1H2,banana']],
    ['?ablate=&hide=', ['hide=']],
    ['', []],
  ])('%s has the broken fields %j', (query, broken) => {
    // In whatever order: it is that of the view.
    expect(brokenFields(query).toSorted()).toEqual([...broken].toSorted());
  });

  test('never throws, and what it gives can be linked to again', () => {
    const params = Object.values(FIELDS).map((field) => field.param);
    const garbage = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 80 }),
      fc
        .array(fc.tuple(fc.constantFrom(...params), fc.string({ unit: 'grapheme', maxLength: 12 })))
        .map((pairs) => `?${pairs.map(([param, text]) => `${param}=${text}`).join('&')}`),
    );
    fc.assert(
      fc.property(garbage, (query) => {
        const decoded = decodeView(query);
        expect(decodeView(encodeView(decoded))).toEqual(decoded);
      }),
      { numRuns: 500 },
    );
  });
});
