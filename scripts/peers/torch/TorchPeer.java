import static org.bytedeco.pytorch.global.torch.freeze;
import static org.bytedeco.pytorch.global.torch.from_blob;
import static org.bytedeco.pytorch.global.torch.load;
import static org.bytedeco.pytorch.global.torch.optimize_for_inference;
import static org.bytedeco.pytorch.global.torch.set_num_threads;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.DeviceOptional;
import org.bytedeco.pytorch.ExtraFilesMap;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.InferenceMode;
import org.bytedeco.pytorch.JitModule;
import org.bytedeco.pytorch.Tensor;

/**
 * Bare inference of a network in the PyTorch of Maven Central, which is newer than a Linux
 * distribution's: what {@code pytorch_peer.py --trace} wrote, frozen and optimised for inference.
 * It takes that program's options, and has a class path of its own, for its version of JavaCPP is
 * not TensorFlow's.
 */
final class TorchPeer {
  /** The name under which the traced network's file has the sizes of an image. */
  private static final String SHAPE = "shape";

  private final JitModule module;
  private final FloatPointer images;
  private final int count;
  private final long[] shape;

  private TorchPeer(Path folder) throws IOException {
    ExtraFilesMap more = new ExtraFilesMap();
    more.put(new BytePointer(SHAPE), "");
    JitModule traced = load(folder.resolve("traced.pt").toString(), new DeviceOptional(), more);
    traced.eval();
    module = optimize_for_inference(freeze(traced));
    shape =
        Arrays.stream(more.get(new BytePointer(SHAPE)).getString().split(","))
            .mapToLong(Long::parseLong)
            .toArray();
    FloatBuffer pixels = pixels(folder.resolve("images.bin"));
    images = new FloatPointer(pixels);
    count = Math.toIntExact(pixels.capacity() / image());
  }

  private static FloatBuffer pixels(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      return channel
          .map(FileChannel.MapMode.READ_ONLY, 0, channel.size())
          .order(ByteOrder.LITTLE_ENDIAN)
          .asFloatBuffer();
    }
  }

  private long image() {
    return shape[0] * shape[1] * shape[2];
  }

  public static void main(String[] args) throws IOException {
    Map<String, String> options = new HashMap<>();
    for (int i = 0; i + 1 < args.length; i += 2) {
      options.put(args[i], args[i + 1]);
    }
    int threads = Integer.parseInt(options.get("--threads"));
    set_num_threads(threads);
    List<Integer> batches = new ArrayList<>();
    for (String size : options.getOrDefault("--batch-sizes", "8").split(",")) {
      batches.add(Integer.valueOf(size));
    }
    try (InferenceMode inference = new InferenceMode(true)) {
      TorchPeer peer = new TorchPeer(Path.of(options.get("--folder")));
      if (options.containsKey("--probabilities")) {
        peer.predict(Path.of(options.get("--probabilities")), batches.get(0));
        return;
      }
      double seconds = Double.parseDouble(options.getOrDefault("--seconds", "1"));
      List<String> settings = new ArrayList<>();
      for (int batch : batches) {
        settings.add(
            String.format(
                Locale.ROOT,
                "{\"batch_size\": %d, \"threads\": %d, \"images_per_second\": %.6f}",
                batch,
                threads,
                peer.rate(batch, seconds)));
      }
      Files.writeString(
          Path.of(options.get("--result")),
          String.format(
              "{\"version\": \"%s\", \"settings\": [%s]}", version(), String.join(", ", settings)));
    }
  }

  /** As the jar's name has it. */
  private static String version() {
    Matcher jar =
        Pattern.compile("pytorch-([0-9.]+)-").matcher(System.getProperty("java.class.path"));
    return jar.find() ? jar.group(1) : "of an unknown version";
  }

  /** Images a second over whole batches, going round over the images, when warm. */
  private double rate(int batch, double seconds) {
    run(batch, 2);
    return run(batch, seconds);
  }

  private double run(int batch, double seconds) {
    long done = 0;
    long start = System.nanoTime();
    while (true) {
      for (int first = 0; first + batch <= Math.max(batch, count); first += batch) {
        try (PointerScope scope = new PointerScope()) {
          done += forward(first, Math.min(batch, count)).size(0);
        }
        double passed = (System.nanoTime() - start) / 1e9;
        if (passed >= seconds) {
          return done / passed;
        }
      }
    }
  }

  private void predict(Path file, int batch) throws IOException {
    forward(0, Math.min(batch, count)); // the first two specialise it
    forward(0, Math.min(batch, count));
    try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(file))) {
      for (int first = 0; first < count; first += batch) {
        try (PointerScope scope = new PointerScope()) {
          Tensor scores = forward(first, Math.min(batch, count - first)).contiguous();
          float[] values = new float[Math.toIntExact(scores.numel())];
          scores.data_ptr_float().get(values);
          for (float value : values) {
            out.writeFloat(value);
          }
        }
      }
    }
  }

  private Tensor forward(int first, int size) {
    FloatPointer batch = images.getPointer(first * image());
    Tensor tensor = from_blob(batch, new long[] {size, shape[0], shape[1], shape[2]});
    return module.forward(new IValueVector(new IValue(tensor))).toTensor();
  }
}
