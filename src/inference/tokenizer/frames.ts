import type { Json } from './parse.ts';

/** What a family puts around a text, and between two; of several names before a text the first that has an id. */
export type Frame = {
  readonly before?: readonly string[];
  readonly after?: readonly string[];
  readonly between?: readonly string[];
  /** Whether the second text has a type of its own. */
  readonly hasTypes?: boolean;
  /** Whether tokenizer_config.json may leave it out (`add_bos_token`). */
  readonly isOptional?: boolean;
};

/** A post-processor of tokenizer.json; null where nothing is put around a text. */
export function framed(
  frame: Frame,
  idOf: (piece: string) => number | null,
  { add_bos_token: adds }: Json,
): Json | null {
  const { before = [], after = [], between = [], hasTypes = false, isOptional = false } = frame;
  const known = (pieces: readonly string[]): readonly string[] => pieces.filter((piece) => idOf(piece) !== null);
  const [start, end, middle] = [
    isOptional && adds === false ? [] : known(before).slice(0, 1),
    known(after),
    known(between),
  ];
  if (start.length + end.length === 0) return null;
  const tokens = (pieces: readonly string[], type: number) =>
    pieces.map((id) => ({ SpecialToken: { id, type_id: type } }));
  const text = (id: 'A' | 'B', type: number) => ({ Sequence: { id, type_id: type } });
  const second = hasTypes ? 1 : 0;
  const single = [...tokens(start, 0), text('A', 0), ...tokens(end, 0)];
  const pair = [...tokens(start, 0), text('A', 0), ...tokens(middle, 0), text('B', second), ...tokens(end, second)];
  const names = [...new Set([...start, ...end, ...middle])];
  return {
    type: 'TemplateProcessing',
    single,
    pair,
    special_tokens: Object.fromEntries(names.map((id) => [id, { id, ids: [idOf(id)], tokens: [id] }])),
  };
}
