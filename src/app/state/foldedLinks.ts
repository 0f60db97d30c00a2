import { decodeBase64, encodeBase64 } from '../../core/files/base64.ts';
import { FOLDED, isFolded, joined, MOST_BEHIND, plainQuery } from './longLinks.ts';
import type { LinkParts } from './longLinks.ts';

/** What a small code may unfold to, in bytes; the longest link that is made here stays below. */
const MOST_UNFOLDED = 2 * MOST_BEHIND;

/** The same link with what is behind its "#" compressed; as it is where that makes it no shorter, or nothing here compresses. */
export async function folded(link: string): Promise<string> {
  const at = link.indexOf('#');
  if (at < 0 || isFolded(link.slice(at)) || typeof CompressionStream === 'undefined') return link;
  const texts = Object.fromEntries(new URLSearchParams(link.slice(at + 1)));
  const packed = new Blob([JSON.stringify(texts)]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  const letters = encodeBase64(new Uint8Array(await new Response(packed).arrayBuffer()));
  const short = `${link.slice(0, at)}#${FOLDED}=${letters.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')}`;
  return short.length < link.length ? short : link;
}

/** The query of an address with all fields behind its "#" in it; `broken` is the compressed part if it cannot be read. */
export async function unfolded(
  parts: LinkParts,
): Promise<{ readonly query: string; readonly broken: readonly string[] }> {
  const query = plainQuery(parts);
  const code = new URLSearchParams(parts.hash.slice(1)).get(FOLDED);
  if (code === null) return { query, broken: [] };
  try {
    const texts: unknown = JSON.parse(await inflated(code));
    if (typeof texts !== 'object' || texts === null) throw new TypeError('no object of texts');
    const named = Object.entries(texts).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
    return { query: joined(query, named), broken: [] };
  } catch {
    // Cut off or mistyped on its way, or more than a link may hold: told as any part of a link that cannot be read.
    return { query, broken: [`${FOLDED}=${code}`] };
  }
}

/** Throws where the code is damaged, or holds more than a link may. */
async function inflated(code: string): Promise<string> {
  const bytes = Uint8Array.from(decodeBase64(code.replaceAll('-', '+').replaceAll('_', '/')));
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader();
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    size += part.value.length;
    if (size > MOST_UNFOLDED) {
      await reader.cancel();
      throw new RangeError('it unfolds to more than a link may hold');
    }
    parts.push(part.value);
  }
  return new TextDecoder('utf-8', { fatal: true }).decode(await new Blob(parts).arrayBuffer());
}
