package io.github.resnet50.report.journal;

import io.github.resnet50.basics.WholeReads;
import io.github.resnet50.report.OutputFormat;
import io.github.resnet50.report.OutputFormat.RecordHead;
import io.github.resnet50.report.RawRecords;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * The records of a finished output, and after them those of the batches that bring it up to date,
 * by number; read batch by batch, best in ascending order. Memory: 16 bytes a batch.
 */
final class RecordStore {
  private final OutputFormat format;
  private FileChannel finished; // null: there is none
  private FileChannel added; // null: not yet
  private int[] firsts = new int[1 << 10]; // of each batch, the number of its first record
  private int[] lengths = new int[1 << 10]; // in bytes
  private long[] offsets = new long[1 << 10]; // in its file
  private int batches;
  private int finishedBatches;
  private int records;
  private int finishedRecords;
  private long end; // of the last batch in its file
  private String header = "";
  private int cached = -1; // batch
  private List<byte[]> cut = List.of(); // its records

  RecordStore(OutputFormat format) {
    this.format = format;
  }

  OutputFormat format() {
    return format;
  }

  /** The batches of a finished output follow. */
  void finished(FileChannel channel) {
    finished = channel;
  }

  /** From here on they are those that bring it up to date. */
  void endOfFinished() {
    finishedBatches = batches;
    finishedRecords = records;
    end = 0;
  }

  /** Where those are that bring it up to date. */
  void added(FileChannel channel) {
    added = channel;
  }

  /** A batch follows in its file, with so many records in so many bytes. */
  void add(int count, int length) {
    if (batches == firsts.length) {
      firsts = Arrays.copyOf(firsts, 2 * batches);
      lengths = Arrays.copyOf(lengths, 2 * batches);
      offsets = Arrays.copyOf(offsets, 2 * batches);
    }
    firsts[batches] = records;
    lengths[batches] = length;
    offsets[batches] = end;
    records = Math.addExact(records, count);
    end += length;
    batches++;
  }

  /** A batch's records, as they were written. */
  List<byte[]> cut(byte[] batch) {
    return RawRecords.ofBatch(
        batch, format, line -> header = new String(line, StandardCharsets.UTF_8));
  }

  /** How many records there are. */
  int size() {
    return records;
  }

  /** How many of them are the finished output's. */
  int finishedSize() {
    return finishedRecords;
  }

  /** What comes before the first record of a file; known once its first batch was cut. */
  byte[] header() {
    return header.getBytes(StandardCharsets.UTF_8);
  }

  /** A record as it was written. */
  byte[] record(int number) throws IOException {
    int found = Arrays.binarySearch(firsts, 0, batches, number);
    int batch = found >= 0 ? found : -found - 2;
    if (batch != cached) {
      cut = cut(read(batch));
      cached = batch;
    }
    return cut.get(number - firsts[batch]);
  }

  /** Whose a record is. */
  RecordHead head(byte[] record) throws IOException {
    return format.head(new String(record, StandardCharsets.UTF_8));
  }

  /** Which part of its file a record is of. */
  String part(byte[] record) {
    return format.part(header, new String(record, StandardCharsets.UTF_8));
  }

  private byte[] read(int batch) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(lengths[batch]);
    WholeReads.fill(batch < finishedBatches ? finished : added, offsets[batch], bytes);
    return bytes.array();
  }
}
