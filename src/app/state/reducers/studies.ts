import type { StudyAction } from '../actions.ts';
import { allStudies, currentStudy, isUnderWay } from '../studies.ts';
import type { AlikeStudy, Basis, MeasureStudy, Sentences, Studies, Study, StudyOf, WordsStudy } from '../studies.ts';

/** What came of the studies; an answer to one that is over falls through. */
export function reduceStudies(studies: Studies, action: StudyAction): Studies {
  switch (action.type) {
    case 'measureStarted': {
      const { studyId, purpose, plan, basis } = action;
      const nTotal = plan.inputs.length * plan.variants.length;
      const study: MeasureStudy = {
        purpose,
        ...begun(studyId, basis, nTotal),
        plan,
        results: [],
        refused: [],
        floor: null,
        batch: 1,
      };
      const others = stopped(withoutError(studies, 'error'));
      return { ...others, measured: { ...others.measured, [purpose]: study } };
    }
    case 'compareStarted': {
      const { studyId, basis } = action;
      const alike: AlikeStudy = {
        purpose: 'alike',
        ...begun(studyId, basis, basis.texts.length),
        comparisons: [],
      };
      return { ...stopped(withoutError(studies, 'error')), alike };
    }
    case 'attendStarted': {
      const { studyId, words: written, basis } = action;
      const words: WordsStudy = {
        purpose: 'words',
        ...begun(studyId, basis, basis.texts.length),
        words: written,
        found: [],
      };
      const begunWith = stopped(withoutError(studies, 'wordsError'));
      // A lesson asks over the sentences of the page: they are what is chosen from then on.
      const sentences = basis.kind === 'shipped' ? { ...begunWith.sentences, isWordsList: false } : begunWith.sentences;
      return { ...begunWith, sentences, words };
    }
    case 'sentencesChanged':
      return { ...studies, sentences: changed(studies.sentences, action.change) };
    case 'measured': {
      const { results, refused, labels, nDone, nTotal, floor, batch } = action;
      return withStudy(studies, action.studyId, (study) =>
        study.purpose === 'alike' || study.purpose === 'words'
          ? study
          : {
              ...study,
              results: [...study.results, ...results],
              refused: [...study.refused, ...refused],
              labels: [...(study.labels ?? []), ...labels],
              nDone,
              nTotal,
              floor,
              batch,
            },
      );
    }
    case 'compared': {
      const { comparisons, nDone, nTotal } = action;
      return withStudy(studies, action.studyId, (study) =>
        study.purpose === 'alike'
          ? { ...study, comparisons: [...study.comparisons, comparisons], nDone, nTotal }
          : study,
      );
    }
    case 'attended': {
      const { found, nDone, nTotal } = action;
      return withStudy(studies, action.studyId, (study) =>
        study.purpose === 'words' ? { ...study, found: [...study.found, ...found], nDone, nTotal } : study,
      );
    }
    case 'studyPaused':
      return withStudy(studies, action.studyId, (study) => ({
        ...study,
        status: action.isPaused ? 'paused' : 'running',
      }));
    case 'studyStopped':
      return withStudy(studies, action.studyId, (study) => ({ ...study, status: 'stopped' }));
    case 'study-done':
      return withTried(
        withStudy(studies, action.studyId, (study) => ({ ...study, status: 'done' })),
        action.studyId,
      );
    case 'study-failed':
      return withStudy(studies, action.studyId, (study) => ({ ...study, status: 'failed', error: action.error }));
  }
}

/** What stood in the way of a study is told until what it rests on is changed, or one begins: each trouble for itself. */
function changed(before: Sentences, change: Partial<Sentences>): Sentences {
  const has = (...names: readonly (keyof Sentences)[]): boolean => names.some((name) => name in change);
  return {
    ...before,
    ...(has('isList', 'list', 'heldOut') && { error: null }),
    ...(has('isWordsList', 'list') && { wordsError: null }),
    ...change,
  };
}

function withoutError(studies: Studies, of: 'error' | 'wordsError'): Studies {
  const { sentences } = studies;
  return sentences[of] === null ? studies : { ...studies, sentences: { ...sentences, [of]: null } };
}

/** A study of a label that is done, beside those before it. */
function withTried(studies: Studies, studyId: number): Studies {
  const done = studies.measured.fidelity;
  if (done?.studyId !== studyId || done.status !== 'done' || studies.tried.includes(done)) return studies;
  const name = triedName(done);
  return { ...studies, tried: [...studies.tried.filter((one) => triedName(one) !== name), done] };
}

function triedName({ plan, basis }: MeasureStudy): string {
  return JSON.stringify([plan.variants, basis.texts]);
}

function begun(studyId: number, basis: Basis, nTotal: number): StudyOf {
  return { studyId, basis, status: 'running', nDone: 0, nTotal, error: null };
}

/** All studies with the one under way ended: a new study or another model ends it. */
export function stopped(studies: Studies): Studies {
  const current = currentStudy(studies);
  return current === null ? studies : withStudy(studies, current.studyId, (study) => ({ ...study, status: 'stopped' }));
}

/** The studies with the one of this id changed, if it is still under way. */
function withStudy(studies: Studies, studyId: number, change: (study: Study) => Study): Studies {
  const study = allStudies(studies).find((one) => one.studyId === studyId);
  if (study === undefined || !isUnderWay(study)) return studies;
  const next = change(study);
  if (next.purpose === 'alike') return { ...studies, alike: next };
  if (next.purpose === 'words') return { ...studies, words: next };
  return { ...studies, measured: { ...studies.measured, [next.purpose]: next } };
}
