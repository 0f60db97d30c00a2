import { basisWords } from './basisWords.ts';
import { counted } from '../../core/numberWords.ts';
import { restingInputs, wholeInputs } from '../../core/study/resting.ts';
import { isUnderWay } from '../state/studies.ts';
import type { MeasureStudy } from '../state/studies.ts';

/**
 * What the numbers of a study really rest on: "“The boy …”", "60 sentences, from “The boy …” on", "2 of 60 sentences, ...".
 * `inputs` are those that the numbers are taken over.
 */
export function restingWords(study: MeasureStudy, inputs: ReadonlySet<number> = restingInputs(study)): string {
  const { texts } = study.basis;
  const over = texts.filter((_, index) => inputs.has(index));
  if (over.length === 0 || over.length === texts.length) return basisWords(study.basis);
  if (study.basis.kind === 'held-out') return `${over.length} of ${basisWords(study.basis)}`;
  const named = basisWords({ ...study.basis, texts: over });
  return over.length > 1
    ? `${over.length} of ${texts.length}${named.slice(String(over.length).length)}`
    : `1 of ${counted(texts.length, study.basis.thing)}, ${named}`;
}

/** What is left out of the numbers of a list, and why; empty where nothing is. */
export function leftOutWords(study: MeasureStudy): string {
  const { basis, plan } = study;
  if (basis.texts.length === 1 || study.results.length === 0) return '';
  const thing = basis.thing;
  const what = plan.variants.every(({ heads }) => heads.length === 1) ? 'head' : 'set of heads';
  if (isPartial(study))
    return isUnderWay(study)
      ? `Only the first ${thing} has been begun: no ${what} rests on another yet.`
      : `It was stopped in the first ${thing}: no ${what} rests on another.`;
  if (wholeInputs(study).size === basis.texts.length) return '';
  return isUnderWay(study)
    ? `A ${thing} counts once every ${what} is through it.`
    : `It was stopped: only ${thing}s that every ${what} had been through count.`;
}

/** Whether not even the first sentence is through. */
function isPartial(study: MeasureStudy): boolean {
  return wholeInputs(study).size === 0;
}

/** What could not be measured: "9 have no pattern to put in their place"; empty where all could. */
export function refusedWords({ plan, basis, refused }: MeasureStudy): string {
  const n = refused.length;
  if (n === 0) return '';
  const isOne = plan.variants.every(({ heads }) => heads.length === 1);
  if (!isOne || plan.variants[0]?.mode !== 'ideal') return `${n} could not be made`;
  const times = basis.texts.length > 1 ? ` ${n === 1 ? 'time' : 'times'} a head has` : n === 1 ? ' has' : ' have';
  return `${n}${times} no pattern to put in ${basis.texts.length > 1 || n === 1 ? 'its' : 'their'} place`;
}

/** The same of a single head. */
export const NO_PATTERN_WORDS = 'no pattern to put in its place';
