import type { ModelFiles, ModelFileSource } from '../sources/modelFiles.ts';
import { prepareModel } from '../run/prepare.ts';
import { tinyModel } from '../surgery/testing/tinyModel.ts';
import { loadZooModel } from '../surgery/testing/zoo.ts';
import { rawTensor } from '../surgery/write.ts';

/** What the config.json of each zoo model says, as far as it is read. */
const CONFIGS: Readonly<Record<string, object>> = {
  'bert-eager': bert('BertForMaskedLM', 24, 2, 61, 20),
  'bert-sdpa': bert('BertForMaskedLM', 20, 3, 53, 20),
  distilbert: { model_type: 'distilbert' },
  gpt2: { model_type: 'gpt2', n_layer: 3 },
  'gpt2-merged-with-past': { model_type: 'gpt2', n_embd: 24, n_head: 4, n_layer: 2, n_positions: 24, vocab_size: 41 },
  'llama-eager': {
    architectures: ['LlamaForCausalLM'],
    model_type: 'llama',
    hidden_size: 20,
    num_attention_heads: 4,
    num_hidden_layers: 2,
    head_dim: 8,
    max_position_embeddings: 64,
    vocab_size: 45,
  },
  'fp16-llama': { model_type: 'llama' },
  'bart-3d': {
    architectures: ['BartForSequenceClassification'],
    model_type: 'bart',
    d_model: 12,
    encoder_layers: 2,
    decoder_layers: 2,
    encoder_attention_heads: 3,
    decoder_attention_heads: 2,
    is_encoder_decoder: true,
    max_position_embeddings: 20,
    num_hidden_layers: 2,
    decoder_start_token_id: 2,
    vocab_size: 39,
  },
  t5: {
    architectures: ['T5ForConditionalGeneration'],
    model_type: 't5',
    d_kv: 7,
    d_model: 13,
    num_heads: 3,
    num_layers: 1,
    num_decoder_layers: 3,
    is_encoder_decoder: true,
    decoder_start_token_id: 0,
    eos_token_id: 1,
    vocab_size: 35,
  },
  vit: {
    architectures: ['ViTForImageClassification'],
    model_type: 'vit',
    hidden_size: 21,
    image_size: 12,
    patch_size: 4,
    num_attention_heads: 3,
    num_hidden_layers: 3,
  },
  distractor: bert('BertForSequenceClassification', 18, 2, 44, 16),
};

function bert(architecture: string, dModel: number, nLayers: number, nVocab: number, nPositions: number): object {
  return {
    architectures: [architecture],
    model_type: 'bert',
    hidden_size: dModel,
    num_hidden_layers: nLayers,
    num_attention_heads: 3,
    vocab_size: nVocab,
    max_position_embeddings: nPositions,
  };
}

export const ZOO_SOURCE: ModelFileSource = { from: 'files', id: 'zoo', name: 'Zoo', files: [] };

/** The files of a zoo model as they would come from a folder: no tokenizer, so that token ids are its input. */
export function zooFiles(name: string): ModelFiles {
  const { model, externalData } = loadZooModel(name);
  const external = externalData ? [{ path: 'model.onnx_data', data: externalData }] : [];
  return {
    config: CONFIGS[name] ?? {},
    tokenizer: null,
    tokenizerConfig: null,
    preprocessorConfig: null,
    generationConfig: null,
    graphs: [{ role: 'whole', path: 'model.onnx', onnx: model, externalData: external }],
    precision: null,
    sizes: [{ path: 'model.onnx', bytes: model.length }],
  };
}

/** A zoo model, read and exposed. */
export function prepareZoo(name: string, changes: Partial<ModelFiles> = {}): ReturnType<typeof prepareModel> {
  return prepareModel(ZOO_SOURCE, { ...zooFiles(name), ...changes });
}

/** An encoder and a decoder in two files, with what its config.json says. */
export type ZooPair = { readonly encoder: Uint8Array; readonly decoder: Uint8Array; readonly config: object };

/**
 * The decoder of the zoo with an encoder that hands on what the first case of the decoder was fed: a row of numbers for
 * each of the token ids 0 to 5.
 */
export function t5Pair(): ZooPair {
  const { model, cases } = loadZooModel('t5-decoder');
  const { encoder_hidden_states: states, input_ids: target } = cases[0]!.inputs;
  const nVocab = 33;
  const table = new Float32Array(nVocab * states!.dims[2]!);
  table.set(states!.data);
  const encoder = tinyModel({
    inputs: { input_ids: ['batch', 'sequence'] },
    outputs: ['last_hidden_state'],
    tensors: [rawTensor('table', [nVocab, states!.dims[2]!], 1, new Uint8Array(table.buffer))],
    nodes: [
      { op: 'Cast', in: ['input_ids'], out: ['ids'], attributes: { to: 7 } },
      { op: 'Gather', in: ['table', 'ids'], out: ['last_hidden_state'] },
    ],
  });
  const config = {
    model_type: 't5',
    is_encoder_decoder: true,
    num_heads: 5,
    num_decoder_layers: 2,
    decoder_start_token_id: target!.data[0],
    eos_token_id: 1,
    vocab_size: nVocab,
  };
  return { encoder, decoder: model, config };
}
