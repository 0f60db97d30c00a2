import { describe, expect, test } from 'vitest';
import { extrasOf } from './exportRun.ts';
import { initialState } from '../state/appState.ts';
import type { MeasureStudy } from '../state/studies.ts';
import { makeStudy } from '../testing/studies.ts';
import { makeSummary } from '../../core/study/testing/studies.ts';
import { decodeView } from '../state/url.ts';

const variants = [0, 1].map((head) => ({ mode: 'mean', heads: [{ kind: null, layer: 0, head, keep: 0 }] }) as const);

function studiesOf(study: MeasureStudy) {
  const state = initialState(decodeView(''));
  return extrasOf({ ...state, studies: { ...state.studies, measured: { importance: study } } }).studies;
}

describe('an export of a study', () => {
  const study = makeStudy(variants, [
    [makeSummary(), makeSummary(), null],
    [makeSummary(), null, null],
  ]);

  test('names no text that it has not reached', () => {
    const [part] = studiesOf({ ...study, status: 'stopped' });
    expect(part).toMatchObject({ texts: ['text 0', 'text 1'], status: 'stopped', variants, results: study.results });
  });

  test('names a text on which all was refused, with the reasons', () => {
    const refused = [{ input: 2, variant: 1, why: 'no label' }];
    expect(studiesOf({ ...study, refused })).toMatchObject([{ texts: ['text 0', 'text 1', 'text 2'], refused }]);
  });

  test('is not there before the first answer', () => {
    expect(studiesOf({ ...study, status: 'running', results: [] })).toEqual([]);
  });
});
