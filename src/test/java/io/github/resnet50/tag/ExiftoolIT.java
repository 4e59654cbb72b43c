package io.github.resnet50.tag;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.resnet50.tag.xmp.Keywords;
import io.github.resnet50.tag.xmp.SidecarChange;
import io.github.resnet50.tag.xmp.SidecarChange.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sidecars as another program reads them, and as it writes them again. */
class ExiftoolIT {
  private static final Keywords BEAGLE =
      new Keywords(List.of(List.of("animal", "dog", "beagle \ud83d\udc36")));

  @TempDir Path folder;

  @BeforeAll
  static void find() {
    assumeTrue(
        Stream.of(System.getenv("PATH").split(":"))
            .anyMatch(path -> Files.isExecutable(Path.of(path, "exiftool"))),
        "skipped: needs exiftool (Debian: libimage-exiftool-perl)");
  }

  private static String exiftool(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("exiftool"));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), out);
    return out;
  }

  private static JsonObject read(Path sidecar) throws IOException, InterruptedException {
    return JsonParser.parseString(exiftool("-j", "-G1", "-a", sidecar + ""))
        .getAsJsonArray()
        .get(0)
        .getAsJsonObject();
  }

  private static List<String> list(JsonObject read, String tag) {
    JsonElement value = read.get(tag);
    return value instanceof JsonArray list
        ? StreamSupport.stream(list.spliterator(), false).map(JsonElement::getAsString).toList()
        : List.of(value.getAsString());
  }

  private Path sidecar(String program) throws IOException {
    Path file = folder.resolve(program + ".xmp");
    try (InputStream in = ExiftoolIT.class.getResourceAsStream(program + ".xmp")) {
      Files.copy(in, file);
    }
    return file;
  }

  private static Kind tag(Path file, Keywords keywords) throws IOException {
    SidecarFile sidecar = SidecarFile.read(file);
    SidecarChange change = SidecarChange.of(sidecar.text(), keywords);
    if (change.kind() != Kind.NONE) {
      sidecar.become(change.text());
    }
    return change.kind();
  }

  @Test
  void readsWhatIsWritten() throws Exception {
    Path file = folder.resolve("a.jpg.xmp");
    tag(file, BEAGLE);
    JsonObject all = read(file);
    assertEquals(List.of("animal", "dog", "beagle \ud83d\udc36"), list(all, "XMP-dc:Subject"));
    assertEquals(
        List.of("animal|dog|beagle \ud83d\udc36"), list(all, "XMP-lr:HierarchicalSubject"));
    assertEquals(List.of("animal/dog/beagle \ud83d\udc36"), list(all, "XMP-digiKam:TagsList"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"darktable", "digikam", "lightroom", "exiftool"})
  void whatOthersHaveWrittenReadsAsBefore(String program) throws Exception {
    Path file = sidecar(program);
    String bytes = Files.readString(file);
    List<String> before = everything(file);
    tag(file, BEAGLE);
    List<String> now = new ArrayList<>(everything(file));
    now.removeIf(line -> line.contains("Subject") || line.contains("TagsList"));
    List<String> others = new ArrayList<>(before);
    others.removeIf(line -> line.contains("Subject") || line.contains("TagsList"));
    assertEquals(others, now);
    assertTrue(list(read(file), "XMP-dc:Subject").contains("beagle \ud83d\udc36"));
    tag(file, Keywords.NONE);
    assertEquals(bytes, Files.readString(file));
  }

  /** All properties with their values, without what the file system says. */
  private static List<String> everything(Path file) throws IOException, InterruptedException {
    return exiftool("-a", "-G1", "-s", "-struct", "-XMP:all", file + "").lines().sorted().toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"new", "darktable", "digikam", "lightroom", "exiftool"})
  void oursAreKnownAgainWhenItHasWrittenTheSidecarAnew(String program) throws Exception {
    boolean isNew = program.equals("new");
    Path file = isNew ? folder.resolve("new.xmp") : sidecar(program);
    if (!isNew) {
      exiftool("-overwrite_original", "-Rating=1", "-Subject+=theirs", file + "");
    }
    List<String> before = isNew ? List.of() : everything(file);
    tag(file, BEAGLE);
    exiftool("-overwrite_original", "-Rating=1", file + "");
    assertEquals(Kind.NONE, tag(file, BEAGLE), "known again");
    tag(file, Keywords.NONE);
    String text = Files.readString(file);
    assertFalse(text.contains("beagle") || text.contains("<resnet50:"), text);
    assertTrue(isNew || before.equals(everything(file)), text);
  }
}
