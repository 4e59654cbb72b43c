package io.github.resnet50.peers;

import io.github.resnet50.engine.tensorflow.NativeLibrary;
import io.github.resnet50.graph.prepare.ModelPreparer;
import io.github.resnet50.graph.prepare.PrepareOptions;
import io.github.resnet50.image.preprocess.Preprocessing;
import io.github.resnet50.model.Home;
import io.github.resnet50.model.ModelDirectory;
import io.github.resnet50.model.ModelSpec;
import io.github.resnet50.peers.network.Network;
import io.github.resnet50.peers.network.NetworkException;
import io.github.resnet50.peers.network.NetworkReader;
import io.github.resnet50.peers.network.OnnxWriter;
import io.github.resnet50.peers.network.Quantizer;
import io.github.resnet50.peers.network.Range;
import io.github.resnet50.peers.network.TorchWriter;
import io.github.resnet50.peers.ort.Calibration;
import io.github.resnet50.report.ReportJson;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * One process that hands the model's weights, and images as it takes them, to the peers as files:
 * {@code fp32.onnx}, {@code int8.onnx}, {@code network.json}, {@code weights.bin}, {@code
 * images.bin}.
 */
public final class Export implements Callable<Integer> {
  /** As many as {@code bench} takes. */
  static final int MOST_IMAGES = 256;

  /** At each end of a range; what lies beyond is cut off. ONNX Runtime's own default. */
  private static final double CALIBRATED_SHARE = 0.99999;

  private static final int MOST_CALIBRATION_IMAGES = 512;

  @Option(names = "--model", required = true)
  Path model;

  @Option(names = "--trust-model")
  boolean trustModel;

  @Option(names = "--folder", required = true)
  Path folder;

  @Option(names = "--calibrate")
  List<String> calibrate;

  @Option(names = "--reduce-range")
  boolean reduceRange;

  @Parameters List<String> paths;

  /** Ends the process with 0, or with another code and the reason on standard error. */
  public static void main(String[] args) {
    System.exit(
        new CommandLine(new Export())
            .setExecutionExceptionHandler(
                (e, commandLine, parsed) -> {
                  System.err.println(e instanceof NetworkException ? e.getMessage() : e);
                  return 1;
                })
            .execute(args));
  }

  @Override
  public Integer call() throws Exception {
    ModelSpec spec = new ModelDirectory(model).read("model");
    new NativeLibrary(Home.of(System.getenv())).load();
    Path prepared = Files.createDirectories(folder.resolve("prepared"));
    new ModelPreparer()
        .prepare(
            model,
            prepared,
            PrepareOptions.defaults()
                .withForm(PrepareOptions.Form.PLAIN)
                .withTrustModel(trustModel));
    Preprocessing steps = spec.preprocessing();
    Network network =
        NetworkReader.read(
            prepared, steps.channelOrder().channels(), steps.height(), steps.width());
    OnnxWriter.write(network, folder.resolve("fp32.onnx"));
    TorchWriter.write(network, folder);
    int images = writeImages(spec);
    if (calibrate != null) {
      List<FloatBuffer> calibration =
          ModelInputs.read(calibrate, MOST_CALIBRATION_IMAGES, spec, true);
      if (calibration.isEmpty()) {
        throw new NetworkException("no image to calibrate with in " + calibrate);
      }
      Map<String, Range> ranges =
          Calibration.ranges(
              network, calibration, CALIBRATED_SHARE, folder.resolve("calibration.onnx"));
      OnnxWriter.write(
          Quantizer.quantise(network, ranges, reduceRange), folder.resolve("int8.onnx"));
    }
    Files.writeString(
        folder.resolve("export.json"),
        ReportJson.GSON.toJson(Map.of("classes", network.classes(), "images", images)));
    return 0;
  }

  private int writeImages(ModelSpec spec) throws Exception {
    List<FloatBuffer> inputs = ModelInputs.read(paths, MOST_IMAGES, spec, true);
    try (FileChannel out =
        FileChannel.open(
            folder.resolve("images.bin"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      for (FloatBuffer input : inputs) {
        write(input, out);
      }
    }
    return inputs.size();
  }

  /** In the machine's byte order, which the peers on the same machine share. */
  private static void write(FloatBuffer values, FileChannel out) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(Float.BYTES * values.remaining()).order(ByteOrder.nativeOrder());
    bytes.asFloatBuffer().put(values);
    while (bytes.hasRemaining()) {
      out.write(bytes);
    }
  }
}
