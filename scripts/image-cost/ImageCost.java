import com.sun.management.OperatingSystemMXBean;
import io.github.resnet50.engine.InputFiller;
import io.github.resnet50.engine.tensorflow.NativeLibrary;
import io.github.resnet50.engine.tensorflow.TensorFlowEngine;
import io.github.resnet50.image.DecodedImage;
import io.github.resnet50.image.FileSource;
import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.decode.ImageDecoder;
import io.github.resnet50.image.preprocess.Preprocessing;
import io.github.resnet50.image.preprocess.Preprocessor;
import io.github.resnet50.model.Home;
import io.github.resnet50.model.ServingProperties;
import io.github.resnet50.model.store.PreparedModels;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/**
 * Takes images from their files to a network's input, over and over in one thread, and prints in a
 * line the CPU time that each stage takes an image, that of the whole process (which collects
 * garbage, too), and a checksum of all pixels: {@code ImageCost FOLDER PASSES}.
 */
final class ImageCost {
  private static final int SIDE = 224;
  private static final int WARM_UP_PASSES = 4;
  private static final int STAGES = 5;

  private final ThreadMXBean cpu = ManagementFactory.getThreadMXBean();
  private final List<Path> files;
  private final ImageDecoder decoder;
  private final Preprocessor preprocessor;
  private final InputFiller filler;
  private final FloatBuffer tensor;
  private final CRC32 pixels = new CRC32();

  private ImageCost(List<Path> files, ImageDecoder decoder) {
    Preprocessing steps =
        new ServingProperties(
                Map.of(
                    "width", "" + SIDE,
                    "height", "" + SIDE,
                    "resizeShort", "256",
                    "centerCrop", "true",
                    "toTensor", "true",
                    "normalize", "0.485,0.456,0.406,0.229,0.224,0.225"))
            .preprocessing();
    this.files = files;
    this.decoder = decoder;
    this.preprocessor = new Preprocessor(steps);
    this.filler = new InputFiller(steps, false);
    this.tensor =
        ByteBuffer.allocateDirect(Float.BYTES * filler.values(SIDE * SIDE))
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
  }

  public static void main(String[] args) throws Exception {
    int passes = Integer.parseInt(args[1]);
    Home home = Home.of(System.getenv());
    NativeLibrary library = new NativeLibrary(home);
    library.load();
    PreparedModels models = new PreparedModels(home, note -> {});
    TensorFlowEngine engine = new TensorFlowEngine(library, models, false, note -> {});
    try (ImageDecoder decoder = engine.decoder(ImageDecoder.MAX_PIXELS);
        Stream<Path> found = Files.walk(Path.of(args[0]))) {
      ImageCost cost = new ImageCost(found.filter(Files::isRegularFile).sorted().toList(), decoder);
      List<double[]> measured = new ArrayList<>();
      for (int i = 0; i < WARM_UP_PASSES + passes; i++) {
        cost.pixels.reset();
        double[] pass = cost.pass();
        if (i >= WARM_UP_PASSES) {
          measured.add(pass);
        }
      }
      StringBuilder line = new StringBuilder();
      for (int i = 0; i <= STAGES; i++) {
        int stage = i;
        double[] times = measured.stream().mapToDouble(pass -> pass[stage]).sorted().toArray();
        line.append(String.format(Locale.ROOT, "%.3f ", times[times.length / 2]));
      }
      System.out.println(line + Long.toHexString(cost.pixels.getValue()));
    }
  }

  /** Milliseconds an image, by stage and of the process. */
  private double[] pass() {
    OperatingSystemMXBean process =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long[] nanos = new long[STAGES + 1];
    long start = process.getProcessCpuTime();
    int images = 0;
    for (Path file : files) {
      try {
        image(file, nanos);
        images++;
      } catch (ImageException e) {
        pixels.update(e.failure().kind().ordinal());
      }
    }
    nanos[STAGES] = process.getProcessCpuTime() - start;
    double count = Math.max(1, images);
    return Arrays.stream(nanos).mapToDouble(time -> time / 1e6 / count).toArray();
  }

  private void image(Path file, long[] nanos) throws ImageException {
    long start = cpu.getCurrentThreadCpuTime();
    byte[] encoded = new FileSource(file).read();
    long read = cpu.getCurrentThreadCpuTime();
    ImageDecoder.Opened opened = decoder.open(encoded, preprocessor::reduction);
    long parsed = cpu.getCurrentThreadCpuTime();
    DecodedImage image = opened.decode();
    long decoded = cpu.getCurrentThreadCpuTime();
    byte[] rgb = preprocessor.apply(image).rgb();
    long preprocessed = cpu.getCurrentThreadCpuTime();
    filler.fill(rgb, tensor.clear());
    long[] ends = {read, parsed, decoded, preprocessed, cpu.getCurrentThreadCpuTime()};
    for (int i = 0; i < STAGES; i++) {
      nanos[i] += ends[i] - (i == 0 ? start : ends[i - 1]);
    }
    pixels.update(rgb);
  }
}
