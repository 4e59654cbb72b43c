package io.github.resnet50.model.zoo;

import ai.djl.util.Progress;
import io.github.resnet50.model.zoo.ZooLink.Answer;
import io.github.resnet50.model.zoo.ZooLink.Timeouts;
import io.github.resnet50.model.zoo.ZooSource.Fetched;
import java.io.EOFException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A repository of weights in the layout of Hugging Face: {@code OWNER/NAME/resolve/REVISION/FILE}
 * for a file, and with {@code raw} instead of {@code resolve} what Git holds of it, which for a
 * large file is Git LFS's pointer: a few lines with its SHA-256 and size.
 */
final class WeightsRepository {
  private static final int MOST_SETTINGS_BYTES = 1 << 20;
  private static final int MOST_POINTER_BYTES = 1 << 10;
  private static final Pattern POINTER =
      Pattern.compile(
          "version https://git-lfs\\.github\\.com/spec/v1\\n"
              + "(?:.*\\n)*?oid sha256:([0-9a-f]{64})\\nsize (\\d{1,12})\\s*");

  private final ZooLocation location;
  private final ZooLink link;
  private final Downloads downloads;
  private final Timeouts timeouts;

  WeightsRepository(ZooLocation location, ZooLink link, Downloads downloads, Timeouts timeouts) {
    this.location = location;
    this.link = link;
    this.downloads = downloads;
    this.timeouts = timeouts;
  }

  /**
   * Fetches a model's files into a new folder. The weights are last, so that whatever else fails
   * costs no large download; what was received of them is kept.
   */
  ZooSource fetch(ZooModel model, Path folder, Progress progress) throws IOException {
    URI config = address(model, ZooModel.CONFIG);
    byte[] settings = timeouts.firstAnswer(() -> read(config, MOST_SETTINGS_BYTES));
    URI weights = address(model, ZooModel.WEIGHTS);
    Expected expected = expected(model);
    requireSpace(expected, folder.getParent());
    progress.reset("", expected.bytes() < 0 ? about(model) : expected.bytes(), "");
    Fetched fetched = downloads.get(weights, expected, progress);
    Files.createDirectory(folder);
    Path file = Files.write(folder.resolve(ZooModel.CONFIG), settings);
    List<Fetched> files = new ArrayList<>(List.of(Fetched.of(config.toString(), file), fetched));
    ZooSource source =
        new ZooSource(
            model.name(),
            location.uri().toString(),
            model.files().folder().toString(),
            ZooModel.WEIGHTS,
            Map.of("checksum", expected.saidBy()),
            files);
    source.write(folder);
    ModelFolder.force(downloads.part(expected));
    Files.move(downloads.part(expected), folder.resolve(ZooModel.WEIGHTS));
    return source;
  }

  private URI address(ZooModel model, String file) {
    return location.mirrored(model.files().folder(), file);
  }

  private Expected expected(ZooModel model) throws IOException {
    ZooModel.Size size = model.size().orElse(null);
    String known = model.files().sha256();
    if (known != null) {
      return new Expected(known, -1, size, "its publishers say");
    }
    URI weights = address(model, ZooModel.WEIGHTS);
    // In the published folder alone: a mirror's own address may hold the same word.
    String folder = model.files().folder().toString().replace("/resolve/", "/raw/");
    URI pointer = location.mirrored(URI.create(folder), ZooModel.WEIGHTS);
    String text = new String(read(pointer, MOST_POINTER_BYTES), StandardCharsets.UTF_8);
    Matcher said = POINTER.matcher(text);
    if (!said.matches()) {
      throw new IOException(
          pointer + " is no pointer of Git LFS, which would say the SHA-256 of " + weights);
    }
    long bytes = Long.parseLong(said.group(2));
    Expected about = new Expected(said.group(1), -1, size, "the repository announces");
    about.requireSize(pointer, bytes);
    return new Expected(about.hash(), bytes, size, about.saidBy());
  }

  private static long about(ZooModel model) {
    return Math.round(model.published().megabytes() * 1e6);
  }

  /** Said before the download, where it is known: a full disk would end it at its end. */
  private void requireSpace(Expected expected, Path folder) throws IOException {
    Path part = downloads.part(expected);
    long rest = Math.max(0, expected.most() - (Files.exists(part) ? Files.size(part) : 0));
    long free = free(folder);
    if (expected.most() < Long.MAX_VALUE && free > 0 && rest > free) {
      throw new IOException(
          "%d MB are to be downloaded, but %d MB are free in %s"
              .formatted(rest / 1_000_000, free / 1_000_000, folder.getParent()));
    }
  }

  /** Not above 0 where the file system does not say it, as some on a network do not. */
  private static long free(Path folder) {
    try {
      return Files.getFileStore(folder).getUsableSpace();
    } catch (IOException e) {
      return 0;
    }
  }

  private byte[] read(URI file, int most) throws IOException {
    try (Answer answer = link.open(file, 0)) {
      byte[] content = answer.body().readNBytes(most + 1);
      if (content.length > most) {
        throw new IOException(file + " is too large for what it should be");
      }
      if (content.length < answer.total()) {
        throw new EOFException(
            file + " was cut short: " + content.length + " of " + answer.total() + " bytes came");
      }
      return content;
    } catch (IOException e) {
      throw link.explained(e, file);
    }
  }
}
