package io.github.resnet50.graph.onnx;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * A protocol buffers message, put together field by field: there are no Java classes of ONNX's
 * messages to be had, and few of them are needed.
 */
final class ProtoMessage {
  private final ByteString.Output bytes = ByteString.newOutput();
  private final CodedOutputStream out = CodedOutputStream.newInstance(bytes);

  private interface Write {
    void run() throws IOException;
  }

  private ProtoMessage write(Write write) {
    try {
      write.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory takes everything
    }
    return this;
  }

  ProtoMessage add(int field, long value) {
    return write(() -> out.writeInt64(field, value));
  }

  ProtoMessage add(int field, float value) {
    return write(() -> out.writeFloat(field, value));
  }

  ProtoMessage add(int field, String value) {
    return write(() -> out.writeString(field, value));
  }

  ProtoMessage add(int field, ByteString value) {
    return write(() -> out.writeBytes(field, value));
  }

  ProtoMessage add(int field, ProtoMessage value) {
    return add(field, value.toBytes());
  }

  /** A field that repeats: an entry each. */
  ProtoMessage add(int field, Iterable<String> values) {
    values.forEach(value -> add(field, value));
    return this;
  }

  ByteString toBytes() {
    write(out::flush);
    return bytes.toByteString();
  }
}
