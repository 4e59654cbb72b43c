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
 * ids, and the first word that WordNet 3.0 (Copyright 2006 by Princeton University) has for each.
 */
final class ImageNet {
  static final int CLASSES = 1000;

  private static final String FILE = "imagenet-synset.txt";

  private ImageNet() {}

  static List<Label> labels() {
    try (InputStream in = ImageNet.class.getResourceAsStream(FILE);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      return lines.lines().map(Label::parse).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
