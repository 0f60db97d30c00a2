/** How two texts differ, line by line: "  12 - gone" and "  12 + come", at most so many lines. */
export function changedLines(before: string, after: string, most: number): readonly string[] {
  const [old, now] = [before.split('\n'), after.split('\n')];
  const kept = longestKept(old, now);
  const lines: string[] = [];
  let [a, b] = [0, 0];
  while (a < old.length || b < now.length) {
    if (a < old.length && b < now.length && old[a] === now[b]) [a, b] = [a + 1, b + 1];
    else if (b >= now.length || (a < old.length && kept(a + 1, b) >= kept(a, b + 1))) {
      lines.push(`${numbered(a)} - ${old[a]}`);
      a++;
    } else {
      lines.push(`${numbered(b)} + ${now[b]}`);
      b++;
    }
  }
  return lines.length <= most ? lines : [...lines.slice(0, most), `and ${lines.length - most} more lines`];
}

function numbered(index: number): string {
  return String(index + 1).padStart(5);
}

/** How many lines from two places on can stay: the longest common subsequence of the rests. */
function longestKept(old: readonly string[], now: readonly string[]): (a: number, b: number) => number {
  const width = now.length + 1;
  const table = new Uint16Array((old.length + 1) * width);
  for (let a = old.length - 1; a >= 0; a--) {
    for (let b = now.length - 1; b >= 0; b--) {
      table[a * width + b] =
        old[a] === now[b]
          ? table[(a + 1) * width + b + 1]! + 1
          : Math.max(table[(a + 1) * width + b]!, table[a * width + b + 1]!);
    }
  }
  return (a, b) => table[a * width + b] ?? 0;
}
