package io.github.resnet50.cli;

import io.github.resnet50.cli.options.Candidates;
import io.github.resnet50.cli.options.Heading;
import io.github.resnet50.cli.options.Heading.Section;
import io.github.resnet50.cli.options.Range;
import io.github.resnet50.cli.options.SharedOptions;
import io.github.resnet50.cli.options.TaxonomyOption;
import io.github.resnet50.cli.options.UsageException;
import io.github.resnet50.decision.Taxonomy;
import io.github.resnet50.explain.AskedClass;
import io.github.resnet50.explain.Baseline;
import io.github.resnet50.explain.ExplainConfig;
import io.github.resnet50.explain.Method;
import io.github.resnet50.explain.Method.MaskSettings;
import io.github.resnet50.run.RunConfig;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How images are explained. */
@Heading(Section.METHOD)
final class MethodOptions {
  @Option(
      names = "--method",
      completionCandidates = MethodNames.class,
      paramLabel = "M",
      split = ",",
      defaultValue = "gradcam",
      description =
          "gradcam, cam, gradcam++, layercam, attention-rollout, occlusion, rise or shap, or"
              + " several of them (default: ${DEFAULT-VALUE}).")
  List<String> names;

  @Option(
      names = "--class",
      completionCandidates = ClassNames.class,
      paramLabel = "C",
      defaultValue = AskedClass.TOP1,
      description =
          "What is explained: top1, each image's best class; all-top-k, its --top-k best; one class"
              + " for all, by label, id or index from 0; or a node of WordNet's tree such as dog,"
              + " by name or id: the sum of the classes below it, beside the best of them (default:"
              + " ${DEFAULT-VALUE}).")
  String classes;

  @Mixin TaxonomyOption taxonomy;
  private Taxonomy tree; // null: WordNet's

  @Range(min = 1)
  @Option(
      names = {"-k", "--top-k"},
      paramLabel = "N",
      defaultValue = "5",
      description = "How many classes all-top-k are (default: ${DEFAULT-VALUE}).")
  int topK;

  @Option(
      names = "--layer",
      paramLabel = "NAME",
      description =
          "What gradcam, gradcam++ and layercam look at: a node of the graph, or part of its name"
              + " between slashes, such as conv4_block6_out (default: the last feature map).")
  String layer;

  @Range(min = 4, max = 1_000_000)
  @Option(
      names = "--samples",
      paramLabel = "N",
      defaultValue = "500",
      description = "Masked copies an image, for rise and shap (default: ${DEFAULT-VALUE}).")
  int samples;

  @Range(min = 2, max = 1000)
  @Option(
      names = "--segments",
      paramLabel = "N",
      description =
          "Parts of an image, about: squares for occlusion (default: "
              + MaskSettings.SQUARES
              + "), superpixels for shap (default: "
              + MaskSettings.SUPERPIXELS
              + "). The more, the more --samples it takes.")
  private Integer segments;

  @Option(
      names = "--baseline",
      paramLabel = "blur|mean|black",
      defaultValue = "mean",
      description =
          "What stands where a part is hidden: the image blurred, its mean colour, or black"
              + " (default: ${DEFAULT-VALUE}).")
  Baseline baseline;

  @Mixin SharedOptions.SeedOption seed;

  @Option(
      names = "--faithfulness",
      description =
          "Measure each map beside ten random ones: deletion and insertion AUC, average drop; 42"
              + " classifications a map, and 420 for the random maps of each class.")
  boolean faithfulness;

  @Option(
      names = "--sanity",
      description =
          "Compare each map with that of shuffled weights: maps that stay alike show the image, not"
              + " the model.")
  boolean sanity;

  void check() throws UsageException, IOException {
    parsed();
    tree = taxonomy.read();
    if (layer != null && parsed().stream().noneMatch(Method::isOfLayer)) {
      throw new UsageException(
          "--layer "
              + layer
              + ": attention-rollout, occlusion, rise and shap look at no single layer; take"
              + " another --method");
    }
  }

  /** Which class, once the taxonomy is read. */
  AskedClass asked() {
    return new AskedClass(classes, tree);
  }

  ExplainConfig config(RunConfig run) throws UsageException {
    OptionalInt parts = segments == null ? OptionalInt.empty() : OptionalInt.of(segments);
    MaskSettings settings = new MaskSettings(samples, parts, baseline, seed.value);
    return new ExplainConfig(run, parsed(), settings, layer, asked(), faithfulness, sanity);
  }

  private List<Method> parsed() throws UsageException {
    List<Method> methods = new ArrayList<>();
    for (String name : names) {
      Method method =
          Method.named(name.strip())
              .orElseThrow(
                  () -> new UsageException("--method " + name + ": expected some of " + known()));
      if (!methods.contains(method)) {
        methods.add(method);
      }
    }
    return methods;
  }

  /** For the shell. */
  static final class MethodNames extends Candidates.Words {
    MethodNames() {
      super(Arrays.stream(Method.values()).map(Method::toString).toArray(String[]::new));
    }
  }

  /** For the shell. */
  static final class ClassNames extends Candidates.Words {
    ClassNames() {
      super(AskedClass.TOP1, AskedClass.TOP_K);
    }
  }

  private static String known() {
    return Arrays.stream(Method.values()).map(Method::toString).collect(Collectors.joining(", "));
  }
}
