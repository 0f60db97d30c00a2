/** Id of the element that reads out what the heads make of the asked word. */
export const READING_ID = 'asked-word-reading';
