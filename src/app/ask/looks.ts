/** What to look for in each example, by its name: one sentence, in which words of the text stand between asterisks. */
export const LOOKS: Readonly<Record<string, string>> = {
  'the first sentence':
    'Who *needed* it? L3H2 goes back to *boy*. But *bank* cannot look ahead to *cash*: this model reads from left to right; Bookworm BERT sees both sides.',
  'both sides of a word':
    'Here *bank* looks ahead as well: L0H2 to *he*, and L3H2 a little to *cash*. Bookworm GPT, which reads from left to right, cannot.',
  'the same in whole words':
    'Each word is one token here. Who *needed* it? L3H2 goes back to *boy*, L0H6 to the word before, *he*.',
  'both sides, in whole words':
    'Here *bank* looks ahead as well: L0H2 to *he*, and L3H7 a little to *money*. Bookworm GPT, which reads from left to right, cannot.',
  'one word back': 'L0H6 looks one word back, whatever the words are: from *before* to *just*, and so in every row.',
  'the same word': 'L0H2 finds the same word: the last *cat* looks at the first.',
  'a phrase that returns: induction': '*met* was said before: L2H3 and L1H6 look at what came after it then, *the*.',
  'subject and verb': '*were* goes with *letters*, not with *box* beside it: L3H6 and L3H5 go back to *letters*.',
  'who is “her”?': 'Whose ring is it? From *her*, L3H5 goes back to *girl*.',
  'who is “it”?':
    'What is too large? From *it*, L3H6 goes back to *chair*, and L3H2 a little. It cannot know yet: this model reads from left to right, so with “small” at the end the two look just there as well.',
  punctuation: 'L0H5 and L3H3 look at the comma where the clause of *think* begins.',
  'one word, three times':
    'The word *is* stands here four times: L0H2 looks from the third at the first, L0H6 at the word before.',
  'a word to fill in': 'What fills the gap? L2H3 looks back at *opened*, L2H0 ahead at *garden*.',
  'two sentences': 'L1H7 finds the same word in the other sentence: *dog* looks ahead to *dog*.',
  'what was wrong?': 'What *was* wrong? L3H6 goes back to *letter*, L3H2 to *lady*, who only read it.',
  'nurse and doctor: is this a bias?':
    'Who *had* sent? L3H2 goes back to *nurse*, and nearly as much if you write “she”. Where a head looks is not what a model believes, and one sentence proves no bias.',
};
