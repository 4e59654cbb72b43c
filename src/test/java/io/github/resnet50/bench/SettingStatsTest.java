package io.github.resnet50.bench;

import static io.github.resnet50.bench.Reports.setting;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class SettingStatsTest {

  @Test
  void isTheBestWhereNothingComesNear() {
    assertEquals(
        "--batch-size 8 --threads 2 (25.9 images/s)",
        SettingStats.recommended(
                List.of(setting(4, 2, 25.0), setting(8, 2, 25.9), setting(16, 2, 20)))
            .words());
  }

  @Test
  void isTheBatchNearestToEightWithinTwoPercent() {
    assertEquals(
        setting(8, 2, 98),
        SettingStats.recommended(
            List.of(
                setting(1, 2, 99), setting(8, 2, 98), setting(16, 2, 98), setting(32, 2, 100))));
    assertEquals(
        setting(4, 2, 98),
        SettingStats.recommended(
            List.of(setting(2, 2, 97.9), setting(4, 2, 98), setting(16, 2, 100))));
    assertEquals(
        setting(2, 2, 98),
        SettingStats.recommended(List.of(setting(1, 2, 100), setting(2, 2, 98))));
  }

  @Test
  void isNoneOfFewerRoundsThanOthers() {
    assertEquals(
        setting(8, 2, 60),
        SettingStats.recommended(List.of(setting(4, 2, 69, 1, null, null), setting(8, 2, 60))));
  }

  @Test
  void isTheFastestOfTheSameBatch() {
    assertEquals(
        setting(4, 2, 99.5),
        SettingStats.recommended(
            List.of(setting(4, 1, 99), setting(4, 2, 99.5), setting(16, 1, 100))));
  }
}
