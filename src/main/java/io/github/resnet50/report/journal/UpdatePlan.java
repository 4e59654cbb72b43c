package io.github.resnet50.report.journal;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Which record each path of a walk gets, in the walk's order, kept in a file: a walk may be long.
 */
final class UpdatePlan implements Closeable {
  private final Path path;
  private final BufferedWriter out;

  /**
   * A path of the walk.
   *
   * @param record its number in the {@link RecordStore}
   * @param place its place in the finished output; {@link RecordIndex#NONE}: it has none
   * @param file without its name, which the record tells
   */
  record Entry(int record, int place, FileState file) {}

  /** What is done with each entry. */
  interface EntryReader {
    void read(Entry entry) throws IOException;
  }

  UpdatePlan(Path path) throws IOException {
    this.path = path;
    this.out = Files.newBufferedWriter(path);
  }

  void add(Entry entry) throws IOException {
    FileState file = entry.file();
    out.write(entry.record() + " " + entry.place() + " " + file.content() + " " + file.state());
    out.write('\n');
  }

  /** All entries; nothing is added afterwards. */
  void read(EntryReader reader) throws IOException {
    out.close();
    try (BufferedReader in = Files.newBufferedReader(path)) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String[] fields = line.split(" ", 4);
        String state = fields[3];
        reader.read(
            new Entry(
                Integer.parseInt(fields[0]),
                Integer.parseInt(fields[1]),
                new FileState("", state, FileState.digits(state), fields[2])));
      }
    }
  }

  /** Nothing is left of it. */
  @Override
  public void close() throws IOException {
    out.close();
    Files.deleteIfExists(path);
  }
}
