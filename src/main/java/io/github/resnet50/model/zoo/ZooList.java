package io.github.resnet50.model.zoo;

import io.github.resnet50.model.zoo.ZooModel.Accuracy;
import io.github.resnet50.model.zoo.ZooModel.Files;
import io.github.resnet50.model.zoo.ZooModel.Published;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;

/**
 * The models that can be fetched by name: the file {@code models.csv} beside this class, which
 * names addresses, checksums and what is published. No network is needed to read it.
 */
public final class ZooList {
  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180
          .builder()
          .setCommentMarker('#')
          .setHeader()
          .setSkipHeaderRecord(true)
          .setNullString("")
          .get();
  private static final int SUGGESTED = 3;
  private static final int SHORTEST_HINT = 3;

  private static final ZooList BUILT_IN = builtIn("models.csv");

  private final List<ZooModel> models;

  private ZooList(List<ZooModel> models) {
    this.models = List.copyOf(models);
  }

  /** The list that comes with the program. */
  public static ZooList builtIn() {
    return BUILT_IN;
  }

  private static ZooList builtIn(String resource) {
    try (InputStream in = ZooList.class.getResourceAsStream(resource)) {
      return read(new InputStreamReader(in, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads a list in the form of {@code models.csv}. */
  public static ZooList read(Reader csv) throws IOException {
    List<ZooModel> models = new ArrayList<>();
    for (CSVRecord line : FORMAT.parse(csv)) {
      models.add(model(line));
    }
    return new ZooList(models);
  }

  private static ZooModel model(CSVRecord line) {
    String resize = line.get("resize");
    String origin = line.get("origin");
    return new ZooModel(
        line.get("name"),
        new Published(
            accuracy(line.get("top1"), line.get("input")),
            accuracy(line.get("larger_top1"), line.get("larger_input")),
            number(line.get("parameters")),
            number(line.get("megabytes")),
            line.get("licence"),
            line.get("publisher")),
        new Files(
            URI.create(line.get("folder")),
            line.get("sha256"),
            resize == null ? null : Integer.valueOf(resize),
            origin == null ? null : URI.create(origin)));
  }

  private static Accuracy accuracy(String percent, String input) {
    return percent == null
        ? null
        : new Accuracy(Double.parseDouble(percent), Integer.parseInt(input));
  }

  private static Double number(String text) {
    return text == null ? null : Double.valueOf(text);
  }

  /** All of them, in the order of the file: by network, then from the least right. */
  public List<ZooModel> models() {
    return models;
  }

  public Optional<ZooModel> find(String name) {
    return models.stream().filter(model -> model.name().equals(name)).findFirst();
  }

  /** The names most like one that is none of them, the most alike first; none is like nothing. */
  List<String> similarTo(String name) {
    String wanted = name.toLowerCase(Locale.ROOT);
    return models.stream()
        .map(ZooModel::name)
        .filter(known -> likeness(wanted, known) >= SHORTEST_HINT)
        .sorted(
            Comparator.<String>comparingInt(known -> -likeness(wanted, known))
                .thenComparingInt(known -> Math.abs(known.length() - wanted.length())))
        .limit(SUGGESTED)
        .toList();
  }

  /** How many characters at the beginning and at the end are the same. */
  private static int likeness(String wanted, String known) {
    int most = Math.min(wanted.length(), known.length());
    int first = 0;
    while (first < most && wanted.charAt(first) == known.charAt(first)) {
      first++;
    }
    int last = 0;
    while (last < most - first
        && wanted.charAt(wanted.length() - 1 - last) == known.charAt(known.length() - 1 - last)) {
      last++;
    }
    return first + last;
  }
}
