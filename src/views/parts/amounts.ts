const PLAIN = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const FOUR = new Intl.NumberFormat('en', { maximumSignificantDigits: 4 });
const THREE = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });

/** A whole number in full: "1,048,576". */
export function wholeNumber(count: number): string {
  return PLAIN.format(count);
}

/** A large number in four digits: "805.3 M"; below ten thousand in full. */
export function shortNumber(count: number): string {
  return count < 1e4 ? wholeNumber(count) : scaled(count, 1000, ['', ' k', ' M', ' G', ' T', ' P'], FOUR);
}

/** Bytes in powers of 1024, three digits: "8 MiB", "1.5 KiB". */
export function byteWords(bytes: number): string {
  return scaled(bytes, 1024, [' bytes', ' KiB', ' MiB', ' GiB', ' TiB', ' PiB'], THREE);
}

/** The largest unit of which there is one or more. */
function scaled(amount: number, step: number, units: readonly string[], format: Intl.NumberFormat): string {
  let [rest, at] = [amount, 0];
  for (; rest >= step && at < units.length - 1; at++) rest /= step;
  return `${(at === 0 ? PLAIN : format).format(rest)}${units[at]}`;
}

/** How many times as much: "8", "1.17", "0.94"; two decimals, whole numbers plain. */
export function ratioWords(ratio: number): string {
  return Number.isInteger(ratio) ? wholeNumber(ratio) : ratio.toFixed(2);
}

/** "one head", "8 heads" */
export function headsWords(nHeads: number): string {
  return nHeads === 1 ? 'one head' : `${nHeads} heads`;
}
