package io.github.resnet50.model.zoo;

import ai.djl.Application;
import ai.djl.repository.Artifact;
import ai.djl.repository.MRL;
import ai.djl.repository.Repository;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A zoo model's name, and the artifact it means in DJL.
 *
 * @param name such as {@code resnet50}, {@code resnet101} or {@code mobilenetv2}
 * @param artifactId of the group {@code ai.djl.tensorflow}
 * @param properties which artifact of these: {@code layers}, {@code flavor}
 */
record ZooName(String name, String artifactId, Map<String, String> properties) {
  private static final String GROUP = "ai.djl.tensorflow";
  private static final String VERSION = "0.0.1";
  private static final Pattern RESNET = Pattern.compile("(resnet)(\\d{1,4})(v\\d)?");
  private static final Pattern MOBILENET = Pattern.compile("(mobilenet)()(v\\d)?");

  ZooName {
    properties = Map.copyOf(properties);
  }

  /** Empty if this cannot be the name of a zoo's model, in any zoo. */
  static Optional<ZooName> find(String name) {
    for (Pattern pattern : List.of(RESNET, MOBILENET)) {
      Matcher matcher = pattern.matcher(name);
      if (matcher.matches()) {
        Map<String, String> properties = new TreeMap<>();
        if (!matcher.group(2).isEmpty()) {
          properties.put("layers", matcher.group(2));
        }
        if (matcher.group(3) != null) {
          properties.put("flavor", matcher.group(3));
        } else if (name.equals("resnet50")) {
          properties.put(
              "flavor", "v1"); // fixed here, so that it does not depend on the order in a later zoo
        }
        return Optional.of(new ZooName(name, matcher.group(1), properties));
      }
    }
    return Optional.empty();
  }

  /** The name that {@link #find} has found before. */
  static ZooName of(String name) {
    return find(name).orElseThrow(() -> new IllegalArgumentException(name));
  }

  MRL mrl(Repository repository) {
    return repository.model(Application.CV.IMAGE_CLASSIFICATION, GROUP, artifactId, VERSION);
  }

  /** The artifact of that name, or an error that lists the existing ones. */
  Artifact require(MRL mrl) throws IOException {
    Artifact artifact = mrl.match(properties);
    if (artifact == null) {
      List<String> names = mrl.listArtifacts().stream().map(Artifact::getName).toList();
      throw new IOException(
          "the zoo has no %s; of %s it has: %s"
              .formatted(name, artifactId, String.join(", ", names)));
    }
    return artifact;
  }
}
