/** What an input of a graph can be fed with where a person says it; `random` for vectors, the same numbers at every run. */
export const NAMED_USES = ['ids', 'mask', 'types', 'positions', 'image', 'sound', 'random'] as const;

/** One of the named uses, or one number in all places. */
export type InputUse = (typeof NAMED_USES)[number] | number;

/** What a person said, by the name of the input. */
export type InputUses = ReadonlyMap<string, InputUse>;

/** An input that only a person knows, of a model that asks for more than is understood. */
export type AskedInput = {
  readonly name: string;
  /** Element type and axes, in words: "int64 [1, seq]". */
  readonly shape: string;
  /** Set where it is one number, which needs no other use than its value. */
  readonly isNumber?: true;
  /** What it is fed with now; null where it is not known what that should be. */
  readonly use: InputUse | null;
  /** What it is fed with where nobody says anything. */
  readonly guess: InputUse | null;
};

/** "task_id:2,style:random": the names as an address has them. */
export function writeInputUses(uses: InputUses): string {
  return [...uses].map(([name, use]) => `${encodeURIComponent(name)}:${use}`).join(',');
}

/** What `writeInputUses` wrote; what is of another form is left out. */
export function readInputUses(text: string): InputUses {
  return new Map(
    text.split(',').flatMap((part): (readonly [string, InputUse])[] => {
      const [name = '', written = '', ...rest] = part.split(':');
      const use = NAMED_USES.find((each) => each === written) ?? numberIn(written);
      try {
        return name === '' || use === null || rest.length > 0 ? [] : [[decodeURIComponent(name), use]];
      } catch {
        return [];
      }
    }),
  );
}

function numberIn(written: string): number | null {
  const value = Number(written);
  return written.trim() === '' || !Number.isFinite(value) ? null : value;
}
