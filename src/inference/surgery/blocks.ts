/** A layer in the order of computing: `stack` says what it goes on from. */
type Layer = { readonly isCross: boolean; readonly nodeName: string; readonly stack: string };

/**
 * The block of its stack that each layer belongs to, from 0.
 * Blocks are counted in the order of computing, cross-attention belonging to the block of the self-attention before it.
 * Where the names of all nodes of a stack carry numbers in rising order, these hold: they are what the file calls them.
 */
export function blocksOf(layers: readonly Layer[]): readonly number[] {
  const stacks = layers.map(({ stack }) => stack);
  const blocks = layers.map(() => 0);
  for (const stack of new Set(stacks)) {
    const places = layers.flatMap((_, at) => (stacks[at] === stack ? [at] : []));
    const members = places.flatMap((at) => layers[at] ?? []);
    const numbers = numbersOf(members) ?? countBlocks(members);
    places.forEach((at, i) => {
      blocks[at] = numbers[i] ?? 0;
    });
  }
  return blocks;
}

function countBlocks(members: readonly Layer[]): readonly number[] {
  let next = 0;
  return members.map(({ isCross }) => (isCross ? Math.max(0, next - 1) : next++));
}

/** "/model/layers.3/attn/..." is layer 3. Null if one has no number or they do not rise as blocks do. */
function numbersOf(members: readonly Layer[]): readonly number[] | null {
  const numbers = members.map(({ nodeName }) => {
    const found = /(?:^|[/._])(?:layers?|blocks?|h)[._/](\d+)(?=[/._]|$)/.exec(nodeName);
    return found === null ? null : Number(found[1]);
  });
  let last = -1;
  for (const [at, number] of numbers.entries()) {
    const isRising = number !== null && (members[at]?.isCross === true ? number >= last : number > last);
    if (!isRising) return null;
    last = number;
  }
  return numbers.flatMap((number) => number ?? []);
}
