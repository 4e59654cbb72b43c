package io.github.resnet50.peers.ort;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.ExecutionMode;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import ai.onnxruntime.TensorInfo;
import ai.onnxruntime.ValueInfo;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Map;

/** A model in ONNX Runtime, set up for speed. Safe for use by many threads at once. */
final class OrtModel implements AutoCloseable {
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;
  private final String input;

  /**
   * @param threads that one run spreads over; with one, each caller's own thread computes
   */
  OrtModel(Path file, int threads) throws OrtException {
    try (SessionOptions options = new SessionOptions()) {
      options.setOptimizationLevel(OptLevel.ALL_OPT);
      options.setExecutionMode(ExecutionMode.SEQUENTIAL); // a ResNet's nodes form a chain
      options.setIntraOpNumThreads(threads);
      options.setInterOpNumThreads(1);
      options.setMemoryPatternOptimization(true);
      options.setCPUArenaAllocator(true);
      options.addConfigEntry("session.set_denormal_as_zero", "1");
      session = environment.createSession(file.toString(), options);
    }
    input = session.getInputNames().iterator().next();
  }

  /**
   * Runs a batch.
   *
   * @param images direct, so that nothing is copied
   * @param shape {@code [N, channels, height, width]}
   * @return the outputs, to be closed
   */
  OrtSession.Result run(FloatBuffer images, long... shape) throws OrtException {
    try (OnnxTensor tensor = OnnxTensor.createTensor(environment, images, shape)) {
      return session.run(Map.of(input, tensor));
    }
  }

  /** How many numbers an image yields. */
  long classes() throws OrtException {
    ValueInfo output = session.getOutputInfo().values().iterator().next().getInfo();
    return ((TensorInfo) output).getShape()[1];
  }

  static String version() {
    return OrtEnvironment.getEnvironment().getVersion();
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }
}
