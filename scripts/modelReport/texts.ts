import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Beginnings that a teacher would try; what comes next is reported. */
export const PROMPTS = [
  'The cat sat on the',
  'He opened the',
  'Once upon a',
  'She was very',
  'The boy ran to the',
  'I do not know what',
  'In the middle of the',
  'The king and the',
  'He said that he',
  'It was a dark and stormy',
] as const;

/** Sentences with a gap that a class would try; what fills it is reported. */
export const GAPS = [
  'The cat sat on the [MASK].',
  'He opened the [MASK] and went out.',
  'Once upon a [MASK] there was a king.',
  'She was very [MASK] to see him.',
  'The boy [MASK] to the house.',
  'I do not [MASK] what you mean.',
  'The sun rises in the [MASK].',
  'The king and the [MASK] sat at the table.',
  'The old man closed his [MASK] and slept.',
  'The red fox chased the brown dog, and then the [MASK] dog ran away.',
] as const;

/** The sentences on which the heads are judged, one a line; throws if the file is missing. */
export function classroomSentences(modelsDir: string): readonly string[] {
  return readFileSync(join(modelsDir, 'classroom-sentences.txt'), 'utf8').split('\n').filter(Boolean);
}
