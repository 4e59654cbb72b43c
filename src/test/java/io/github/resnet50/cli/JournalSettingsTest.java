package io.github.resnet50.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.cli.CertaintyOptions.Applied;
import io.github.resnet50.cli.options.CommonOptions;
import io.github.resnet50.cli.options.Journaled;
import io.github.resnet50.engine.FakeEngine;
import io.github.resnet50.image.decode.ImageFormat;
import io.github.resnet50.model.ModelSpec;
import io.github.resnet50.report.Certainty.Columns;
import io.github.resnet50.report.Certainty.Score;
import io.github.resnet50.report.Certainty.Threshold;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;

class JournalSettingsTest {
  @TempDir Path folder;

  private static Field field(ArgSpec option) {
    return assertInstanceOf(Field.class, option.userObject());
  }

  private Map<String, String> settings(String... options) throws Exception {
    ClassifyCommand command = new ClassifyCommand(null);
    new CommandLine(command).parseArgs(options);
    Path model = Files.createDirectories(folder.resolve("model"));
    Files.writeString(model.resolve("saved_model.pb"), "a graph");
    ModelSpec spec =
        command.engine.input().choice().averaging(command.tta.views).of(FakeEngine.spec(model));
    ModelAccess models =
        new ModelAccess(
            new Context(
                null,
                null,
                null,
                Map.of("RESNET50_HOME", folder.resolve("home").toString()),
                (request, notes) -> new FakeEngine()),
            new CommonOptions(),
            command.engine.choice());
    return JournalSettings.of(
        command.command,
        command.engine.config(command.input.scan(System.in), command.output.topK.value),
        spec,
        command.output.format(),
        command.certainty.applied(models.home(), spec),
        models);
  }

  @Test
  void everyOptionOfClassifyIsMarkedAsJournaledOrNot() {
    for (ArgSpec option : new CommandLine(new ClassifyCommand(null)).getCommandSpec().args()) {
      Field field = field(option);
      boolean journaled = field.isAnnotationPresent(Journaled.class);
      Journaled.Not not = field.getAnnotation(Journaled.Not.class);
      assertTrue(
          journaled != (not != null),
          option + ": mark it with @Journaled if records depend on it, else with @Journaled.Not");
      assertFalse(not != null && not.value().isBlank(), option + ": say why");
    }
  }

  /**
   * Of options that share a name only the last one's value would be recorded; so {@link
   * JournalSettings} writes out what those named here determine together.
   */
  @Test
  void everyOtherOptionHasASettingOfItsOwn() {
    Map<String, Set<String>> options = new TreeMap<>();
    for (ArgSpec option : new CommandLine(new ClassifyCommand(null)).getCommandSpec().args()) {
      Journaled journaled = field(option).getAnnotation(Journaled.class);
      if (journaled != null) {
        options
            .computeIfAbsent(journaled.value(), name -> new TreeSet<>())
            .add(field(option).getName());
      }
    }
    options.values().removeIf(sharing -> sharing.size() == 1);
    assertEquals(
        Map.of(
            "certainty", Set.of("calibrated", "flagUncertain", "scores"),
            "format", Set.of("format", "output")),
        options,
        "give the option a name of its own in @Journaled");
  }

  @Test
  void settingsAreThoseOfTheMarkedOptionsAndOfTheModel() throws Exception {
    Set<String> expected = new LinkedHashSet<>();
    for (ArgSpec option : new CommandLine(new ClassifyCommand(null)).getCommandSpec().args()) {
      Journaled journaled = field(option).getAnnotation(Journaled.class);
      if (journaled != null) {
        expected.add(journaled.value());
      }
    }
    expected.addAll(Set.of("version", "engine", "preprocessing", "softmax", "labels"));
    assertEquals(
        new TreeSet<>(expected),
        new TreeSet<>(
            settings(
                    "photos",
                    "--input-size=16",
                    "--crop-pct=1",
                    "--crop-mode=border",
                    "--interpolation=bicubic",
                    "--tta=flip",
                    "--columns=bytes",
                    "--tiles=224,10%",
                    "--bands=4,3,2",
                    "--stretch=2,98",
                    "--embed",
                    "--rollup=0.8",
                    "--taxonomy=" + Files.writeString(folder.resolve("tree.csv"), "a,b"),
                    "--rules=" + Files.writeString(folder.resolve("rules.txt"), "min 0.1"))
                .keySet()));
    assertTrue(expected.removeAll(JournalSettings.INPUT));
    assertTrue(expected.removeAll(JournalSettings.LATER));
    assertEquals(new TreeSet<>(expected), new TreeSet<>(settings("photos").keySet()));
  }

