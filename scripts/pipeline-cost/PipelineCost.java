import com.sun.management.OperatingSystemMXBean;
import io.github.resnet50.engine.BatchOutputs;
import io.github.resnet50.engine.Engine;
import io.github.resnet50.engine.EngineInfo;
import io.github.resnet50.engine.FeatureMap;
import io.github.resnet50.engine.LoadRequest;
import io.github.resnet50.engine.LoadedModel;
import io.github.resnet50.engine.ModelOutput;
import io.github.resnet50.engine.Predictor;
import io.github.resnet50.image.decode.ImageDecoder;
import io.github.resnet50.image.preprocess.Preprocessing;
import io.github.resnet50.image.walk.ScanOptions;
import io.github.resnet50.model.Label;
import io.github.resnet50.model.ModelSpec;
import io.github.resnet50.model.ServingProperties;
import io.github.resnet50.report.OutputFormat;
import io.github.resnet50.report.journal.JournalHeader;
import io.github.resnet50.report.journal.JournaledOutput;
import io.github.resnet50.run.ClassifyRun;
import io.github.resnet50.run.RunConfig;
import io.github.resnet50.run.RunListener;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

/**
 * Classifies a folder with an engine that answers at once, so that what remains is the pipeline
 * itself: walking, queues, order, journal, writing, and reading and decoding the images, which are
 * to be tiny. Prints the predictors, records a second, and CPU microseconds a record of the whole
 * process: {@code PipelineCost SCRATCH IMAGES PREDICTORS}.
 */
final class PipelineCost {
  private static final int CLASSES = 1000;
  private static final int BATCH = 8;
  private static final List<Label> LABELS =
      IntStream.range(0, CLASSES).mapToObj(i -> new Label("n" + i, "class " + i)).toList();

  private PipelineCost() {}

  public static void main(String[] args) throws Exception {
    Path images = images(Path.of(args[0]), Integer.parseInt(args[1]));
    Path output = Path.of(args[0], "predictions.csv");
    int predictors = Integer.parseInt(args[2]);
    Preprocessing steps =
        new ServingProperties(Map.of("width", "8", "height", "8", "resize", "8")).preprocessing();
    ModelSpec spec = new ModelSpec("instant", Path.of("."), steps, LABELS, false, Map.of());
    RunConfig config =
        new RunConfig(
            ScanOptions.of(List.of(images.toString())),
            BATCH,
            5,
            new RunConfig.Limits(1 << 20, 60),
            new RunConfig.Workers(Runtime.getRuntime().availableProcessors(), predictors));
    OperatingSystemMXBean process =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    for (int pass = 0; pass < 3; pass++) { // the last counts
      long start = System.nanoTime();
      long cpu = process.getProcessCpuTime();
      long records;
      JournalHeader header = new JournalHeader(Map.of(), true, false);
      try (JournaledOutput journaled =
          JournaledOutput.open(output, header, JournaledOutput.Mode.ANEW)) {
        ClassifyRun run = new ClassifyRun(config, spec, new InstantEngine(), RunListener.NONE);
        records =
            run.run(
                    predictions -> OutputFormat.CSV.sink(journaled.stream(), predictions),
                    journaled)
                .tally()
                .ok();
        journaled.commit();
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      if (pass == 2) {
        System.out.printf(
            Locale.ROOT,
            "%d predictors: %d records, %.0f a second, %.1f CPU microseconds each%n",
            predictors,
            records,
            records / seconds,
            (process.getProcessCpuTime() - cpu) / 1e3 / Math.max(1, records));
      }
    }
  }

  /** A folder of as many names of one black picture, made where it is not there yet. */
  private static Path images(Path scratch, int count) throws IOException {
    Path root = scratch.resolve("images");
    Path black = scratch.resolve("black.bmp");
    if (Files.exists(black)) {
      return root;
    }
    BufferedImage picture = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
    ImageIO.write(picture, "bmp", black.toFile());
    for (int i = 0; i < count; i++) {
      Path folder = Files.createDirectories(root.resolve("folder-" + i / 1000));
      Files.createLink(folder.resolve("photo-" + i + ".bmp"), black);
    }
    return root;
  }

  private static final class InstantEngine implements Engine {
    @Override
    public String name() {
      return "Instant";
    }

    @Override
    public EngineInfo start() {
      return new EngineInfo(name(), "1", "cpu()");
    }

    @Override
    public LoadedModel load(ModelSpec spec, LoadRequest request) {
      return new InstantModel(spec);
    }

    @Override
    public ImageDecoder decoder(long maxPixels) {
      return new ImageDecoder(maxPixels);
    }

    @Override
    public OptionalLong flopsPerImage(ModelSpec spec) {
      return OptionalLong.empty();
    }

    @Override
    public OptionalDouble sgemmGflops(int threads) {
      return OptionalDouble.empty();
    }
  }

  private record InstantModel(ModelSpec spec) implements LoadedModel {
    @Override
    public List<Label> labels() {
      return LABELS;
    }

    @Override
    public Optional<String> lacks(ModelOutput output) {
      return output == ModelOutput.PROBABILITIES ? Optional.empty() : Optional.of("nothing else");
    }

    @Override
    public boolean takesLevels() {
      return true;
    }

    @Override
    public Optional<float[][]> classWeights() {
      return Optional.empty();
    }

    @Override
    public Predictor newPredictor(Preprocessing preprocessing) {
      return new InstantPredictor();
    }

    @Override
    public void close() {}
  }

  private static final class InstantPredictor implements Predictor {
    private final float[] row = new float[CLASSES];

    InstantPredictor() {
      Arrays.fill(row, 1f / CLASSES);
    }

    @Override
    public BatchOutputs run(List<byte[]> images, ModelOutput... outputs) {
      return BatchOutputs.probabilities(images.stream().map(image -> row).toArray(float[][]::new));
    }

    @Override
    public List<FeatureMap> gradients(List<FeatureMap> maps, int[] classes) {
      throw new IllegalStateException("no gradients");
    }

    @Override
    public void close() {}
  }
}
