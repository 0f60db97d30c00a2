/** Runtimes count ids in 32 bits. */
const MAX_ID = 2 ** 31 - 1;

/** The token ids in a value of a file: one, several, or none where it is something else. */
export function readIds(value: unknown): readonly number[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.flatMap((id) => (typeof id === 'number' && Number.isInteger(id) && id >= 0 && id <= MAX_ID ? [id] : []));
}
