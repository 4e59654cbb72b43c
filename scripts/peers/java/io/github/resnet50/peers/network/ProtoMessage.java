package io.github.resnet50.peers.network;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * A protocol buffers message, put together field by field. ONNX publishes no Java classes for its
 * own, and needs few of them.
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

  ProtoMessage add(int field, String value) {
    return write(() -> out.writeString(field, value));
  }

  ProtoMessage add(int field, ByteString value) {
    return write(() -> out.writeBytes(field, value));
  }

  ProtoMessage add(int field, ProtoMessage value) {
    return add(field, value.toBytes());
  }

  ProtoMessage add(int field, List<String> values) {
    values.forEach(value -> add(field, value));
    return this;
  }

  ByteString toBytes() {
    write(out::flush);
    return bytes.toByteString();
  }
}
