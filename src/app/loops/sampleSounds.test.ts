import { afterEach, expect, test, vi } from 'vitest';
import { fetchSampleSounds } from './sampleSounds.ts';

const URL_OF_LIST = 'https://page.test/models/digits/samples.json';
const LIST = {
  sounds: [
    { label: 'one', voice: 'a', path: 'samples/one.wav' },
    { label: 'two', voice: 'b', path: 'samples/two.wav' },
  ],
};
const FILES: Readonly<Record<string, string>> = { 'samples/one.wav': 'first', 'samples/two.wav': 'second' };

/** Serves the list, and the files but for those that are missing. */
function serve(missing: readonly string[]): void {
  vi.stubGlobal('fetch', async (url: string | URL) => {
    const path = String(url).replace('https://page.test/models/digits/', '');
    if (missing.includes(path)) return new Response('', { status: 404 });
    return path === 'samples.json' ? Response.json(LIST) : new Response(FILES[path]);
  });
}
afterEach(() => vi.unstubAllGlobals());

test('each sound is a file of its name, with what lies beside the list', async () => {
  serve([]);
  const sounds = (await fetchSampleSounds(URL_OF_LIST)) ?? [];
  const told = await Promise.all(sounds.map(async ({ name, file }) => [name, file.name, await file.text()]));
  expect(told).toEqual([
    ['one', 'one.wav', 'first'],
    ['two', 'two.wav', 'second'],
  ]);
});

test.each(['samples.json', 'samples/two.wav'])('without %s there are none', async (path) => {
  serve([path]);
  expect(await fetchSampleSounds(URL_OF_LIST)).toBeNull();
});

test.each([{}, { sounds: 3 }, { sounds: [{ label: 'one' }] }])('%j is no list of sounds', async (json) => {
  vi.stubGlobal('fetch', () => Promise.resolve(Response.json(json)));
  expect(await fetchSampleSounds(URL_OF_LIST)).toBeNull();
});
