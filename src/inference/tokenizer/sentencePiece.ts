import { ProtoReader } from '../surgery/protobuf.ts';
import { fail } from './parse.ts';

/** What a piece is. Source: sentencepiece_model.proto, SentencePiece.Type. */
export const PIECE = { normal: 1, unknown: 2, control: 3, userDefined: 4, unused: 5, byte: 6 } as const;

type Piece = { readonly piece: string; readonly score: number; readonly type: number };

/** What a SentencePiece model holds, as far as texts are cut by it. */
export type SentencePieceModel = {
  /** Index is the id. */
  readonly pieces: readonly Piece[];
  readonly isBpe: boolean;
  readonly bytesForUnknown: boolean;
  /** Its rules for characters by name ("nmt_nfkc", "identity") and whether it has any. */
  readonly rules: string;
  readonly hasRules: boolean;
  readonly addsPrefix: boolean;
  readonly removesSpaces: boolean;
};

/** TrainerSpec.ModelType. */
const UNIGRAM = 1;
const BPE = 2;

/**
 * Reads a file spiece.model, tokenizer.model and the like. Throws AppError 'tokenizer-failed' for one that is none, or that is of another kind.
 * Source: sentencepiece_model.proto of SentencePiece: ModelProto.pieces = 1, trainer_spec = 2, normalizer_spec = 3.
 */
export function readSentencePiece(bytes: Uint8Array): SentencePieceModel {
  try {
    return read(bytes);
  } catch (error) {
    return fail(`it is no SentencePiece model (${error instanceof Error ? error.message : String(error)})`);
  }
}

function read(bytes: Uint8Array): SentencePieceModel {
  const pieces: Piece[] = [];
  let trained = { type: UNIGRAM, bytesForUnknown: false };
  let spec = { rules: '', hasRules: false, addsPrefix: true, removesSpaces: true };
  const reader = ProtoReader.overFile(bytes);
  while (reader.next()) {
    if (reader.field === 1) pieces.push(readPiece(reader.message()));
    else if (reader.field === 2) trained = readTrainer(reader.message());
    else if (reader.field === 3) spec = readNormalizer(reader.message(), spec);
    else reader.skip();
  }
  if (pieces.length === 0) return fail('it has no pieces');
  if (trained.type !== UNIGRAM && trained.type !== BPE) return fail('its pieces are words or characters');
  return { pieces, isBpe: trained.type === BPE, bytesForUnknown: trained.bytesForUnknown, ...spec };
}

/** SentencePiece: piece = 1, score = 2, type = 3. */
function readPiece(reader: ProtoReader): Piece {
  const found: { piece: string; score: number; type: number } = { piece: '', score: 0, type: PIECE.normal };
  while (reader.next()) {
    if (reader.field === 1) found.piece = reader.text();
    else if (reader.field === 2) found.score = reader.float();
    else if (reader.field === 3) found.type = reader.int();
    else reader.skip();
  }
  return found;
}

/** TrainerSpec: model_type = 3, byte_fallback = 35. */
function readTrainer(reader: ProtoReader) {
  const found = { type: UNIGRAM, bytesForUnknown: false };
  while (reader.next()) {
    if (reader.field === 3) found.type = reader.int();
    else if (reader.field === 35) found.bytesForUnknown = reader.int() === 1;
    else reader.skip();
  }
  return found;
}

/** NormalizerSpec: name = 1, precompiled_charsmap = 2, add_dummy_prefix = 3, remove_extra_whitespaces = 4. */
function readNormalizer(reader: ProtoReader, usual: Rules): Rules {
  const found = { ...usual };
  while (reader.next()) {
    if (reader.field === 1) found.rules = reader.text();
    else if (reader.field === 2) found.hasRules = reader.bytes().length > 0;
    else if (reader.field === 3) found.addsPrefix = reader.int() === 1;
    else if (reader.field === 4) found.removesSpaces = reader.int() === 1;
    else reader.skip();
  }
  return found;
}

type Rules = { rules: string; hasRules: boolean; addsPrefix: boolean; removesSpaces: boolean };
