package io.github.resnet50.testing;

import java.util.Locale;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Puts the default locale back after each test of a class that sets others. */
public final class RestoreLocale implements BeforeEachCallback, AfterEachCallback {
  private Locale before = Locale.getDefault();

  @Override
  public void beforeEach(ExtensionContext context) {
    before = Locale.getDefault();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    Locale.setDefault(before);
  }
}
