package io.github.resnet50.adapt;

import io.github.resnet50.adapt.Dataset.Image;
import io.github.resnet50.basics.DisjointSets;
import io.github.resnet50.basics.Numbers;
import io.github.resnet50.image.preprocess.PerceptualHash;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which images show the same thing, so that they must lie on one side of every split: files of the
 * same bytes, near-duplicates, and versions of one file by their names.
 *
 * <p>Near-duplicates look alike by two measures that fail in different ways: their perceptual
 * hashes, or that of one and of the other mirrored, differ in at most {@link #MOST_BITS} bits, and
 * the cosine of their features is at least {@link #LEAST_COSINE}. The hash alone takes all pictures
 * without structure for one, the features alone take two pictures of the same kind for one.
 *
 * <p>The limits are measured, on 300 photographs of different things and on copies of 30 of them.
 * Of the 45,000 pairs of different ones none is nearer than 14 bits, and no cosine is above 0.86
 * (ResNet50). Copies of half the size, of JPEG quality 25, brighter, mirrored or with text on them
 * are at most 10 bits away, cropped by 6 % half of them 8 at most; all cosines are 0.9 or more.
 *
 * @param group number of each image's group, from 0, in the order of first members
 * @param count how many groups there are
 * @param acrossClasses pairs of one group and of different classes
 */
@SuppressWarnings("ArrayRecordComponent")
record DuplicateGroups(int[] group, int count, List<Pair> acrossClasses) {
  static final int MOST_BITS = 12;
  static final double LEAST_COSINE = 0.9;

  /** Two images by their places. */
  record Pair(int one, int other) {}

  DuplicateGroups {
    acrossClasses = List.copyOf(acrossClasses);
  }

  static DuplicateGroups of(List<Image> images) {
    DisjointSets sets = new DisjointSets(images.size());
    List<Pair> acrossClasses = new ArrayList<>();
    joinEqual(sets, FileVersions.of(images.stream().map(Image::path).toList()));
    double[] norms = images.stream().mapToDouble(image -> norm(image.original())).toArray();
    for (int i = 0; i < images.size(); i++) {
      for (int j = i + 1; j < images.size(); j++) {
        if (isSame(images.get(i), images.get(j), norms[i] * norms[j])) {
          sets.join(i, j);
          if (images.get(i).label() != images.get(j).label()) {
            acrossClasses.add(new Pair(i, j));
          }
        }
      }
    }
    return of(sets, images.size(), acrossClasses);
  }

  /** Numbers the sets that images were joined to. */
  static DuplicateGroups of(DisjointSets sets, int images, List<Pair> acrossClasses) {
    Map<Integer, Integer> numbers = new HashMap<>();
    int[] group = new int[images];
    for (int i = 0; i < group.length; i++) {
      int root = sets.root(i);
      group[i] = numbers.computeIfAbsent(root, r -> numbers.size());
    }
    return new DuplicateGroups(group, numbers.size(), acrossClasses);
  }

  private static boolean isSame(Image one, Image other, double norms) {
    if (one.content().equals(other.content())) {
      return true;
    }
    long hash = one.perceptualHash();
    long mirrored = PerceptualHash.mirrored(hash);
    return (PerceptualHash.distance(hash, other.perceptualHash()) <= MOST_BITS
            || PerceptualHash.distance(mirrored, other.perceptualHash()) <= MOST_BITS)
        && Numbers.dot(one.original(), other.original()) >= LEAST_COSINE * norms;
  }

  private static double norm(float[] features) {
    return Math.sqrt(Numbers.dot(features, features));
  }

  private static void joinEqual(DisjointSets sets, List<String> keys) {
    Map<String, Integer> first = new HashMap<>();
    for (int i = 0; i < keys.size(); i++) {
      Integer before = first.putIfAbsent(keys.get(i), i);
      if (before != null) {
        sets.join(before, i);
      }
    }
  }

  /**
   * Which files of one folder are named as versions of one another: {@code IMG_1.jpg}, {@code
   * IMG_1.png}, {@code IMG_1-edited.jpg}, {@code IMG_1 copy 2.jpg}, {@code IMG_1 (2).jpg}.
   *
   * <p>What programs append is taken off: a word for what was done ({@code edited}, {@code copy},
   * {@code cropped}, …), a size ({@code -300x200}, {@code @2x}), a mark of an augmented export
   * ({@code .rf.} and a hash). A number in brackets is taken off only up to 9 and where a file
   * without it lies beside it: {@code cat (1)} to {@code cat (500)} are 500 cats. Plain numbers
   * stay: {@code IMG_1} and {@code IMG_2} are two pictures. Upper and lower case do not differ.
   * Files of different folders never belong together by name: cameras count from 1 again.
   */
  static final class FileVersions {
    private static final Pattern APPENDED =
        Pattern.compile(
            "^(.+?)(?:[-_ .~]*[-_ .](?:edit(?:ed)?|copy(?:[-_ ]?\\d{1,2})?|crop(?:ped)?|resized?"
                + "|scaled|small|large|thumb(?:nail)?|flip(?:ped)?|mirror(?:ed)?|rot(?:ated)?(?:\\d{1,3})?|aug(?:mented)?[-_"
                + " ]?\\d*|original|orig|enhanced|filtered|bw|hdr|burst\\d*|cover)|[-_"
                + " ]\\d{2,5}x\\d{2,5}|@[234]x|_(?:jpe?g|png)\\.rf\\.[0-9a-z]+|\\.rf\\.[0-9a-z]+)$");
    private static final Pattern NUMBERED = Pattern.compile("^(.+?)[-_ ]*\\(([1-9])\\)$");

    private FileVersions() {}

    /**
     * For each file its folder and stem: the same for versions of one another.
     *
     * @param paths with {@code /} or {@code \} between folders
     */
    static List<String> of(List<String> paths) {
      Map<String, Integer> plain = new HashMap<>();
      for (String path : paths) {
        plain.merge(withoutWords(path), 1, Integer::sum);
      }
      return paths.stream()
          .map(FileVersions::withoutWords)
          .map(stem -> unnumbered(stem, plain))
          .toList();
    }

    private static String withoutWords(String path) {
      int slash = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
      String folder = path.substring(0, slash + 1);
      String stem = path.substring(slash + 1).toLowerCase(Locale.ROOT);
      int dot = stem.lastIndexOf('.');
      stem = dot > 0 ? stem.substring(0, dot) : stem;
      for (Matcher m = APPENDED.matcher(stem); m.matches(); m = APPENDED.matcher(stem)) {
        stem = m.group(1);
      }
      return folder + stem;
    }

    private static String unnumbered(String stem, Map<String, Integer> plain) {
      Matcher numbered = NUMBERED.matcher(stem);
      return numbered.matches() && plain.containsKey(numbered.group(1)) ? numbered.group(1) : stem;
    }
  }
}
