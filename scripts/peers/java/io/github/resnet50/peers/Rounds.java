package io.github.resnet50.peers;

import io.github.resnet50.peers.Child.FailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.commons.io.file.PathUtils;

/**
 * Measures: in every round each contestant once, in a process of its own. Each round begins with
 * another one, so that what changes on the machine meanwhile hits all alike.
 */
final class Rounds {
  private final Path work;
  private final Consumer<String> notes;

  Rounds(Path work, Consumer<String> notes) {
    this.work = work;
    this.notes = notes;
  }

  /**
   * One measurement.
   *
   * @param imagesPerSecond as the contestant's kind has it
   * @param wallSeconds of the whole process
   */
  record Sample(double imagesPerSecond, double wallSeconds) {}

  /** Runs; a contestant that fails fails all, since it worked when it was checked. */
  Map<String, List<Sample>> run(List<Contestant> contestants, int rounds)
      throws FailedException, IOException, InterruptedException {
    Map<String, List<Sample>> samples = new LinkedHashMap<>();
    contestants.forEach(contestant -> samples.put(contestant.id(), new ArrayList<>()));
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < contestants.size(); i++) {
        Contestant contestant = contestants.get((i + round) % contestants.size());
        Sample sample = measure(contestant, round);
        samples.get(contestant.id()).add(sample);
        notes.accept(
            "round %d of %d: %-14s %7.2f images/s, %6.1f s"
                .formatted(
                    round + 1,
                    rounds,
                    contestant.id(),
                    sample.imagesPerSecond(),
                    sample.wallSeconds()));
      }
    }
    return samples;
  }

  private Sample measure(Contestant contestant, int round)
      throws FailedException, IOException, InterruptedException {
    Path folder = Files.createDirectories(work.resolve("round-" + round + "-" + contestant.id()));
    double seconds;
    try {
      seconds = contestant.child().apply(folder).run(folder.resolve("log"));
    } catch (FailedException e) {
      throw new FailedException(contestant.id() + " failed: " + e.getMessage());
    }
    Sample sample = new Sample(contestant.rate().read(folder), seconds);
    PathUtils.deleteDirectory(folder);
    return sample;
  }
}
