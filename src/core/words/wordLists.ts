/** Lists of words that a person may take instead of typing some; a link names one by its id behind a star. */
const WORD_LISTS = {
  feelings:
    'afraid, anger, angry, ashamed, bitter, bored, calm, cried, cruel, delighted, despair, fear, fears, frightened, glad, grief, happy, hate, hated, hope, hopes, jealous, joy, kind, laugh, laughed, lonely, love, loved, merry, miserable, nervous, pity, pleased, pleasure, proud, sad, shame, smile, smiled, sorrow, sorry, terror, tired, unhappy, wept, worried',
  people:
    'boy, brother, captain, child, children, doctor, farmer, father, friend, girl, king, lady, man, men, mother, nurse, sister, student, teacher, uncle, woman, women',
  colours: 'black, blue, brown, gold, green, grey, orange, pink, red, silver, white, yellow',
  places:
    'bank, beach, bridge, city, country, field, forest, garden, hill, home, hospital, house, kitchen, library, park, river, road, room, school, sea, shop, station, street, town, village, yard',
  times:
    'afternoon, day, days, evening, hour, hours, minute, minutes, month, morning, night, summer, today, tomorrow, week, winter, year, years, yesterday',
  'joining words': 'although, and, because, but, if, or, so, until, when, while',
} as const satisfies Readonly<Record<string, string>>;

export type WordListId = keyof typeof WORD_LISTS;

const MARK = '*';

/** How the address writes a ready list, which is shorter than its words. */
export function writtenList(id: WordListId): string {
  return MARK + id.replaceAll(' ', '-');
}

/** The ready list that the address names, or null for words that were typed. */
export function listNamed(written: string): WordListId | null {
  return LIST_IDS.find((id) => writtenList(id) === written) ?? null;
}

/** Words as a person sees and types them: those of a ready list, or what was typed. */
export function wordsWritten(written: string): string {
  const id = listNamed(written);
  return id === null ? written : WORD_LISTS[id];
}

export const LIST_IDS: readonly WordListId[] = ['feelings', 'people', 'colours', 'places', 'times', 'joining words'];
