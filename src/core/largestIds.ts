/** Ids of the `count` largest values, largest first; of equals the lower id first. Shape: values [id]. */
export function largestIds(values: ArrayLike<number>, count: number): readonly number[] {
  const top: number[] = [];
  for (let id = 0; id < values.length; id++) {
    const value = values[id]!;
    if (top.length === count && !(value > values[top[count - 1]!]!)) continue;
    let at = top.length;
    while (at > 0 && value > values[top[at - 1]!]!) at--;
    top.splice(at, 0, id);
    if (top.length > count) top.pop();
  }
  return top;
}

/** Ids of the `count` smallest values, smallest first; of equals the lower id first. Shape: values [id]. */
export function smallestIds(values: Float64Array, count: number): readonly number[] {
  return largestIds(
    values.map((value) => -value),
    count,
  );
}
