/** What became of the link that was asked for last: copied, copied without a text that no link can hold, or left in the address bar. */
export type SharedLink = { readonly how: 'copied' | 'copied-without-text' | 'in-address' };
