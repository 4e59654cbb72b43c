package io.github.resnet50.adapt;

import io.github.resnet50.adapt.AdaptReport.Alike;
import io.github.resnet50.adapt.data.Samples;
import io.github.resnet50.adapt.split.Kin;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What is learnt from and what is held out, looked over.
 *
 * @param samples both
 * @param train places to learn from: none shows the same as a held-out one
 * @param heldOut places of the images that the user holds out
 * @param leftOut how many training images a held-out one shows too
 * @param warnings for people
 */
@SuppressWarnings("ArrayRecordComponent")
record Dataset(
    Samples samples, Kin kin, int[] train, int[] heldOut, int leftOut, List<String> warnings) {
  /** Below it a class's own figures mean little. */
  static final int FEW = 10;

  private static final int MOST_NAMES = 5;

  /**
   * @param given what the user holds out; null where that is nothing
   */
  static Dataset of(LabelledFeatures learnt, LabelledFeatures given) throws UnusableDataException {
    List<String> warnings = new ArrayList<>();
    List<String> classes = new ArrayList<>();
    learnt
        .images()
        .forEach(
            (name, images) -> {
              if (images.isEmpty()) {
                warnings.add("class " + name + ": no image can be read; it is left out");
              } else {
                classes.add(name);
              }
            });
    warnOfStrays(learnt, warnings);
    if (classes.size() < 2) {
      throw new UnusableDataException(
          "expected a folder for each of 2 classes or more, with images in them; found "
              + (classes.isEmpty() ? "none" : "only " + classes.get(0))
              + (warnings.isEmpty() ? "" : "; " + String.join("; ", warnings)));
    }
    List<Samples.Image> images = new ArrayList<>();
    add(learnt, classes, images);
    int learntCount = images.size();
    if (given != null) {
      warnOfStrays(given, warnings);
      addHeldOut(given, classes, images, warnings);
    }
    Samples samples = new Samples(classes, images);
    Kin kin = Kin.of(samples);
    Dataset dataset = split(samples, kin, learntCount, warnings);
    dataset.look();
    return dataset;
  }

  private static void warnOfStrays(LabelledFeatures folder, List<String> warnings) {
    List<String> strays = folder.unlabelled();
    if (!strays.isEmpty()) {
      warnings.add(
          strays.size() + " images lie in no class folder and are left out: " + names(strays));
    }
  }

  private static void add(
      LabelledFeatures folder, List<String> classes, List<Samples.Image> images) {
    for (int label = 0; label < classes.size(); label++) {
      for (Samples.Image image : folder.images().getOrDefault(classes.get(label), List.of())) {
        images.add(
            new Samples.Image(
                image.path(), label, image.content(), image.look(), image.features()));
      }
    }
  }

  private static void addHeldOut(
      LabelledFeatures given,
      List<String> classes,
      List<Samples.Image> images,
      List<String> warnings)
      throws UnusableDataException {
    int before = images.size();
    add(given, classes, images);
    if (images.size() == before) {
      throw new UnusableDataException(
          "--val holds no image of the classes of --train, which are " + names(classes));
    }
    List<String> strange =
        given.images().keySet().stream().filter(name -> !classes.contains(name)).toList();
    if (!strange.isEmpty()) {
      warnings.add("--val has classes that --train has not; left out: " + names(strange));
    }
    List<String> missing =
        classes.stream()
            .filter(name -> given.images().getOrDefault(name, List.of()).isEmpty())
            .toList();
    if (!missing.isEmpty()) {
      warnings.add("--val has no image of " + names(missing));
    }
  }

  private static Dataset split(Samples samples, Kin kin, int learnt, List<String> warnings)
      throws UnusableDataException {
    int[] heldOut = IntStream.range(learnt, samples.size()).toArray();
    Set<Integer> judging = new HashSet<>();
    Arrays.stream(heldOut).forEach(i -> judging.add(kin.group()[i]));
    int[] train =
        IntStream.range(0, learnt).filter(i -> !judging.contains(kin.group()[i])).toArray();
    int leftOut = learnt - train.length;
    if (leftOut > 0) {
      warnings.add(
          leftOut + " training images show the same as held-out ones and are not learnt from");
    }
    List<String> single =
        IntStream.range(0, samples.classes().size())
            .filter(label -> groups(samples, kin, train, label) < 2)
            .mapToObj(samples.classes()::get)
            .toList();
    if (!single.isEmpty()) {
      throw new UnusableDataException(
          "a class needs 2 images at least that do not show the same, 1 to learn from and 1 to be"
              + " judged by"
              + (leftOut > 0 ? ", and none that --val shows too" : "")
              + "; "
              + names(single)
              + (single.size() == 1 ? " has" : " have")
              + " fewer: add images, or take the folder away");
    }
    return new Dataset(samples, kin, train, heldOut, leftOut, warnings);
  }

  /** How many images of a class show something of their own. */
  private static long groups(Samples samples, Kin kin, int[] images, int label) {
    return Arrays.stream(images)
        .filter(i -> samples.images().get(i).label() == label)
        .map(i -> kin.group()[i])
        .distinct()
        .count();
  }

  /** Warns of what makes figures doubtful. */
  private void look() {
    Samples learnt = samples.of(train);
    int[] counts = learnt.counts();
    List<String> few = new ArrayList<>();
    for (int label = 0; label < counts.length; label++) {
      if (counts[label] < FEW) {
        few.add(samples.classes().get(label) + " (" + counts[label] + ")");
      }
    }
    if (!few.isEmpty()) {
      warnings.add(
          "fewer than " + FEW + " images, so that their figures mean little: " + names(few));
    }
    if (!kin.acrossClasses().isEmpty()) {
      Alike first = alike().get(0);
      warnings.add(
          "%d pairs of images show the same but lie in different classes; the first: %s and %s"
              .formatted(kin.acrossClasses().size(), first.path(), first.otherPath()));
    }
  }

  List<Alike> alike() {
    return kin.acrossClasses().stream()
        .map(
            pair -> {
              Samples.Image one = samples.images().get(pair.one());
              Samples.Image other = samples.images().get(pair.other());
              return new Alike(
                  one.path(),
                  samples.classes().get(one.label()),
                  other.path(),
                  samples.classes().get(other.label()));
            })
        .toList();
  }

  /**
   * The same with the training labels shuffled, as a check: nothing can then be learnt that holds
   * for unseen images. Images that show the same keep one label, so that a split that tore them
   * apart would be found out.
   */
  Dataset permuted(long seed) {
    Map<Integer, Integer> labels = new java.util.LinkedHashMap<>();
    for (int i : train) {
      labels.putIfAbsent(kin.group()[i], samples.images().get(i).label());
    }
    List<Integer> shuffled = new ArrayList<>(labels.values());
    Collections.shuffle(shuffled, new Random(seed));
    int next = 0;
    for (Map.Entry<Integer, Integer> group : labels.entrySet()) {
      group.setValue(shuffled.get(next++));
    }
    List<Samples.Image> images = new ArrayList<>(samples.images());
    for (int i : train) {
      Samples.Image image = images.get(i);
      images.set(
          i,
          new Samples.Image(
              image.path(),
              labels.get(kin.group()[i]),
              image.content(),
              image.look(),
              image.features()));
    }
    return new Dataset(
        new Samples(samples.classes(), images), kin, train, heldOut, leftOut, warnings);
  }

  /** The first of them, with commas between. */
  static String names(List<String> names) {
    return names.size() <= MOST_NAMES
        ? String.join(", ", names)
        : String.join(", ", names.subList(0, MOST_NAMES))
            + " and "
            + (names.size() - MOST_NAMES)
            + " more";
  }
}
