package io.github.resnet50.cli;

import io.github.resnet50.image.walk.ScanOptions;
import io.github.resnet50.model.Home;
import io.github.resnet50.model.Label;
import io.github.resnet50.model.ModelDirectory;
import io.github.resnet50.model.ModelSpec;
import io.github.resnet50.model.store.ContentHash;
import io.github.resnet50.report.OutputFormat;
import io.github.resnet50.report.journal.JournalHeader;
import io.github.resnet50.run.RunConfig;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** All that decides what a run writes, apart from the images: what a later run must share. */
final class JournalSettings {
  private JournalSettings() {}

  static Map<String, String> of(
      RunConfig config,
      ModelSpec spec,
      OutputFormat format,
      CertaintyOptions.Applied certainty,
      Home home)
      throws IOException {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("version", Version.number());
    settings.put(JournalHeader.FORMAT, format.toString());
    settings.put("model", ContentHash.in(home).of(new ModelDirectory(spec.directory())));
    settings.put("preprocessing", spec.preprocessing().toString());
    settings.put("softmax", Boolean.toString(spec.applySoftmax()));
    settings.put("labels", labels(spec));
    settings.put(JournalHeader.BATCH_SIZE, Integer.toString(config.batchSize()));
    settings.put("top_k", Integer.toString(config.topK()));
    settings.put("certainty", certainty.toString());
    settings.put("max_pixels", Long.toString(config.limits().maxPixels()));
    ScanOptions scan = config.scan();
    settings.put("paths", scan.roots().toString());
    settings.put("files_from", Boolean.toString(scan.filesFrom() != null));
    settings.put("include", scan.includes().toString());
    settings.put("exclude", scan.excludes().toString());
    settings.put("max_depth", Integer.toString(scan.maxDepth()));
    settings.put("hidden", Boolean.toString(scan.hidden()));
    settings.put("follow_links", Boolean.toString(scan.followLinks()));
    settings.put(JournalHeader.SHARD, scan.shard().toString());
    return settings;
  }

  /** How many, and a hash of them; the names of a thousand classes would fill the header. */
  private static String labels(ModelSpec spec) {
    String all = spec.labels().stream().map(Label::toString).collect(Collectors.joining("\n"));
    return spec.labels().size() + "/" + Integer.toHexString(all.hashCode());
  }
}
