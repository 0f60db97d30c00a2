import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { DEFAULT_TEXT } from '../src/app/state/fields.ts';
import { FIRST_NAME } from '../src/app/state/firstView.ts';
import { readFirstRun, writeFirstRun } from '../src/app/state/firstRun.ts';
import { liveFirstRun, savedFirstRun } from './firstRunFile.ts';

const { bytes, first: saved } = savedFirstRun();
const live = await liveFirstRun();

/** Where two values differ: in anything but numbers at all, in numbers by more than a thousandth of them, or of 1 below that. */
function differences(a: unknown, b: unknown, at = ''): string[] {
  if (typeof a === 'number' && typeof b === 'number') {
    const isSame = Object.is(a, b) || Math.abs(a - b) <= 1e-3 * Math.max(1, Math.abs(b));
    return isSame ? [] : [`${at}: ${a} and ${b}`];
  }
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) {
    return a === b ? [] : [`${at}: ${String(a)} and ${String(b)}`];
  }
  const [ofA, ofB] = [Object.entries(a), new Map(Object.entries(b))];
  const names = ofA.length === ofB.size ? [] : [`${at}: ${ofA.length} and ${ofB.size} entries`];
  return [...names, ...ofA.flatMap(([name, value]) => differences(value, ofB.get(name), `${at}.${name}`))];
}

describe('the run that comes with the page', () => {
  test('is under 60 kB', () => {
    expect(bytes).toBeLessThan(60_000);
  });

  test('is of the model and the sentence that stand in the page before its script is there', () => {
    const { nLayers, nHeads } = saved.run.attention[0]!;
    const listed = readFileSync('models/manifest.json', 'utf8');
    expect(listed).toContain(`"name": "${FIRST_NAME.split(',')[0]}"`);
    expect(FIRST_NAME.split(', ')[1]).toBe(`${nLayers} × ${nHeads}`);
    const page = readFileSync('index.html', 'utf8');
    expect(page).toContain(`<option>${FIRST_NAME}</option>`);
    expect(page).toContain(`\n${DEFAULT_TEXT}</textarea`);
  });

  test('has the patterns of the model that comes with the page to within 1e-3, and hides what that hides', () => {
    const [tensor, now] = [saved.run.attention[0]!, live.run.attention[0]!];
    expect({ ...tensor, data: null }).toEqual({ ...now, data: null });
    expect(tensor.data).toHaveLength(4 * 8 * 15 * 15);
    const off = [...tensor.data].map((weight, at) => Math.abs(weight - now.data[at]!));
    expect(Math.max(...off)).toBeLessThan(1e-3);
    expect([...tensor.data].every((weight, at) => now.data[at] !== 0 || weight === 0)).toBe(true);
  });

  test('has its tokens, its next words and its labels, and no scores over the vocabulary', () => {
    const { model, card, ablation } = live.loaded;
    expect(saved.loaded).toEqual({ model, card, ablation });
    expect(saved.run).toMatchObject({ runId: 0, logits: null });
    const compared = { attention: [], logits: null, runId: 0, forwardMs: 0 };
    expect(differences({ ...saved.run, ...compared }, { ...live.run, ...compared })).toEqual([]);
    expect(differences(saved.reports, live.reports)).toEqual([]);
  });

  test('is read as it was written, with what JSON has no word for', () => {
    const [report] = saved.reports;
    const odd = { ...report!, stats: { ...report!.stats, entropyNats: NaN, maxWeight: -Infinity } };
    const back = readFirstRun(writeFirstRun({ ...saved, reports: [odd] }));
    expect(back.reports[0]!.stats).toEqual(odd.stats);
    expect(back.run.attention[0]!.data).toEqual(saved.run.attention[0]!.data);
  });

  test('is written in the same bytes by a slower machine', () => {
    expect(writeFirstRun({ ...live, run: { ...live.run, forwardMs: 1234.5 } })).toBe(writeFirstRun(live));
    expect(saved.run.forwardMs).toBe(0);
  });

  test('of another format is none', () => {
    expect(() => readFirstRun('{"format":"headlight-first-run 0"}')).toThrow('headlight-first-run 1');
  });
});
