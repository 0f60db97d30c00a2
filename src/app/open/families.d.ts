/** What models/families.json says for a reader, as the build writes it (`scripts/familiesTold.ts`). */
declare module '*/families.json?told' {
  const told: readonly { readonly name: string; readonly words: string }[];
  export default told;
}
