package io.github.resnet50.features;

import io.github.resnet50.basics.SafeFiles;
import io.github.resnet50.basics.Sha256;
import io.github.resnet50.model.Home;
import io.github.resnet50.model.ModelSpec;
import io.github.resnet50.model.ServingProperties;
import io.github.resnet50.report.timing.HostInfo.HostEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Features that were computed before, by image content: a folder for each model (graph, weights,
 * preprocessing), in it segments of some hundreds of images each. One file per image would mean a
 * million small files, and a single file would have to be locked: a run only ever adds segments of
 * its own, so any number of runs can share a cache.
 *
 * <p>A damaged segment is deleted, and what it held computed again. When all folders together have
 * grown beyond the limit, the least recently used segments are deleted. For one thread.
 */
public final class FeatureCache {
  /** About half a million images. */
  static final long MOST_BYTES = 4L << 30;

  /** To be increased when decoding, resizing or the preparation of graphs changes the features. */
  private static final String VERSION = "v2";

  private static final Duration ABANDONED = Duration.ofDays(1);

  private final Path root;
  private final Path folder;
  private final long mostBytes;
  private final Map<Segment.Key, Segment> segments = new HashMap<>();
  private final Set<Path> used = new HashSet<>();
  private final Map<Segment.Key, Segment.Features> unwritten = new LinkedHashMap<>();
  private String problem; // null: none

  private FeatureCache(Path root, Path folder, long mostBytes) {
    this.root = root;
    this.folder = folder;
    this.mostBytes = mostBytes;
  }

  /**
   * The cache of a model in a home.
   *
   * @param modelSha256 of the model's graph and weights
   * @param engine that computes; the numbers of two differ in their last digits
   */
  public static FeatureCache open(Home home, ModelSpec spec, String modelSha256, String engine)
      throws IOException {
    return open(home.featureCache(), folder(spec, modelSha256, engine), MOST_BYTES);
  }

  static FeatureCache open(Path root, String folder, long mostBytes) throws IOException {
    FeatureCache cache = new FeatureCache(root, root.resolve(folder), mostBytes);
    try {
      SafeFiles.requireWritable(cache.folder);
    } catch (IOException e) {
      cache.giveUp(e);
    }
    if (Files.isDirectory(cache.folder) && Files.isReadable(cache.folder)) {
      for (Path file : cache.files(cache.folder, Segment.SUFFIX)) {
        cache.add(file);
      }
    }
    return cache;
  }

  /** One name for what gives the same features. */
  static String folder(ModelSpec spec, String modelSha256, String engine) {
    String what =
        String.join(
                "\n",
                VERSION,
                modelSha256,
                spec.preprocessing().identity(),
                String.valueOf(spec.properties().get(ServingProperties.SIGNATURE)),
                String.valueOf(spec.properties().get(ServingProperties.OUTPUT)))
            + (engine.equals(HostEngine.FIRST) ? "" : "\n" + engine);
    return new Sha256().add(what).hex().substring(0, 32);
  }

  private void add(Path file) throws IOException {
    try {
      Segment segment = Segment.open(file);
      segment.keys().forEach(key -> segments.put(key, segment));
    } catch (Segment.DamagedException e) {
      delete(file);
    } catch (IOException e) {
      // Deleted by another run, or unreadable: treated as empty.
    }
  }

  /** Nothing is kept from now on: a run needs no cache. */
  private void giveUp(IOException e) {
    problem = "features are not kept: " + folder + ": " + SafeFiles.reason(e);
    unwritten.clear();
  }

  /** Why nothing is kept, where that is so. */
  public Optional<String> problem() {
    return Optional.ofNullable(problem);
  }

  /** Where all caches are. */
  public Path root() {
    return root;
  }

  /** An entry; null if there is none. */
  Segment.Features get(ContentKey content, long variant) throws IOException {
    Segment.Key key = new Segment.Key(content, variant);
    Segment.Features fresh = unwritten.get(key);
    Segment segment = segments.get(key);
    if (fresh != null || segment == null) {
      return fresh;
    }
    try {
      Segment.Features entry = segment.read(key);
      touch(segment.file());
      return entry;
    } catch (Segment.DamagedException e) {
      segments.values().removeIf(segment::equals);
      delete(segment.file());
      return null;
    } catch (IOException e) {
      segments.values().removeIf(segment::equals); // it may be readable another time
      return null;
    }
  }

  private void delete(Path damaged) throws IOException {
    if (problem == null) {
      Files.deleteIfExists(damaged);
    }
  }

  /** Marks a segment as used: the least recently used are deleted first. */
  private void touch(Path file) {
    if (used.add(file)) {
      try {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
      } catch (IOException e) {
        // Owned by another user: it is deleted when they have not used it for long.
      }
    }
  }

  /** Adds an entry; it is on disk after the next {@link #flush}, unless there is a problem. */
  void put(ContentKey content, long variant, Segment.Features entry) {
    if (problem == null) {
      unwritten.put(new Segment.Key(content, variant), entry);
    }
  }

  /** Writes the entries added since the last flush. */
  void flush() {
    if (unwritten.isEmpty()) {
      return;
    }
    try {
      Segment segment = Segment.write(folder, unwritten);
      segment.keys().forEach(key -> segments.put(key, segment));
      used.add(segment.file());
      unwritten.clear();
      trim();
    } catch (IOException e) {
      giveUp(e); // perhaps the disk is full
    }
  }

  /** The size of all models' caches. */
  public long bytes() throws IOException {
    long bytes = 0;
    if (Files.isDirectory(root) && Files.isReadable(root)) {
      for (Path file : allSegments()) {
        bytes += size(file);
      }
    }
    return bytes;
  }

  private void trim() throws IOException {
    Instant limit = Instant.now().minus(ABANDONED);
    for (Path file : files(folder, ".tmp")) {
      if (modified(file).toInstant().isBefore(limit)) {
        Files.deleteIfExists(file); // of a process that was killed
      }
    }
    long bytes = bytes();
    if (bytes <= mostBytes) {
      return;
    }
    Map<Path, FileTime> times = new HashMap<>();
    for (Path file : allSegments()) {
      times.put(file, modified(file));
    }
    List<Path> oldest = new ArrayList<>(times.keySet());
    oldest.sort((one, other) -> times.get(one).compareTo(times.get(other)));
    for (Path file : oldest) {
      if (bytes <= mostBytes) {
        break;
      }
      bytes -= size(file);
      Files.deleteIfExists(file);
      segments.values().removeIf(segment -> segment.file().equals(file));
    }
  }

  private List<Path> allSegments() throws IOException {
    List<Path> all = new ArrayList<>();
    try (Stream<Path> folders = Files.list(root)) {
      for (Path model : folders.filter(Files::isDirectory).toList()) {
        all.addAll(files(model, Segment.SUFFIX));
      }
    }
    return all;
  }

  private List<Path> files(Path directory, String suffix) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      return 0; // deleted by another run
    }
  }

  private static FileTime modified(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      return FileTime.from(Instant.EPOCH);
    }
  }
}
