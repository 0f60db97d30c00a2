"""Writing the safetensors format: 8 bytes of header length, a JSON header, then the tensors one after another."""

import json
import struct

ALIGNMENT = 8


def write_float16(path, tensors):
    """Write {name: tensor} as float16, in the order given."""
    write(path, "F16", {name: tensor.half() for name, tensor in tensors.items()}, {"format": "pt"})


def write_float32(path, tensors, metadata):
    """Write {name: tensor} as float32, in the order given; metadata: more words for the header."""
    write(path, "F32", {name: tensor.float() for name, tensor in tensors.items()}, {"format": "pt", **metadata})


def write(path, dtype, tensors, metadata):
    header, blobs, offset = {}, [], 0
    for name, tensor in tensors.items():
        blob = tensor.contiguous().numpy().tobytes()
        header[name] = {
            "dtype": dtype,
            "shape": list(tensor.shape),
            "data_offsets": [offset, offset + len(blob)],
        }
        blobs.append(blob)
        offset += len(blob)
    header["__metadata__"] = metadata
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % ALIGNMENT)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)))
        file.write(text)
        file.writelines(blobs)
