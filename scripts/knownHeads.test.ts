import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunnableModel } from '../src/inference/run/runnable.ts';
import { bookworm } from './hub/content.ts';
import { Hub } from './hub/hubServer.ts';
import { diskCaches } from './knownHeads/diskCaches.ts';
import { headOfPaper, KNOWN_MODELS } from './knownHeads/expectations.ts';
import type { Expectation, KnownModel } from './knownHeads/expectations.ts';
import { holds, judgeModel } from './knownHeads/judge.ts';
import { looksAt, measureModel } from './knownHeads/measure.ts';
import type { Measured } from './knownHeads/measure.ts';
import { folderSource, openModel } from './knownHeads/openModel.ts';
import { reportLines } from './knownHeads/report.ts';

const knownOf = (name: string): KnownModel => KNOWN_MODELS.find((model) => model.name === name)!;
const measured = new Map<string, Measured>();
const folder = mkdtempSync(join(tmpdir(), 'headlight-known-'));

beforeAll(async () => {
  for (const name of ['bookworm-gpt', 'bookworm-bert']) {
    const source = folderSource(resolve(import.meta.dirname, '../models', name));
    const model = await openModel(source, undefined, () => {});
    measured.set(name, await measureModel(model, knownOf(name).texts));
    await model.session.release();
  }
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the models that ship', () => {
  test('bookworm-gpt has two induction heads on repeated random tokens, L1H6 and L2H3, and half of a third', () => {
    const scores = [...measured.get('bookworm-gpt')!.probe!];
    expect(scores).toHaveLength(32);
    const named = (atLeast: number): readonly string[] =>
      scores.filter(([, { raw }]) => raw >= atLeast).map(([head]) => head);
    expect(named(0.8)).toEqual(['L1H6', 'L2H3']);
    expect(named(0.4)).toEqual(['L1H6', 'L2H3']);
    expect(named(0.2)).toEqual(['L1H6', 'L2H3', 'L3H1']);
  });

  test('bookworm-bert sees later tokens, so it takes no probe', () => {
    expect(measured.get('bookworm-bert')!.probe).toBeNull();
  });

  test.each(['bookworm-gpt', 'bookworm-bert'])('%s: every head that its README names is recovered', (name) => {
    const verdicts = judgeModel(knownOf(name), measured.get(name)!);
    expect(verdicts.filter(({ isRecovered }) => !isRecovered)).toEqual([]);
    expect(holds(verdicts)).toBe(true);
  });
});

describe('a wrong expectation', () => {
  const withHead = (change: Partial<Expectation>): KnownModel => {
    const known = knownOf('bookworm-bert');
    return { ...known, expectations: [{ ...known.expectations[1]!, ...change }] };
  };

  test('of a next-token head as a previous-token head fails, and tells the opposite label', () => {
    const verdicts = judgeModel(withHead({ head: headOfPaper('0.0') }), measured.get('bookworm-bert')!);
    expect(verdicts[0]).toMatchObject({ isRecovered: false, opposite: 'next on "fresh"' });
    expect(holds(verdicts)).toBe(false);
    const lines = reportLines('bookworm-bert', verdicts, measured.get('bookworm-bert')!);
    expect(lines[0]).toMatch(/NO .*L0H0.*BUT ALSO next/);
    expect(lines.at(-1)).toBe(
      'bookworm-bert: FAILED; 0 of 1 required and 0 of 0 other heads recovered, 1 labelled for both directions',
    );
  });

  test('that is not required does not fail the check', () => {
    const verdicts = judgeModel(
      withHead({ head: headOfPaper('2.5'), isRequired: false }),
      measured.get('bookworm-bert')!,
    );
    expect(verdicts[0]).toMatchObject({ isRecovered: false, opposite: null });
    expect(holds(verdicts)).toBe(true);
  });

  test('of induction in a head that looks at the previous token fails', () => {
    const known = knownOf('bookworm-gpt');
    const wrong = { ...known.expectations[1]!, head: headOfPaper('0.6') };
    const verdicts = judgeModel({ ...known, expectations: [wrong] }, measured.get('bookworm-gpt')!);
    expect(verdicts[0]!.isRecovered).toBe(false);
  });
});

test('where a head looks is told by the word, and which of its kind it is', () => {
  const heads = measured.get('bookworm-gpt')!;
  expect(looksAt(heads, 'story', headOfPaper('0.6'), 'and#2')).toBe(',#3');
  expect(looksAt(heads, 'echo', headOfPaper('0.6'), 'dog#2')).toBe('brown#2');
  expect(looksAt(heads, 'echo', headOfPaper('0.6'), 'zebra')).toBeNull();
});

test('papers count heads from 0 with a dot and from 1 with a dash', () => {
  expect(headOfPaper('4.11')).toEqual({ layer: 4, head: 11 });
  expect(headOfPaper('3-10')).toEqual({ layer: 2, head: 9 });
  expect(() => headOfPaper('0-4')).toThrow(RangeError);
});

describe('a model of a hub', () => {
  test('is fetched once, kept in the folder, and opens without the hub from then on', async () => {
    const hub = await Hub.open();
    hub.publish('headlight/bookworm-gpt', bookworm('bookworm-gpt'));
    const source = {
      from: 'hub',
      id: 'headlight/bookworm-gpt',
      revision: 'main',
      host: hub.url,
      weights: 'fp32',
    } as const;
    const open = async (): Promise<RunnableModel> => openModel(source, diskCaches(folder), () => {});
    const { info, session } = await open();
    expect([info.id, info.nLayers]).toEqual(['headlight/bookworm-gpt', 4]);
    await session.release();
    const nRequests = hub.requests.length;
    await hub.close();
    const again = await open();
    expect(again.info).toEqual(info);
    expect(hub.requests).toHaveLength(nRequests);
    await again.session.release();
  });

  test('of which the download breaks off leaves nothing that is taken for whole', async () => {
    const where = join(folder, 'broken');
    const cache = await diskCaches(where).open('models');
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(new Uint8Array(10));
        controller.error(new Error('cut'));
      },
    });
    await expect(cache.put('https://hub.test/a', new Response(body))).rejects.toThrow('cut');
    expect(await cache.match('https://hub.test/a')).toBeUndefined();
    expect(await cache.keys()).toEqual([]);
    await cache.put('https://hub.test/a', new Response('whole', { headers: { 'Content-Length': '5' } }));
    const kept = await cache.match('https://hub.test/a');
    expect([await kept!.text(), kept!.headers.get('content-length')]).toEqual(['whole', '5']);
    expect(await cache.keys()).toEqual([{ url: 'https://hub.test/a' }]);
    expect([await cache.delete('https://hub.test/a'), await cache.delete('https://hub.test/a')]).toEqual([true, false]);
    expect(readdirSync(where)).toEqual([]);
  });
});
