package io.github.resnet50.model.intake;

import io.github.resnet50.model.Label;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The classes of ImageNet's competition in the order in which all networks have them: WordNet's
 * ids, and the first word that WordNet 3.0 has for each. Princeton University's notice is in the
 * file.
 */
final class ImageNet {
  static final int CLASSES = 1000;

  private static final String FILE = "imagenet-classes.txt";

  private ImageNet() {}

  static List<Label> labels() {
    try (InputStream in = ImageNet.class.getResourceAsStream(FILE);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      return lines.lines().filter(line -> !line.startsWith("#")).map(Label::parse).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
