/**
 * The road of one query and one key through a head: the stream before the layer, and seventeen steps from it. The place of an id is
 * its number on screen. In words for people: app/inside/stageWords.ts; formulas: docs/metrics.md.
 */
export const STAGE_IDS = [
  'stream',
  'read',
  'qkv',
  'rotation',
  'products',
  'raw',
  'scale',
  'cap',
  'bias',
  'mask',
  'score',
  'sink',
  'weight',
  'result',
  'concat',
  'written',
  'output',
  'after',
] as const;

export type StageId = (typeof STAGE_IDS)[number];
