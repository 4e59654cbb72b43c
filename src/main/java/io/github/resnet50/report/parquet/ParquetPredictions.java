package io.github.resnet50.report.parquet;

import com.google.gson.JsonParser;
import io.github.resnet50.basics.ByteSource;
import io.github.resnet50.basics.MalformedFileException;
import io.github.resnet50.basics.Text;
import io.github.resnet50.report.parquet.PredictionColumns.Optionals;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import org.apache.parquet.LocalReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;

/** A file of predictions as a table, and the records that it was made of. */
public final class ParquetPredictions {
  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);

  private ParquetPredictions() {}

  /** Whether a file begins as all of Parquet do. */
  public static boolean isTable(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return Arrays.equals(in.readNBytes(MAGIC.length), MAGIC);
    }
  }

  /**
   * Makes a table. The records are read twice: first for the columns that there will be.
   *
   * @param records opens JSON Lines, as this program writes them, from their beginning
   * @param table flushed, never closed
   * @param metadata what readers find beside the table
   */
  public static void write(ByteSource records, OutputStream table, Map<String, String> metadata)
      throws IOException {
    Optionals extras = Optionals.NONE;
    try (BufferedReader lines = lines(records)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        extras = extras.with(line);
      }
    }
    try (BufferedReader lines = lines(records);
        ParquetTable rows =
            new ParquetTable(
                table, PredictionColumns.schema(extras), metadata, PredictionColumns.UNLIKE)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Group row = rows.row();
        PredictionColumns.fill(row, JsonParser.parseString(line).getAsJsonObject());
        rows.write(row);
      }
    }
  }

  /** Refuses what is not UTF-8. */
  private static BufferedReader lines(ByteSource records) throws IOException {
    return new BufferedReader(
        new InputStreamReader(records.open(), StandardCharsets.UTF_8.newDecoder()));
  }

  /**
   * The records of a table as JSON Lines, byte by byte those that it was made of; of any other file
   * its bytes.
   *
   * @throws MalformedFileException where it is a table of something else
   */
  public static InputStream records(Path file) throws IOException {
    return records(file, true, true);
  }

  /**
   * The same of a table without what nobody asks for, of which nothing is read.
   *
   * @param details what is said of the images themselves
   * @param features theirs
   */
  public static InputStream records(Path file, boolean details, boolean features)
      throws IOException {
    return isTable(file)
        ? new Records(file, details, features)
        : new BufferedInputStream(Files.newInputStream(file), 1 << 16);
  }

  /** The same, to be read at any place. */
  public static FileChannel channel(Path file) throws IOException {
    if (!isTable(file)) {
      return FileChannel.open(file, StandardOpenOption.READ);
    }
    Path unpacked = Files.createTempFile(file.getParent(), ".records", ".jsonl");
    FileChannel channel =
        FileChannel.open(
            unpacked,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE);
    try (InputStream records = records(file)) {
      records.transferTo(Channels.newOutputStream(channel));
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** Row by row; a row group at a time is in memory. */
  private static final class Records extends InputStream {
    private final Path file;
    private final ParquetFileReader reader;
    private final MessageType schema; // of what is read
    private RecordReader<Group> rows; // of the row group
    private long rowsLeft;
    private byte[] line = {};
    private int at;

    Records(Path file, boolean details, boolean features) throws IOException {
      this.file = file;
      requireEnd(file);
      try {
        this.reader =
            ParquetFileReader.open(new LocalInputFile(file), LocalReadOptions.of(new Codecs()));
      } catch (IOException
          | RuntimeException e) { // what the library says of bytes that are no table
        throw unreadable(e);
      }
      MessageType all = reader.getFileMetaData().getSchema();
      String missing = PredictionColumns.missing(all);
      if (missing != null) {
        reader.close();
        throw new MalformedFileException(
            "%s: no prediction file: it has no column %s; its columns are %s"
                .formatted(file, missing, Text.shortened(PredictionColumns.names(all))));
      }
      this.schema = PredictionColumns.read(all, details, features);
      reader.setRequestedSchema(schema);
    }

    /** The library would name the file by an object of its own. */
    private static void requireEnd(Path file) throws IOException {
      ByteBuffer end = ByteBuffer.allocate(MAGIC.length);
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
        channel.read(end, Math.max(0, channel.size() - MAGIC.length));
      }
      if (!Arrays.equals(end.array(), MAGIC)) {
        throw new MalformedFileException(
            file + " is no Parquet file that can be read: it is cut short, or encrypted");
      }
    }

    private MalformedFileException unreadable(Exception e) {
      return new MalformedFileException(
          file
              + " is no Parquet file that can be read: "
              + Text.shortened(String.valueOf(e.getMessage())),
          e);
    }

    private boolean isAtEnd() throws IOException {
      while (at == line.length) {
        String record = next();
        if (record == null) {
          return true;
        }
        line = (record + "\n").getBytes(StandardCharsets.UTF_8);
        at = 0;
      }
      return false;
    }

    private String next() throws IOException {
      try {
        while (rowsLeft == 0) {
          PageReadStore pages = reader.readNextRowGroup();
          if (pages == null) {
            return null;
          }
          rowsLeft = pages.getRowCount();
          rows =
              new ColumnIOFactory()
                  .getColumnIO(schema)
                  .getRecordReader(pages, new GroupRecordConverter(schema));
        }
        rowsLeft--;
        return PredictionColumns.record(rows.read());
      } catch (IOException | RuntimeException e) {
        throw unreadable(e);
      }
    }

    @Override
    public int read() throws IOException {
      return isAtEnd() ? -1 : line[at++] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (length == 0 || isAtEnd()) {
        return length == 0 ? 0 : -1;
      }
      int count = Math.min(length, line.length - at);
      System.arraycopy(line, at, bytes, offset, count);
      at += count;
      return count;
    }

    @Override
    public void close() throws IOException {
      reader.close();
    }
  }
}
