import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { folded, unfolded } from './foldedLinks.ts';
import { isFolded, isOwnHash, isTooLong, movedBehind, plainQuery } from './longLinks.ts';
import { anyView } from '../testing/views.ts';
import { decodeView, encodeView } from './url.ts';

fc.configureGlobal({ seed: 20_261_129 });

const LONG = 'The boy sprinted to the bank. '.repeat(700);

const partsOf = (link: string) => {
  const { search, hash } = new URL(link, 'https://host.example/');
  return { search, hash };
};

/** What a link says once it has been through an address bar. */
const readBack = async (link: string) => decodeView((await unfolded(partsOf(link))).query);

/** Code of a link whose compressed part unfolds to these bytes. */
const linkOf = (content: string | Uint8Array) => `?head=L1H2#z=${deflateRawSync(content).toString('base64url')}`;

describe('a link of any view', () => {
  const longView = fc.tuple(anyView, fc.integer({ min: 1, max: 400 }), fc.boolean()).map(([view, times, isPair]) => ({
    ...view,
    text: view.text.repeat(times),
    pair: isPair ? (view.pair ?? 'é').repeat(times) : view.pair,
  }));

  test('holds it with long fields behind the "#", plain and compressed', async () => {
    await fc.assert(
      fc.asyncProperty(longView, async (view) => {
        const link = movedBehind(encodeView(view));
        expect(partsOf(link).search.length).toBeLessThan(6000);
        expect(decodeView(plainQuery(partsOf(link)))).toEqual(view);
        const short = await folded(link);
        expect(short.length).toBeLessThanOrEqual(link.length);
        expect(await readBack(short)).toEqual(view);
      }),
      { numRuns: 60 },
    );
  });

  test('is as readable as ever where it is short', async () => {
    for (const query of ['', '?scale=log', '?text=One+two.&head=L3H7%2CL0H11']) {
      expect(movedBehind(query)).toBe(query);
      expect(await folded(query)).toBe(query);
    }
  });
});

describe('a long text', () => {
  test('of 21,000 letters stands behind the "#" and makes the address short', async () => {
    const link = movedBehind(encodeView({ ...decodeView('?head=L3H7'), text: LONG }));
    expect(link).toMatch(/^\?head=L3H7#text=The\+boy/);
    const short = await folded(link);
    expect(short).toMatch(/^\?head=L3H7#z=[\w-]+$/);
    expect(short.length).toBeLessThan(500);
    expect(await readBack(short)).toMatchObject({ text: LONG, heads: [{ layer: 3, head: 7 }] });
  });

  test('before the "#", as older links have it, is read too', () => {
    expect(decodeView(plainQuery(partsOf(`?text=${encodeURIComponent(LONG)}`))).text).toBe(LONG);
  });

  test('can be written behind the "#" by hand, and what stands there counts', () => {
    expect(decodeView(plainQuery(partsOf('?text=short#text=by%20hand&head=L0H1'))).text).toBe('by hand');
  });

  test('is left out of the link where no address can hold it', () => {
    const query = encodeView({ ...decodeView('?head=L3H7'), text: 'é'.repeat(300_000) });
    expect(isTooLong(query)).toBe(true);
    expect(movedBehind(query)).toBe('?head=L3H7');
    expect(isTooLong(encodeView({ ...decodeView(''), text: 'é'.repeat(100_000) }))).toBe(false);
  });
});

describe('the part behind the "#"', () => {
  test.each([
    ['', false],
    ['#about', false],
    ['#text=a', true],
    ['#z=abc', true],
    ['#top&head=L0H0', true],
  ])('%j belongs to the view: %j', (hash, isOwn) => {
    expect(isOwnHash(hash)).toBe(isOwn);
  });

  test('that is somebody else’s says nothing', () => {
    expect(plainQuery({ search: '?scale=log', hash: '#section-2&utm=1' })).toBe('?scale=log');
    expect(isFolded('#section-2')).toBe(false);
  });

  test('holds fields of the view only, and texts only', async () => {
    const json = '{"text": "a", "scale": 7, "__proto__": "x", "constructor": "y", "utm": "z", "pair": null}';
    const { query, broken } = await unfolded(partsOf(linkOf(json)));
    expect(query).toBe('?head=L1H2&text=a');
    expect(broken).toEqual([]);
  });

  test.each([
    ['is cut off', linkOf(`{"text": "${LONG}"}`).slice(0, -20)],
    ['is no base64', '?head=L1H2#z=a*b'],
    ['is empty', '?head=L1H2#z='],
    ['is no deflate', `?head=L1H2#z=${Buffer.from('not packed at all').toString('base64url')}`],
    ['is no JSON', linkOf('text=a')],
    ['is no object', linkOf('"text"')],
    ['is no UTF-8', linkOf(Uint8Array.of(0x22, 0xff, 0x22))],
    ['is a bomb', linkOf(`{"text": "${'a'.repeat(50_000_000)}"}`)],
  ])('that %s is told, and the rest is shown', async (_, link) => {
    const { query, broken } = await unfolded(partsOf(link));
    expect(broken).toEqual([link.slice(link.indexOf('z='))]);
    expect(decodeView(query)).toEqual(decodeView('?head=L1H2'));
  });

  test('never throws', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 200 }), async (hash) => {
        const { query } = await unfolded({ search: '', hash: `#z=${hash}` });
        expect(decodeView(query)).toBeDefined();
      }),
    );
  });
});
