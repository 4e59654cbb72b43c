package io.github.resnet50.peers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Function;

/**
 * One row of the table.
 *
 * @param id how {@code --only} calls it
 * @param title what it is
 * @param kind what is measured
 * @param setting batch size and threads, in words
 * @param child the process that measures once, given a folder for what it writes
 * @param rate reads images a second from that folder
 */
record Contestant(
    String id,
    String title,
    Kind kind,
    String setting,
    Function<Path, Child> child,
    RateReader rate) {

  /** What a rate speaks of. */
  enum Kind {
    /** Files in, predictions out. */
    END_TO_END("end to end"),
    /** Pixels in memory, probabilities in memory. */
    BARE("bare");

    final String text;

    Kind(String text) {
      this.text = text;
    }
  }

  /** Where a process leaves its rate. */
  interface RateReader {
    double read(Path folder) throws IOException;
  }
}
