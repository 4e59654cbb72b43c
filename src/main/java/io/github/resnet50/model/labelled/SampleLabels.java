package io.github.resnet50.model.labelled;

import io.github.resnet50.basics.LongMap;
import io.github.resnet50.basics.Sha256;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What files say of each sample: of its name a hash of 64 bits is kept, since there may be millions
 * (two of a million have the same once in forty million times), and of what is said one copy.
 * Memory: about 20 bytes a sample.
 */
final class SampleLabels {
  private final LongMap samples = new LongMap(); // number of what is said
  private final List<List<List<String>>> said = new ArrayList<>();
  private final Map<List<List<String>>, Integer> numbers = new HashMap<>();

  /** Whether anything is said of a sample. */
  boolean has(String sample) {
    return samples.contains(hash(sample));
  }

  /** What each file says; none where none does. */
  List<List<String>> of(String sample) {
    int number = samples.get(hash(sample), -1);
    return number < 0 ? List.of() : said.get(number);
  }

  /** Instead of what was said of the sample before. */
  void put(String sample, List<List<String>> all) {
    samples.put(hash(sample), numbers.computeIfAbsent(List.copyOf(all), this::next));
  }

  private int next(List<List<String>> all) {
    said.add(all);
    return said.size() - 1;
  }

  private static long hash(String sample) {
    return new Sha256().add(sample).head();
  }
}