  /** Journals from before these options have none of them. */
  @Test
  void whatTheModelCameWithIsNoInputOfOnesOwn() throws Exception {
    String own = String.valueOf(FakeEngine.SIDE);
    assertEquals(settings("photos"), settings("photos", "--input-size", own));
    Map<String, String> flipped = settings("photos", "--input-size", own, "--tta", "flip");
    assertEquals("[" + own + "]", flipped.get("input_size"));
    assertEquals("flip", flipped.get("tta"));
    assertFalse(flipped.containsKey("crop_pct"), "not given");
    assertTrue(flipped.get("preprocessing").endsWith("views=flip]"));
  }

  /** So that a run goes on with them however they are put. */
  @Test
  void columnsHaveOneOrder() throws Exception {
    assertEquals("[bytes, phash]", settings("photos", "--columns", "phash,BYTES").get("columns"));
    assertFalse(
        settings("photos").keySet().removeAll(JournalSettings.LATER), "older journals have none");
  }

  @Test
  void filesCountByContent() throws Exception {
    Path rules = Files.writeString(folder.resolve("rules.txt"), "min 0.1");
    Path copy = Files.copy(rules, folder.resolve("copy.txt"));
    Map<String, String> settings = settings("photos", "--rules=" + rules);
    assertEquals(settings, settings("photos", "--rules=" + copy));
    assertTrue(settings.get("rules").matches("SHA-256 [0-9a-f]{64}"));
    Files.writeString(copy, "min 0.2");
    assertNotEquals(settings.get("rules"), settings("photos", "--rules=" + copy).get("rules"));
  }

  /** As they stand in journals that exist, which are to be read for as long as possible. */
  @Test
  void valuesAreWrittenAsEver() throws Exception {
    Map<String, String> settings = settings("photos", "a b");
    assertEquals("[photos, a b]", settings.get("paths"));
    assertEquals("csv", settings.get("format"));
    assertEquals("8", settings.get("batch_size"));
    assertEquals("5", settings.get("top_k"));
    assertEquals("178956970", settings.get("max_pixels"));
    assertEquals("false", settings.get("files_from"));
    assertEquals("[]", settings.get("include"));
    assertEquals("[]", settings.get("exclude"));
    assertEquals("2147483647", settings.get("max_depth"));
    assertEquals("false", settings.get("hidden"));
    assertEquals("false", settings.get("follow_links"));
    assertEquals("1/1", settings.get("shard"));
    assertEquals("false", settings.get("softmax"));
    assertEquals(
        "Preprocessing[width=8, height=8, resize=Size[width=8, height=8], resizeShort=0,"
            + " centerCrop=false, scale=1.0, mean=[0.0, 0.0, 0.0], std=[1.0, 1.0, 1.0],"
            + " channelOrder=RGB]",
        settings.get("preprocessing"));
    assertEquals(
        "Applied[temperature=null, records=RecordExtras[scores=false, threshold=null]]",
        settings.get("certainty"));
    assertEquals(
        "Applied[temperature=1.5, records=RecordExtras[scores=with contrast,"
            + " threshold=Threshold[score=max_softmax, value=0.25]]]",
        JournalSettings.text(
            new Applied(1.5, new Columns(true, new Threshold(Score.MAX_SOFTMAX, 0.25)))));
  }

  @ParameterizedTest
  @CsvSource({
    "format,--format=json",
    "format,--output=x.jsonl",
    "batch_size,--batch-size=3",
    "top_k,-k 2",
    "certainty,--scores",
    "max_pixels,--max-pixels=7",
    "paths,more",
    "files_from,--files-from=-",
    "include,--include=*.png",
    "exclude,--exclude=*.png",
    "max_depth,--max-depth=2",
    "hidden,--hidden",
    "follow_links,--follow-links",
    "shard,--shard=2/3"
  })
  void anotherValueIsAnotherSetting(String setting, String option) throws Exception {
    Map<String, String> before = settings("photos");
    Map<String, String> after = settings(("photos " + option).split(" "));
    assertNotEquals(before.get(setting), after.get(setting));
    after.put(setting, before.get(setting));
    assertEquals(before, after);
  }

  @Test
  void helpNamesTheSuffixesOfAllFormats() {
    String help = new CommandLine(new ClassifyCommand(null)).getUsageMessage();
    assertTrue(
        help.replaceAll("\\s+", " ").contains(String.join(", ", ImageFormat.suffixes()) + "."),
        help);
  }
}
