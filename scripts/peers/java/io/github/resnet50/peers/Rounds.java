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

  /**
   * What was measured.
   *
   * @param samples by contestant
   * @param failures of those that failed in a round though they had worked when they were checked:
   *     they take no part in later rounds, and what they did in earlier ones does not count
   */
  record Outcome(Map<String, List<Sample>> samples, Map<String, String> failures) {}

  /**
   * Runs.
   *
   * @param reference the contestant that all others are compared with
   * @throws FailedException where that fails
   */
  Outcome run(List<Contestant> contestants, String reference, int rounds)
      throws FailedException, IOException, InterruptedException {
    Map<String, List<Sample>> samples = new LinkedHashMap<>();
    Map<String, String> failures = new LinkedHashMap<>();
    contestants.forEach(contestant -> samples.put(contestant.id(), new ArrayList<>()));
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < contestants.size(); i++) {
        Contestant contestant = contestants.get((i + round) % contestants.size());
        if (failures.containsKey(contestant.id())) {
          continue;
        }
        String place = "round %d of %d: %-14s ".formatted(round + 1, rounds, contestant.id());
        try {
          Sample sample = measure(contestant, round);
          samples.get(contestant.id()).add(sample);
          notes.accept(
              place
                  + "%7.2f images/s, %6.1f s"
                      .formatted(sample.imagesPerSecond(), sample.wallSeconds()));
        } catch (FailedException e) {
          if (contestant.id().equals(reference)) {
            throw new FailedException(reference + " failed: " + e.getMessage());
          }
          notes.accept(place + "failed: " + e.getMessage());
          failures.put(contestant.id(), "failed in round " + (round + 1) + ": " + e.getMessage());
        }
      }
    }
    samples.keySet().removeAll(failures.keySet());
    return new Outcome(samples, failures);
  }

  private Sample measure(Contestant contestant, int round)
      throws FailedException, IOException, InterruptedException {
    Path folder = Files.createDirectories(work.resolve("round-" + round + "-" + contestant.id()));
    double seconds = contestant.child().apply(folder).run(folder.resolve("log"));
    Sample sample = new Sample(contestant.rate().read(folder), seconds);
    PathUtils.deleteDirectory(folder);
    return sample;
  }
}
