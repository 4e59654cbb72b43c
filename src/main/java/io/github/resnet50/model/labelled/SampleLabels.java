package io.github.resnet50.model.labelled;

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
  private long[] names = new long[1 << 10];
  private int[] labels = new int[1 << 10]; // number of what is said + 1; 0: free
  private int size;

  private final List<List<List<String>>> said = new ArrayList<>();
  private final Map<List<List<String>>, Integer> numbers = new HashMap<>();

  /** Whether anything is said of a sample. */
  boolean has(String sample) {
    return labels[slot(hash(sample))] != 0;
  }

  /** What each file says; none where none does. */
  List<List<String>> of(String sample) {
    int number = labels[slot(hash(sample))];
    return number == 0 ? List.of() : said.get(number - 1);
  }

  /** Instead of what was said of the sample before. */
  void put(String sample, List<List<String>> all) {
    if (4L * size >= 3L * names.length) {
      grow();
    }
    long name = hash(sample);
    int slot = slot(name);
    size += labels[slot] == 0 ? 1 : 0;
    names[slot] = name;
    labels[slot] = numbers.computeIfAbsent(List.copyOf(all), this::next);
  }

  private int next(List<List<String>> all) {
    said.add(all);
    return said.size();
  }

  private void grow() {
    long[] earlier = names;
    int[] theirs = labels;
    names = new long[2 * earlier.length];
    labels = new int[2 * earlier.length];
    for (int i = 0; i < earlier.length; i++) {
      if (theirs[i] != 0) {
        int slot = slot(earlier[i]);
        names[slot] = earlier[i];
        labels[slot] = theirs[i];
      }
    }
  }

  /** Where a name is, or would be. */
  private int slot(long name) {
    int slot = (int) name & (names.length - 1);
    while (labels[slot] != 0 && names[slot] != name) {
      slot = (slot + 1) & (names.length - 1);
    }
    return slot;
  }

  private static long hash(String sample) {
    return new Sha256().add(sample).head();
  }
}
