import type { StudyAnswers } from './results.ts';

/** The inputs that every variant is through, measured or refused: what their numbers rest on is the same. */
export function wholeInputs({ plan, results, refused, status }: StudyAnswers): ReadonlySet<number> {
  const counts = new Map<number, number>();
  for (const { input } of [...results, ...refused]) counts.set(input, (counts.get(input) ?? 0) + 1);
  // Files of before refusals were written hold fewer answers than variants of a study that is done.
  const least = status === 'done' ? 1 : plan.variants.length;
  return new Set([...counts].filter(([, count]) => count >= least).map(([input]) => input));
}

/**
 * The inputs that the numbers of a study are taken over: those that every variant is through, so that variants early in the
 * sweep rest on no others than late ones. Until there is one it is the first, as far as it has come.
 */
export function restingInputs(study: StudyAnswers): ReadonlySet<number> {
  const whole = wholeInputs(study);
  const [first] = study.results;
  return whole.size > 0 || first === undefined ? whole : new Set([first.input]);
}

/** Why variants could not be measured, by variant: on the inputs given, only of those that were measured on none of them. */
export function refusalsOf(
  { results, refused }: StudyAnswers,
  inputs: ReadonlySet<number>,
): ReadonlyMap<number, string> {
  const measured = new Set(results.filter(({ input }) => inputs.has(input)).map(({ variant }) => variant));
  return new Map(
    refused
      .filter(({ input, variant }) => inputs.has(input) && !measured.has(variant))
      .map(({ variant, why }) => [variant, why]),
  );
}
