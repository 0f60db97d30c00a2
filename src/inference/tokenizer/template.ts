import { fail, isTokenId, records, text } from './parse.ts';
import { isRecord } from '../../core/isRecord.ts';
import type { Json } from './parse.ts';

/** A place of a template: a special token, or all tokens of the text (segment 0) or of the pair (segment 1). */
export type Slot =
  | { readonly kind: 'special'; readonly id: number; readonly typeId: number }
  | { readonly kind: 'sequence'; readonly segment: 0 | 1; readonly typeId: number };

/** What is put around one text and around a text with its pair. */
export type Templates = { readonly single: readonly Slot[]; readonly pair: readonly Slot[] };

const TEXT: Slot = { kind: 'sequence', segment: 0, typeId: 0 };

/**
 * Reads the post-processor of a tokenizer.json; `idOf` gives the id of a piece or -1.
 * A type that adds no tokens (ByteLevel, none at all) gives bare templates.
 * Throws AppError 'tokenizer-failed' for a special token without an id or an unknown type.
 */
export function parseTemplates(postProcessor: unknown, idOf: (piece: string) => number): Templates {
  if (!isRecord(postProcessor)) return bareTemplates();
  switch (postProcessor['type']) {
    case 'ByteLevel':
      return bareTemplates();
    case 'TemplateProcessing':
      return parseProcessing(postProcessor, idOf);
    case 'BertProcessing':
      return bertTemplates(postProcessor, 1);
    case 'RobertaProcessing':
      return robertaTemplates(postProcessor);
    case 'Sequence': {
      const parts = records(postProcessor['processors']).filter((part) => part['type'] !== 'ByteLevel');
      return parseTemplates(parts.at(-1) ?? null, idOf);
    }
    default:
      return fail(`post-processor of type ${String(postProcessor['type'])} is not supported`);
  }
}

/** True where the model can tell a pair from one long text: its type ids differ, or something stands between. */
export function takesPair({ pair }: Templates): boolean {
  const first = pair.findIndex((slot) => slot.kind === 'sequence' && slot.segment === 0);
  const second = pair.findIndex((slot) => slot.kind === 'sequence' && slot.segment === 1);
  if (first < 0 || second < 0) return false;
  return Math.abs(second - first) > 1 || pair[first]?.typeId !== pair[second]?.typeId;
}

function bareTemplates(): Templates {
  return { single: [TEXT], pair: [TEXT, { kind: 'sequence', segment: 1, typeId: 0 }] };
}

function bertTemplates(processor: Json, pairType: number): Templates {
  const [cls, sep] = [special(processor['cls'], 0), special(processor['sep'], 0)];
  const single = [cls, TEXT, sep];
  const closing = special(processor['sep'], pairType);
  return { single, pair: [...single, { kind: 'sequence', segment: 1, typeId: pairType }, closing] };
}

// RoBERTa doubles the separator between the texts and has one type only.
function robertaTemplates(processor: Json): Templates {
  const { single, pair } = bertTemplates(processor, 0);
  return { single, pair: [...single, special(processor['sep'], 0), ...pair.slice(single.length)] };
}

/** Old post-processors name a special token as [piece, id]. */
function special(entry: unknown, typeId: number): Slot {
  const id: unknown = Array.isArray(entry) ? entry[1] : null;
  return isTokenId(id) ? { kind: 'special', id, typeId } : fail('a post-processor token has no id');
}

function parseProcessing(processor: Json, idOf: (piece: string) => number): Templates {
  const idsOf = (name: string): readonly number[] => {
    const table = processor['special_tokens'];
    const entry = isRecord(table) ? table[name] : null;
    const ids: readonly unknown[] = isRecord(entry) && Array.isArray(entry['ids']) ? entry['ids'] : [idOf(name)];
    return ids.map((id) => (isTokenId(id) ? id : fail(`template token ${name} has no id`)));
  };
  const slots = (items: unknown) => records(items).flatMap((item) => parseSlot(item, idsOf));
  return { single: slots(processor['single']), pair: slots(processor['pair']) };
}

function parseSlot(item: Json, idsOf: (name: string) => readonly number[]): readonly Slot[] {
  const body = item['SpecialToken'] ?? item['Sequence'];
  if (!isRecord(body)) return fail('a template has an entry that is neither a token nor a sequence');
  const name = text(body['id']) ?? '';
  const typeId = isTokenId(body['type_id']) ? body['type_id'] : 0;
  if ('Sequence' in item) return [{ kind: 'sequence', segment: name === 'B' ? 1 : 0, typeId }];
  return idsOf(name).map((id) => ({ kind: 'special', id, typeId }));
}
