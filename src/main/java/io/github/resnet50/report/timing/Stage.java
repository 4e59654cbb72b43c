package io.github.resnet50.report.timing;

import com.google.gson.annotations.SerializedName;
import java.util.Locale;

/** The stages that the timing report distinguishes, in the order in which an image passes them. */
public enum Stage {
  @SerializedName("read")
  READ,
  @SerializedName("decode")
  DECODE,
  @SerializedName("preprocess")
  PREPROCESS,
  @SerializedName("inference")
  INFERENCE,
  @SerializedName("write")
  WRITE;

  /** As in reports: {@code read}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
