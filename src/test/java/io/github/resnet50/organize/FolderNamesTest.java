package io.github.resnet50.organize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.report.ItemResult.Answer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FolderNamesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "dog|dog",
        "tench, Tinca tinca|tench, Tinca tinca",
        "a/b|a_b",
        "a\\b|a_b",
        "..|_",
        ".|_",
        "...hidden|_hidden",
        ".git|_git",
        "../../etc|__.._etc",
        "dog.|dog",
        "dog. .|dog",
        " dog |dog",
        "CON|CON_",
        "con|con_",
        "Con.txt|Con_.txt",
        "COM1|COM1_",
        "COM¹|COM¹_",
        "console|console",
        "a:b*c?d\"e<f>g|a_b_c_d_e_f_g",
        "tab\there|tab_here",
        "nul\u0000|nul_",
        "left\u202Eright|left_right",
        "half\uD800|half_",
        "cafe\u0301|caf\u00E9",
        "-rf|-rf",
        "🐕|🐕",
      })
  void aLabelBecomesANameThatEveryFileSystemTakes(String label, String name) {
    assertEquals(name, FolderNames.of(label));
  }

  @Test
  void nothingBecomesSomething() {
    assertEquals("_", FolderNames.of(""));
    assertEquals("_", FolderNames.of("   "));
  }

  @Test
  void longLabelsAreCutAndStayApart() {
    String long1 = "é".repeat(400) + "1";
    String long2 = "é".repeat(400) + "2";
    assertNotEquals(FolderNames.of(long1), FolderNames.of(long2));
    assertTrue(FolderNames.of(long1).getBytes(StandardCharsets.UTF_8).length <= 120);
    assertTrue(FolderNames.of(long1).startsWith("ééé"));
  }

  @Test
  void differentClassesHaveDifferentFoldersAlsoWhereCaseDoesNotCount() {
    List<Answer> answers =
        List.of(
            answer("n02012849", "crane"),
            answer("n03126707", "crane"),
            answer("x", "Crane"),
            answer("a/b", "a/b"),
            answer("a:b", "a:b"),
            answer("dog", "dog"));
    FolderNames names = new FolderNames(answers);
    assertEquals("crane (n02012849)", names.of(answers.get(0)));
    assertEquals("crane (n03126707)", names.of(answers.get(1)));
    assertEquals("dog", names.of(answers.get(5)));
    Set<String> all = new HashSet<>();
    answers.forEach(answer -> all.add(FolderNames.folded(names.of(answer))));
    assertEquals(answers.size(), all.size(), all.toString());
  }

  private static Answer answer(String id, String label) {
    return new Answer(id, label, 1);
  }
}
