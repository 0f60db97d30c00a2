/** Letters of a foreign text that are enough to know it by. */
const ENOUGH = 60;

/** A text of at most `most` UTF-16 units: what is longer ends in "…", and no letter is cut in two. */
export function cutText(text: string, most = ENOUGH): string {
  if (text.length <= most) return text;
  const end = Math.max(0, most - 1);
  // The first half of a surrogate pair says nothing without the second.
  const isSplit = /[\uD800-\uDBFF]/.test(text.charAt(end - 1));
  return `${text.slice(0, isSplit ? end - 1 : end)}…`;
}

/** A name or a piece out of a file, as it enters a sentence: in quotation marks, and no longer than it takes to know it by. */
export function quote(text: string, most = ENOUGH): string {
  return `"${cutText(text, most)}"`;
}
