package io.github.resnet50.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JobOutputTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "_SUCCESS",
        "._SUCCESS.crc",
        "part-r-00000.csv",
        ".part-r-00000.csv.crc",
        "part-r-100000.jsonl",
        "part-00000-6b1f-c000.snappy.parquet"
      })
  void whatAJobLeavesMayBeReplaced(String name) {
    assertTrue(JobOutput.isOfJob(name, false));
    assertFalse(JobOutput.isOfJob(name, true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a.jpg", "part-1.jpg", "part-r-00000.csv.bak", ".git", "_temporary", "crc"})
  void anythingElseMayNot(String name) {
    assertFalse(JobOutput.isOfJob(name, false));
  }

  @Test
  void foldersOfCommittersMayBeReplacedAndNoOthers() {
    assertTrue(JobOutput.isOfJob("_temporary", true));
    assertFalse(JobOutput.isOfJob("photos", true));
  }

  @ParameterizedTest
  @CsvSource({
    "file:/a/out, file:/a/out, true",
    "file:/a/out, file:/a/out/b.jpg, true",
    "file:/a/out, file:/a/out.csv, false",
    "file:/a/out, file:/a, false",
    "file:/, file:/a, true",
    "hdfs://head/out, file:/out, false"
  })
  void inAFolderIsWhatIsBeneathItsWholeName(String folder, String key, boolean within) {
    assertEquals(within, JobOutput.isWithin(folder, key));
  }

  @Test
  void localPlacesHaveOneKeyHoweverTheyAreNamed() throws Exception {
    Places places = new Places("/home/u", true);
    Configuration unused = null; // what is local is no file system of Hadoop's
    for (String name : new String[] {"a/b", "./a//b/", "c/../a/b", "/home/u/a/b"}) {
      assertEquals("file:/home/u/a/b", places.key(name, unused), name);
    }
  }
}
