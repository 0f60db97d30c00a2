/** A state of the page that is worth a look; `query` is what a link to it holds after the address. */
type ThingToTry = { readonly title: string; readonly query: string; readonly says: string };

/** All of them with the model that the page begins with. */
export const THINGS_TO_TRY: readonly ThingToTry[] = [
  {
    title: 'A head that this sentence needs',
    query: '?view=off&ablate=L0H3',
    says: 'Every word shows what the model says without L0H3. Press × beside it to have it back.',
  },
  {
    title: 'Are more heads always better?',
    query: '?view=importance',
    says: 'Press “Measure every head”, then “Draw the curve”: how many can go before the loss rises?',
  },
  {
    title: 'Not only for language',
    query: '?text=qx+7+zu+3+kp+9+wv+5+qx+7+zu+3+kp+9+wv+5&head=L1H6%2CL2H3',
    says: 'No word is English, and two heads find what followed the same sign before.',
  },
  {
    title: 'A circuit in one picture',
    query: '?text=My+cat+saw+my+dog+and+my+dog+saw+my+cat.&head=L1H6%2CL2H3&ablate=L0H6&picture=difference',
    says: 'One head of layer 0 is off: these two behind it lose what they looked at.',
  },
  {
    title: 'How a weight comes about',
    query: '?head=L0H6&view=inside&cell=13%2C12&stage=raw',
    says: 'Sixteen products add up to 52.29: that is why “quickly” looks one word back. Walk on from there, step by step.',
  },
  {
    title: 'Heads that look alike',
    query: '?view=alike',
    says: 'Compare on the five examples, choose a pair, and ask whether one is the backup of the other.',
  },
];
