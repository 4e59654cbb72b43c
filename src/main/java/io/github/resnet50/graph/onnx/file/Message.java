package io.github.resnet50.graph.onnx.file;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.util.function.LongConsumer;

/** Walks the fields of an encoded message; what is read of it are views of the same bytes. */
final class Message {
  private static final int LONGEST_NAME = 4096;

  private Message() {}

  /** Gets the fields of a message, one after the other. */
  interface Reader {
    /** Reads the field's value, or leaves it: then it is skipped. */
    void read(Field field) throws IOException;
  }

  /** A field that is being read. */
  static final class Field {
    private final CodedInputStream in;
    private final int tag;
    private boolean taken;

    private Field(CodedInputStream in, int tag) {
      this.in = in;
      this.tag = tag;
    }

    int number() {
      return WireFormat.getTagFieldNumber(tag);
    }

    private int wire() {
      return WireFormat.getTagWireType(tag);
    }

    private void take(int wire) throws IOException {
      if (wire() != wire) {
        throw new IOException("field " + number() + " is of another kind than ONNX's");
      }
      taken = true;
    }

    long number64() throws IOException {
      take(WireFormat.WIRETYPE_VARINT);
      return in.readInt64();
    }

    float number32() throws IOException {
      take(WireFormat.WIRETYPE_FIXED32);
      return in.readFloat();
    }

    ByteString bytes() throws IOException {
      take(WireFormat.WIRETYPE_LENGTH_DELIMITED);
      return in.readBytes();
    }

    String text() throws IOException {
      return bytes().toStringUtf8();
    }

    /** A text that is put into messages and graphs: nobody's is longer. */
    String name() throws IOException {
      ByteString bytes = bytes();
      if (bytes.size() > LONGEST_NAME) {
        throw new UnsupportedFileException("one of its names has %d bytes".formatted(bytes.size()));
      }
      return bytes.toStringUtf8();
    }

    /** Whole numbers of a field that repeats, which may come one by one or packed. */
    void longs(LongConsumer into) throws IOException {
      if (wire() == WireFormat.WIRETYPE_VARINT) {
        into.accept(number64());
        return;
      }
      CodedInputStream packed = bytes().newCodedInput();
      while (!packed.isAtEnd()) {
        into.accept(packed.readInt64());
      }
    }

    /** The same for fixed numbers, as they lie in memory. */
    ByteString fixed() throws IOException {
      if (wire() == WireFormat.WIRETYPE_LENGTH_DELIMITED) {
        return bytes();
      }
      ByteString.Output one = ByteString.newOutput();
      int size = wire() == WireFormat.WIRETYPE_FIXED64 ? 8 : 4;
      take(wire() == WireFormat.WIRETYPE_FIXED64 ? wire() : WireFormat.WIRETYPE_FIXED32);
      one.write(in.readRawBytes(size));
      return one.toByteString();
    }

    private void end() throws IOException {
      if (!taken) {
        in.skipField(tag);
      }
    }
  }

  /**
   * Reads a message.
   *
   * @throws IOException where it is damaged
   */
  static void read(ByteString message, Reader reader) throws IOException {
    CodedInputStream in = message.newCodedInput();
    in.enableAliasing(true);
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      Field field = new Field(in, tag);
      reader.read(field);
      field.end();
    }
  }
}
