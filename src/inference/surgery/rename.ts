import { bytesField, ProtoReader } from './protobuf.ts';

/** Tensors of a node under other names: old name to new. */
export type Rename = {
  readonly kind: 'rename';
  readonly inputs: ReadonlyMap<string, string>;
  readonly outputs: ReadonlyMap<string, string>;
};

/** Bytes to be written over others: `at` counts from the start of the file. */
type Overwrite = { readonly at: number; readonly bytes: Uint8Array };

const BYTES = new TextEncoder();
const LETTERS = '~!^|;,%&@$+=-_0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

/**
 * A free name of as many bytes as `name`, by another letter in place of one of its last; a longer one if there is none.
 * `fresh` hands out names that the file does not use.
 */
export function sameLengthName(name: string, fresh: (wanted: string) => string): string {
  for (let at = name.length - 1; at >= Math.max(0, name.length - 2); at--) {
    if (name.charCodeAt(at) > 127) continue;
    for (const letter of LETTERS) {
      const wanted = name.slice(0, at) + letter + name.slice(at + 1);
      if (fresh(wanted) === wanted) return wanted;
    }
  }
  return fresh(name);
}

/** Both renames as one. */
export function joinRenames(first: Rename, second: Rename): Rename {
  return {
    kind: 'rename',
    inputs: new Map([...first.inputs, ...second.inputs]),
    outputs: new Map([...first.outputs, ...second.outputs]),
  };
}

/** The fields of a NodeProto under the new names: input = 1, output = 2. */
export function renamedNode(reader: ProtoReader, rename: Rename): Uint8Array[] {
  const parts: Uint8Array[] = [];
  while (reader.next()) {
    const names = namesFor(reader.field, rename);
    if (names === null) {
      parts.push(reader.record());
      continue;
    }
    const name = reader.text();
    parts.push(bytesField(reader.field, names.get(name) ?? name));
  }
  return parts;
}

/**
 * What to write where, so that nodes of the main graph get their new names without a byte moving; null if a name has
 * another length than the one it takes the place of. Nodes by their place in the file.
 */
export function overwritesFor(model: Uint8Array, renames: ReadonlyMap<number, Rename>): readonly Overwrite[] | null {
  const overwrites: Overwrite[] = [];
  const file = ProtoReader.overFile(model);
  let nNodes = 0;
  while (file.next()) {
    if (file.field !== 7) {
      file.skip();
      continue;
    }
    const graph = file.message();
    while (graph.next()) {
      const rename = graph.field === 1 ? renames.get(nNodes++) : undefined;
      if (rename === undefined) graph.skip();
      else if (!collect(model, graph.message(), rename, overwrites)) return null;
    }
  }
  return overwrites;
}

function collect(model: Uint8Array, node: ProtoReader, rename: Rename, overwrites: Overwrite[]): boolean {
  while (node.next()) {
    const names = namesFor(node.field, rename);
    if (names === null) {
      node.skip();
      continue;
    }
    const old = node.bytes();
    const name = names.get(new TextDecoder().decode(old));
    if (name === undefined) continue;
    const bytes = BYTES.encode(name);
    if (bytes.length !== old.length) return false;
    overwrites.push({ at: old.byteOffset - model.byteOffset, bytes });
  }
  return true;
}

function namesFor(field: number, { inputs, outputs }: Rename): ReadonlyMap<string, string> | null {
  return field === 1 ? inputs : field === 2 ? outputs : null;
}
