package io.github.resnet50.report.timing;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonSerializationContext;
import com.google.gson.JsonSerializer;
import com.google.gson.annotations.JsonAdapter;
import io.github.resnet50.basics.MachineMemory;
import java.io.IOException;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The machine that a measurement belongs to.
 *
 * @param cpu the processor's model, or the architecture where the system does not tell
 * @param cores logical processors that the JVM may use: a container's limit, not the machine's
 * @param memoryBytes main memory, or the container's limit
 * @param os name, version and architecture
 * @param jvm name and version
 * @param engine what runs models there
 */
@JsonAdapter(HostInfo.Json.class)
public record HostInfo(
    String cpu, int cores, long memoryBytes, String os, String jvm, HostEngine engine) {

  private static final Path CPUINFO = Path.of("/proc/cpuinfo");
  private static final long SYSCTL_TIMEOUT_SECONDS = 2;

  /**
   * An engine, as a host has it.
   *
   * @param name such as {@code TensorFlow}
   * @param version of the native library, or null where it was not loaded
   * @param device where the model ran, such as {@code cpu()} or {@code gpu(0)}; or null
   */
  public record HostEngine(String name, String version, String device) {
    /** The engine of files that name none: there was no other when they were written. */
    public static final String FIRST = "TensorFlow";

    /** The name of an engine without what of it computes: {@code TensorFlow (Eigen)} is one. */
    public static String plain(String name) {
      int of = name.indexOf(" (");
      return of < 0 ? name : name.substring(0, of);
    }
  }

  /** The engine's version stands under its name: {@code "tensorflow": "2.16.1"}. */
  static final class Json implements JsonSerializer<HostInfo> {
    @Override
    public JsonElement serialize(HostInfo host, Type type, JsonSerializationContext context) {
      JsonObject json = new JsonObject();
      json.addProperty("cpu", host.cpu);
      json.addProperty("cores", host.cores);
      json.addProperty("memory_bytes", host.memoryBytes);
      json.addProperty("os", host.os);
      json.addProperty("jvm", host.jvm);
      String name = HostEngine.plain(host.engine.name()).toLowerCase(Locale.ROOT).replace(' ', '_');
      json.addProperty(name, host.engine.version());
      json.addProperty("device", host.engine.device());
      return json;
    }
  }

  /** Describes this machine; the engine's part is passed by the caller. */
  public static HostInfo detect(String engine, String version, String device) {
    String arch = property("os.arch");
    return new HostInfo(
        cpuinfo(CPUINFO).or(HostInfo::sysctl).orElse(arch),
        Runtime.getRuntime().availableProcessors(),
        MachineMemory.bytes(),
        property("os.name") + " " + property("os.version") + " " + arch,
        property("java.vm.name") + " " + property("java.vm.version"),
        new HostEngine(engine, version, device));
  }

  /** What pages say of it, by label, in their order. */
  public Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("processor", cpu);
    facts.put("cores", String.valueOf(cores));
    facts.put(engine.name(), String.valueOf(engine.version()));
    return facts;
  }

  private static String property(String name) {
    return System.getProperty(name, "unknown");
  }

  /**
   * Linux on x86; on ARM the file names no model. Hypervisors shorten names, to {@code AMD EPYC}
   * say, and kernels of one name's processors differ in speed by a factor of two: so the family and
   * the model's number stand with it.
   */
  static Optional<String> cpuinfo(Path file) {
    try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
      Map<String, String> first = new LinkedHashMap<>();
      lines
          .takeWhile(line -> !line.isBlank())
          .map(line -> line.split(":", 2))
          .filter(parts -> parts.length == 2 && !parts[1].isBlank())
          .forEach(parts -> first.putIfAbsent(parts[0].strip(), parts[1].strip()));
      return Optional.ofNullable(first.get("model name"))
          .map(
              name ->
                  first.containsKey("cpu family") && first.containsKey("model")
                      ? "%s (family %s, model %s)"
                          .formatted(name, first.get("cpu family"), first.get("model"))
                      : name);
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> sysctl() {
    if (!property("os.name").startsWith("Mac")) {
      return Optional.empty();
    }
    try {
      Process process = new ProcessBuilder("sysctl", "-n", "machdep.cpu.brand_string").start();
      if (!process.waitFor(SYSCTL_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return Optional.empty();
      }
      String name =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return name.isEmpty() ? Optional.empty() : Optional.of(name);
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
