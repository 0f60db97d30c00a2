/** Words that stand for each other in a sentence, so that it stays one. */
const PAIRS = [
  ['boy', 'girl'],
  ['he', 'she'],
  ['man', 'woman'],
  ['nurse', 'doctor'],
  ['king', 'queen'],
  ['dog', 'cat'],
  ['bank', 'river'],
  ['chair', 'table'],
  ['tired', 'wide'],
  ['March', 'April'],
  ['word', 'letter'],
  ['before', 'after'],
] as const;

const OTHERS: ReadonlyMap<string, string> = new Map(
  PAIRS.flatMap(([one, other]) => [
    [one, other],
    [other, one],
  ]),
);

/** A text to begin a comparison with: the same with one word changed, or as it is where none of its words has one to stand for it. */
export function otherText(text: string): string {
  for (const { 0: word, index } of text.matchAll(/\p{L}+/gu)) {
    const other = OTHERS.get(word);
    if (other !== undefined) return `${text.slice(0, index)}${other}${text.slice(index + word.length)}`;
  }
  return text;
}
