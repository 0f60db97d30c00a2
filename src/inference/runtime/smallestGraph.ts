import { bytesField, concat, intField } from '../surgery/protobuf.ts';
import { FLOAT32, nodeProto } from '../surgery/write.ts';

/** An ONNX file that hands on one number. ModelProto: ir_version = 1, graph = 7, opset_import = 8. */
export function smallestGraph(): Uint8Array {
  const node = nodeProto({ op: 'Identity', in: ['x'], out: ['y'] });
  // GraphProto: node = 1, name = 2, input = 11, output = 12.
  const graph = concat([
    bytesField(1, node),
    bytesField(2, 'g'),
    bytesField(11, number('x')),
    bytesField(12, number('y')),
  ]);
  return concat([intField(1, 8), bytesField(7, graph), bytesField(8, intField(2, 17))]);
}

/** ValueInfoProto: name = 1, type = 2 of a tensor_type = 1 with elem_type = 1 and a shape = 2 of one dim = 1 with dim_value = 1. */
function number(name: string): Uint8Array {
  const shape = bytesField(1, intField(1, 1));
  const tensor = concat([intField(1, FLOAT32), bytesField(2, shape)]);
  return concat([bytesField(1, name), bytesField(2, bytesField(1, tensor))]);
}
