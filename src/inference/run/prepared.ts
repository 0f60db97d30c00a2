import type { AskedInput } from '../../core/inputUses.ts';
import type { ModelInput } from '../../core/modelInputs.ts';
import type { GenerationConfig } from '../generate/generationConfig.ts';
import type { FedInput } from '../inputs/roles.ts';
import type { SequenceLimits } from '../inputs/sequenceLimits.ts';
import type { ModelConfig } from '../sources/modelConfig.ts';
import type { ModelFiles, ModelFileSource } from '../sources/modelFiles.ts';
import type { GraphFacts } from '../surgery/types.ts';
import type { ModelTokenizer } from '../tokenizer/tokenizer.ts';

/** All that is known of a model before it runs, without its weights. */
export type PreparedModel = {
  readonly source: ModelFileSource;
  readonly config: ModelConfig;
  readonly tokenizerConfig: unknown;
  readonly preprocessorConfig: unknown;
  /** Null where none came with the model, or none is needed: then token ids are typed. */
  readonly tokenizer: ModelTokenizer | null;
  readonly takes: ModelInput;
  readonly precision: string;
  readonly generation: GenerationConfig;
  /** The inputs of the graph that sees pictures standing in a text; null for models without. */
  readonly seeing: { readonly inputs: readonly FedInput[] } | null;
  readonly sequence: SequenceLimits;
  /** Why the graph was read for its patterns alone, so that no head can be turned down; null where it was not. */
  readonly withoutMasks: string | null;
  /** Facts of the graphs that run, in the order in which they compute. */
  readonly graphs: readonly GraphFacts[];
  /** What all of their inputs stand for. */
  readonly inputs: readonly FedInput[];
  readonly files: ModelFiles['sizes'];
  /** Those of them that only a person knows. */
  readonly asked: readonly AskedInput[];
  /** Paths of the graphs that run, in their order. */
  readonly taken: readonly string[];
  /** As `ModelFiles` has it. */
  readonly offered: readonly string[];
};
