package io.github.resnet50.cli;

import io.github.resnet50.basics.Sha256;
import io.github.resnet50.cli.options.Journaled;
import io.github.resnet50.cli.options.Version;
import io.github.resnet50.model.Label;
import io.github.resnet50.model.ModelSpec;
import io.github.resnet50.report.Certainty.Threshold;
import io.github.resnet50.report.OutputFormat;
import io.github.resnet50.report.journal.JournalHeader;
import io.github.resnet50.run.RunConfig;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Everything that determines what a run writes, apart from the images: a resumed run must have the
 * same settings. An option is included by the annotation {@link Journaled}; where the effective
 * value matters instead of the one given, the effective value is recorded.
 */
final class JournalSettings {
  /** The options that make a preprocessing of the model's own, which is recorded as a whole. */
  static final Set<String> INPUT =
      Set.of("input_size", "crop_pct", "crop_mode", "interpolation", "tta");

  /** Options that journals say nothing of where they are not given. */
  static final Set<String> LATER =
      Set.of(
          ColumnOptions.COLUMNS,
          ColumnOptions.EMBED,
          "tiles",
          "bands",
          "stretch",
          "rollup",
          "taxonomy",
          "rules");

  private JournalSettings() {}

  /**
   * All settings by name.
   *
   * @param command whose options they are, parsed
   */
  static Map<String, String> of(
      CommandSpec command,
      RunConfig config,
      ModelSpec spec,
      OutputFormat format,
      CertaintyOptions.Applied certainty,
      ModelAccess models)
      throws IOException {
    Map<String, String> settings = ofOptions(command);
    settings.entrySet().removeIf(e -> LATER.contains(e.getKey()) && isNone(e.getValue()));
    boolean own = spec.preprocessing().equals(spec.own()); // whatever was given
    settings.entrySet().removeIf(e -> INPUT.contains(e.getKey()) && (own || isNone(e.getValue())));
    settings.put("version", Version.number());
    settings.put(JournalHeader.FORMAT, format.toString());
    settings.put("model", models.sha256(spec));
    settings.put(JournalHeader.ENGINE, models.engineName(spec));
    settings.put("preprocessing", spec.preprocessing().identity());
    settings.put("softmax", Boolean.toString(spec.applySoftmax()));
    settings.put("labels", labels(spec));
    settings.put(JournalHeader.BATCH_SIZE, Integer.toString(config.batchSize()));
    settings.put("certainty", text(certainty));
    settings.put("files_from", Boolean.toString(config.scan().filesFrom() != null));
    settings.put(JournalHeader.SHARD, config.scan().shard().toString());
    return settings;
  }

  /** Older journals have nothing of what was not given. */
  private static boolean isNone(String given) {
    return given.equals("null") || given.equals("[]") || given.equals("false");
  }

  /** The options annotated as journaled, with the values given. */
  static Map<String, String> ofOptions(CommandSpec command) throws IOException {
    Map<String, String> settings = new LinkedHashMap<>();
    for (ArgSpec option : command.args()) {
      Journaled journaled =
          option.userObject() instanceof Field field ? field.getAnnotation(Journaled.class) : null;
      if (journaled != null) {
        Object given = option.getValue();
        settings.put(
            journaled.value(),
            journaled.byContent() && given instanceof Path file
                ? "SHA-256 " + Sha256.of(file).hex()
                : String.valueOf(given));
      }
    }
    return settings;
  }

  /** Existing journals contain these words: they stay the same, whatever the classes are called. */
  static String text(CertaintyOptions.Applied certainty) {
    Threshold threshold = certainty.records().threshold();
    return "Applied[temperature=%s, records=RecordExtras[scores=%s, threshold=%s]]"
        .formatted(
            certainty.temperature(),
            certainty.records().scores() ? "with contrast" : "false",
            threshold == null
                ? null
                : "Threshold[score=%s, value=%s]".formatted(threshold.score(), threshold.value()));
  }

  /**
   * The number of labels and a hash of them; the names of a thousand classes would fill the header.
   */
  private static String labels(ModelSpec spec) {
    String all = spec.labels().stream().map(Label::toString).collect(Collectors.joining("\n"));
    return spec.labels().size() + "/" + Integer.toHexString(all.hashCode());
  }
}
