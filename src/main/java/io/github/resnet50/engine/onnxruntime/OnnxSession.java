package io.github.resnet50.engine.onnxruntime;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.RunOptions;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.ExecutionMode;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import ai.onnxruntime.TensorInfo;
import ai.onnxruntime.platform.Fp16Conversions;
import io.github.resnet50.basics.Text;
import io.github.resnet50.engine.InferenceException;
import io.github.resnet50.engine.ModelOutput;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A graph in ONNX Runtime. Each batch is computed by the calling thread; several threads may run
 * batches at once.
 */
final class OnnxSession implements AutoCloseable {
  private final OrtEnvironment environment;
  private final OrtSession session;
  private final String input;
  private final TensorInfo inputInfo;

  /**
   * Opens a file.
   *
   * @throws OrtException where ONNX Runtime does not take it
   */
  OnnxSession(OrtEnvironment environment, Path file) throws OrtException {
    this(environment, options -> environment.createSession(file.toString(), options));
  }

  /** Opens what a file would hold. */
  OnnxSession(OrtEnvironment environment, byte[] model) throws OrtException {
    this(environment, options -> environment.createSession(model, options));
  }

  private interface Opening {
    OrtSession open(SessionOptions options) throws OrtException;
  }

  private OnnxSession(OrtEnvironment environment, Opening opening) throws OrtException {
    this.environment = environment;
    try (SessionOptions options = new SessionOptions()) {
      options.setOptimizationLevel(OptLevel.ALL_OPT);
      options.setExecutionMode(ExecutionMode.SEQUENTIAL);
      options.setIntraOpNumThreads(1); // the predictors' threads compute
      options.setInterOpNumThreads(1);
      options.addConfigEntry("session.set_denormal_as_zero", "1");
      // Graphs say where values become bytes: before a pooling there are four times as many, and
      // pooling bytes is slow there.
      options.addConfigEntry(
          "optimization.disable_specified_optimizers", "QDQPropagationTransformer");
      session = opening.open(options);
      input = session.getInputNames().iterator().next();
      inputInfo = (TensorInfo) session.getInputInfo().get(input).getInfo();
    }
  }

  /** The sizes of the images, -1 for open ones. */
  List<Long> inputSizes() {
    return Arrays.stream(inputInfo.getShape()).boxed().toList();
  }

  /** Whether images are fed as 8-bit levels. */
  boolean takesLevels() {
    return inputInfo.type == OnnxJavaType.UINT8;
  }

  boolean has(ModelOutput output) {
    return session.getOutputNames().contains(output.toString());
  }

  /** The sizes of an output, -1 for open ones. */
  long[] sizes(ModelOutput output) {
    try {
      return ((TensorInfo) session.getOutputInfo().get(output.toString()).getInfo()).getShape();
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * An output of a batch.
   *
   * @param values of all images, one after the other
   */
  @SuppressWarnings("ArrayRecordComponent") // passed on, never compared
  record Output(float[] values, long[] sizes) {}

  /**
   * Runs a batch.
   *
   * @param images floats, or levels where it takes them; direct, from 0 to their limit
   * @param shape of the batch
   * @return the outputs in the order in which they are asked for
   */
  List<Output> run(Buffer images, List<Long> shape, ModelOutput... outputs)
      throws InferenceException {
    return run(images, shape, Arrays.stream(outputs).map(ModelOutput::toString).toList());
  }

  /** The same by the names that outputs have in the graph. */
  List<Output> run(Buffer images, List<Long> shape, List<String> outputs)
      throws InferenceException {
    return runWith(null, images, shape, outputs);
  }

  /**
   * The same with an end: a graph that came from anywhere may hold a loop without one.
   *
   * @throws InferenceException where it fails, or takes longer
   */
  List<Output> run(Buffer images, List<Long> shape, List<String> outputs, Duration longest)
      throws InferenceException {
    AtomicBoolean isOver = new AtomicBoolean();
    try (RunOptions options = new RunOptions()) {
      Thread guard = new Thread(() -> endAfter(longest, options, isOver), "inference-limit");
      guard.setDaemon(true);
      guard.start();
      try {
        return runWith(options, images, shape, outputs);
      } finally {
        guard.interrupt();
        guard.join(); // the options must outlive it
      }
    } catch (OrtException e) {
      throw new InferenceException(Text.firstLine(e), e);
    } catch (InferenceException e) {
      throw isOver.get()
          ? new InferenceException(
              "it takes longer than %d s for an image".formatted(longest.toSeconds()), e)
          : e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InferenceException("interrupted", e);
    }
  }

  private static void endAfter(Duration longest, RunOptions options, AtomicBoolean isOver) {
    try {
      Thread.sleep(longest.toMillis());
      isOver.set(true);
      options.setTerminate(true);
    } catch (InterruptedException e) {
      // It was done before.
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * @param options null: none
   */
  private List<Output> runWith(
      RunOptions options, Buffer images, List<Long> shape, List<String> outputs)
      throws InferenceException {
    long[] sizes = shape.stream().mapToLong(Long::longValue).toArray();
    try (OnnxTensor batch = tensor(images, sizes);
        OrtSession.Result result =
            session.run(Map.of(input, batch), new LinkedHashSet<>(outputs), options)) {
      List<Output> values = new ArrayList<>();
      for (String output : outputs) {
        OnnxTensor tensor = (OnnxTensor) result.get(output).orElseThrow();
        FloatBuffer copy = tensor.getFloatBuffer();
        float[] flat = new float[copy.remaining()];
        copy.get(flat);
        values.add(new Output(flat, tensor.getInfo().getShape()));
      }
      return values;
    } catch (OrtException e) {
      throw new InferenceException(Text.firstLine(e), e);
    }
  }

  private OnnxTensor tensor(Buffer images, long[] sizes) throws OrtException {
    if (images instanceof ByteBuffer bytes) {
      return OnnxTensor.createTensor(environment, bytes, sizes, OnnxJavaType.UINT8);
    }
    FloatBuffer floats = (FloatBuffer) images;
    return inputInfo.type == OnnxJavaType.FLOAT16
        ? OnnxTensor.createTensor(
            environment,
            Fp16Conversions.convertFloatBufferToFp16Buffer(floats),
            sizes,
            OnnxJavaType.FLOAT16)
        : OnnxTensor.createTensor(environment, floats, sizes);
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
