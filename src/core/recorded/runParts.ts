import { NO_EXTRAS } from '../runExtras.ts';
import type { RunExtras } from '../runExtras.ts';
import { readAblated } from './ablatedPart.ts';
import type { RunGround } from './ablatedPart.ts';
import { readAlike } from './alikeParts.ts';
import { orLeaveOut } from './fields.ts';
import { readLookedAt } from './lookedAtField.ts';
import { readNotes } from '../notes/readNotes.ts';
import { readOneHead } from './oneHeadParts.ts';
import { readStudies } from './studyParts.ts';

/**
 * What a run file holds beside its run: heads switched off, measurements, comparisons. A part that is broken is left out, with
 * a warning, for the run itself is whole.
 */
export function readParts(value: Readonly<Record<string, unknown>>, ground: RunGround, warnings: string[]): RunExtras {
  const { ablation, oneHead, studies, alike, notes, lookedAt } = value;
  const stacks = ground.stacks.map(({ tensor }) => tensor);
  const part = <Part>(what: string, field: unknown, read: () => Part): Part | null =>
    field === undefined || field === null ? null : orLeaveOut(what, warnings, read);
  const looked = part('What was looked at', lookedAt, () => readLookedAt(lookedAt, stacks));
  return {
    ablated: part('The run with heads switched off', ablation, () => readAblated(ablation, ground, warnings)),
    oneHead: part('What one head costs', oneHead, () => readOneHead(oneHead, ground, warnings)) ?? NO_EXTRAS.oneHead,
    studies: part('What was measured', studies, () => readStudies(studies, stacks, warnings)) ?? NO_EXTRAS.studies,
    alike: part('How alike heads are', alike, () => readAlike(alike, stacks, warnings)) ?? NO_EXTRAS.alike,
    ...(notes !== undefined && { notes: readNotes(notes, warnings) }),
    ...(looked !== null && { lookedAt: looked }),
  };
}
