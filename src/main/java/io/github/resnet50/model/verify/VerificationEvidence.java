package io.github.resnet50.model.verify;

import com.google.gson.Gson;
import com.google.gson.JsonObject;

/**
 * What is kept of a verification beside a model; plain values, so that any JSON library writes it.
 *
 * @param date when, ISO 8601 in UTC
 * @param source where the labelled images came from
 * @param images how many counted
 * @param unmatched images whose label is none of the model's
 * @param failed images that could not be read or decoded
 * @param candidates how many ways of preparing them were tried
 * @param declared the declared one's score
 * @param best the best one's score; the declared one's again where that is the best
 * @param verdict what follows
 * @param summary the same in a sentence for people
 */
public record VerificationEvidence(
    String date,
    String source,
    int images,
    int unmatched,
    int failed,
    int candidates,
    Score declared,
    Score best,
    Verdict verdict,
    String summary) {

  /**
   * As a model's card holds it: the record, and {@code accuracy} (0..1), the declared one's top-1.
   */
  public JsonObject json() {
    JsonObject object = new Gson().toJsonTree(this).getAsJsonObject();
    object.addProperty("accuracy", declared.top1());
    return object;
  }
}
