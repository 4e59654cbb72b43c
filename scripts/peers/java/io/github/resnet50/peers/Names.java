package io.github.resnet50.peers;

import io.github.resnet50.peers.Contestant.Kind;
import java.util.Set;

/** All that can be compared, in the order of the table. */
enum Names {
  OURS("ours", "resnet50 classify", Kind.END_TO_END),
  OURS_BARE("ours-bare", "resnet50 bench", Kind.BARE),
  OURS_ONNX("ours-onnx", "resnet50 classify on ONNX Runtime", Kind.END_TO_END),
  OURS_ONNX_BARE("ours-onnx-bare", "resnet50 bench on ONNX Runtime", Kind.BARE),
  OURS_INT8("ours-int8", "resnet50 classify, int8", Kind.END_TO_END),
  OURS_INT8_BARE("ours-int8-bare", "resnet50 bench, int8", Kind.BARE),
  OURS_ONNX_INT8("ours-onnx-int8", "resnet50 classify on ONNX Runtime, int8", Kind.END_TO_END),
  OURS_ONNX_INT8_BARE("ours-onnx-int8-bare", "resnet50 bench on ONNX Runtime, int8", Kind.BARE),
  DJL("djl", "DJL as in its examples", Kind.END_TO_END),
  DJL_ONEDNN("djl-onednn", "DJL with oneDNN on", Kind.END_TO_END),
  ORT("ort", "ONNX Runtime, our pipeline", Kind.END_TO_END),
  ORT_BARE("ort-bare", "ONNX Runtime", Kind.BARE),
  ORT_INT8("ort-int8", "ONNX Runtime int8, our pipeline", Kind.END_TO_END),
  ORT_INT8_BARE("ort-int8-bare", "ONNX Runtime int8", Kind.BARE),
  PYTORCH("pytorch", "PyTorch", Kind.BARE),
  PYTORCH_MAVEN("pytorch-maven", "PyTorch", Kind.BARE);

  final String id;
  final String title;
  final Kind kind;

  Names(String id, String title, Kind kind) {
    this.id = id;
    this.title = title;
    this.kind = kind;
  }

  /** Those that run the product's int8 form. */
  static final Set<Names> OURS_IN_INT8 =
      Set.of(OURS_INT8, OURS_INT8_BARE, OURS_ONNX_INT8, OURS_ONNX_INT8_BARE);

  /** The product's engine, where it is the product. */
  String engine() {
    return id.startsWith("ours-onnx") ? "onnxruntime" : "tensorflow";
  }
}
