/**
 * One term of art. `says` is its explanation, two lines long where it stands; `more`, if there is more to read, is a page of
 * `docs` with the place in it.
 */
export type Entry = { readonly name: string; readonly says: string; readonly more?: string };
