/** Where a key leads from a number of heads among `counts`, which rise; null for a key that means nothing here. */
export function countByKey(counts: readonly number[], now: number | null, key: string): number | null {
  const at = counts.indexOf(now ?? Number.NaN);
  switch (key) {
    case 'ArrowRight':
      return counts[Math.min(at + 1, counts.length - 1)] ?? null;
    case 'ArrowLeft':
      return counts[Math.max(at - 1, 0)] ?? null;
    case 'Home':
      return counts[0] ?? null;
    case 'End':
      return counts.at(-1) ?? null;
    default:
      return null;
  }
}
