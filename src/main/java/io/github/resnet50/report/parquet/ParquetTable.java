package io.github.resnet50.report.parquet;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.apache.parquet.schema.MessageType;

/**
 * Writes rows as they come: a row group whenever enough have come together, the footer with the
 * close. Memory: about two row groups, whatever the number of rows.
 */
final class ParquetTable implements Closeable {
  /** In memory, before compression; of predictions some hundred thousand rows. */
  private static final long ROW_GROUP_BYTES = 32L << 20;

  private final MessageType schema;
  private final ParquetWriter<Group> writer;

  /**
   * @param out at its beginning; flushed at the end, never closed
   * @param metadata what readers find beside the table, each name after {@code resnet50.}
   * @param unlike columns, as paths with dots, whose values hardly ever come twice
   */
  ParquetTable(
      OutputStream out, MessageType schema, Map<String, String> metadata, List<String> unlike)
      throws IOException {
    this.schema = schema;
    Map<String, String> named = new TreeMap<>();
    metadata.forEach((name, value) -> named.put("resnet50." + name, value));
    ExampleParquetWriter.Builder builder =
        ExampleParquetWriter.builder(new StreamFile(out))
            .withType(schema)
            .withExtraMetaData(named)
            .withConf(new PlainParquetConfiguration())
            .withCodecFactory(new Codecs())
            .withCompressionCodec(Codecs.WRITTEN)
            .withRowGroupSize(ROW_GROUP_BYTES);
    for (String column : unlike) {
      builder.withDictionaryEncoding(column, false);
    }
    this.writer = builder.build();
  }

  /** A row to be filled in. */
  Group row() {
    return new SimpleGroup(schema);
  }

  void write(Group row) throws IOException {
    writer.write(row);
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }

  /** A stream that counts what was written. */
  private record StreamFile(OutputStream out) implements OutputFile {
    @Override
    public PositionOutputStream create(long blockSize) {
      return new PositionOutputStream() {
        private long position;

        @Override
        public long getPos() {
          return position;
        }

        @Override
        public void write(int b) throws IOException {
          out.write(b);
          position++;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
          out.write(bytes, offset, length);
          position += length;
        }

        @Override
        public void flush() throws IOException {
          out.flush();
        }

        @Override
        public void close() throws IOException {
          out.flush();
        }
      };
    }

    @Override
    public PositionOutputStream createOrOverwrite(long blockSize) {
      return create(blockSize);
    }

    @Override
    public boolean supportsBlockSize() {
      return false;
    }

    @Override
    public long defaultBlockSize() {
      return 0;
    }
  }
}
