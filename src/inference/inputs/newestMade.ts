/** Whether two arrays hold the same numbers: what a page sends anew with every letter is another array each time. */
export function hasSameNumbers(one: ArrayLike<number>, other: ArrayLike<number>): boolean {
  if (one.length !== other.length) return false;
  for (let at = 0; at < one.length; at++) if (one[at] !== other[at]) return false;
  return true;
}

/**
 * What was made of the newest thing that each owner was given, and is the same one as long as that is: a text that is typed beside a picture or a
 * sound runs on it at every letter. It goes with its owner. What fails is made again.
 */
export function newestMade<Given, Made>(isSame: (one: Given, other: Given) => boolean) {
  const newest = new WeakMap<object, { readonly given: Given; readonly made: Made }>();
  return async (owner: object, given: Given, make: () => Made | Promise<Made>): Promise<Made> => {
    const before = newest.get(owner);
    if (before && isSame(before.given, given)) return before.made;
    newest.delete(owner);
    const made = await make();
    newest.set(owner, { given, made });
    return made;
  };
}
