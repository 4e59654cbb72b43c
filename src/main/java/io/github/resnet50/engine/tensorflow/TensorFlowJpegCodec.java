package io.github.resnet50.engine.tensorflow;

import io.github.resnet50.graph.GraphRunner;
import io.github.resnet50.image.DecodedImage;
import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.RgbImage;
import io.github.resnet50.image.decode.ImageCodec;
import io.github.resnet50.image.decode.ImageFile;
import io.github.resnet50.image.decode.JpegCodec;
import io.github.resnet50.image.decode.JpegFile;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.PointerScope;
import org.tensorflow.internal.c_api.TF_Graph;
import org.tensorflow.internal.c_api.TF_Operation;
import org.tensorflow.internal.c_api.TF_OperationDescription;
import org.tensorflow.internal.c_api.TF_Output;
import org.tensorflow.internal.c_api.TF_Session;
import org.tensorflow.internal.c_api.TF_SessionOptions;
import org.tensorflow.internal.c_api.TF_Status;
import org.tensorflow.internal.c_api.TF_TString;
import org.tensorflow.internal.c_api.TF_Tensor;
import org.tensorflow.internal.c_api.global.tensorflow;

/**
 * JPEG through TensorFlow's {@code DecodeJpeg}, which is libjpeg-turbo: the same pixels as the
 * JDK's libjpeg gives, several times as fast. Gray and colour JPEGs only; TensorFlow does not
 * support CMYK. Reduced pictures come from a smaller inverse transform of each block (libjpeg's
 * {@code scale_denom}).
 *
 * <p>Pictures are decoded whole, although a model may see only their middle: of a baseline picture,
 * {@code DecodeAndCropJpeg} does not read the rows below its window, so that damage there would
 * pass unnoticed, and with the window down to the last row it saves 2 % of decoding and resizing.
 *
 * <p>The operation runs on the calling thread and holds no state, so that one codec serves any
 * number of threads. The TensorFlow library must have been loaded before one is made, and {@link
 * #close()} must not be called while a decoding is running.
 */
public final class TensorFlowJpegCodec implements ImageCodec {
  private static final List<Integer> REDUCTIONS = List.of(1, 2, 4, 8);

  /** Decides about files that TensorFlow refuses or warns of, and says what is wrong with them. */
  private final JpegCodec referee = new JpegCodec();

  private final TF_Graph graph;
  private final TF_Session session;
  private final TF_Operation contents;

  /** Without it nobody could tell a whole picture from one that libjpeg has only warned of. */
  private final boolean warningsAreKnown = NativeOutput.isCounted();

  /** The decoding operation for each reduction. */
  private final Map<Integer, TF_Operation> images = new HashMap<>();

  @SuppressWarnings("try") // the scope is only closed
  public TensorFlowJpegCodec() {
    try (PointerScope scope = new PointerScope()) {
      TF_Status status = TF_Status.newStatus();
      graph = TF_Graph.newGraph();
      TF_OperationDescription input = tensorflow.TF_NewOperation(graph, "Placeholder", "contents");
      tensorflow.TF_SetAttrType(input, "dtype", tensorflow.TF_STRING);
      contents = tensorflow.TF_FinishOperation(input, status);
      status.throwExceptionIfNotOK();
      for (int reduction : REDUCTIONS) {
        images.put(reduction, decodeJpeg(graph, contents, reduction, status));
      }

      byte[] config = GraphRunner.DECODING.toByteArray();
      TF_SessionOptions options = TF_SessionOptions.newSessionOptions();
      tensorflow.TF_SetConfig(options, new BytePointer(config), config.length, status);
      status.throwExceptionIfNotOK();
      session = TF_Session.newSession(graph, options, status);
      status.throwExceptionIfNotOK();
      graph.retainReference();
      session.retainReference();
    }
  }

  private static TF_Operation decodeJpeg(
      TF_Graph graph, TF_Operation contents, int reduction, TF_Status status) {
    TF_OperationDescription decode =
        tensorflow.TF_NewOperation(graph, "DecodeJpeg", "image" + reduction);
    tensorflow.TF_AddInput(decode, new TF_Output().oper(contents).index(0));
    tensorflow.TF_SetAttrInt(decode, "channels", 3);
    tensorflow.TF_SetAttrInt(decode, "ratio", reduction);
    byte[] method = "INTEGER_ACCURATE".getBytes(StandardCharsets.US_ASCII);
    tensorflow.TF_SetAttrString(decode, "dct_method", new BytePointer(method), method.length);
    tensorflow.TF_SetAttrBool(decode, "fancy_upscaling", (byte) 1);
    TF_Operation image = tensorflow.TF_FinishOperation(decode, status);
    status.throwExceptionIfNotOK();
    return image;
  }

  @Override
  public boolean reads(ImageFile file) {
    return warningsAreKnown && file instanceof JpegFile jpeg && decodes(jpeg);
  }

  /** Whether TensorFlow supports it, and nothing is missing at first sight. */
  static boolean decodes(JpegFile jpeg) {
    return jpeg.components() != 4 && jpeg.ended();
  }

  /** TensorFlow's own pixels, before they are copied into the Java heap, come on top. */
  @Override
  public long nativeBytes(ImageFile file, int reduction) {
    return nativeBytes((JpegFile) file, reduction);
  }

  static long nativeBytes(JpegFile jpeg, int reduction) {
    return jpeg.coefficientBytes() + ImageCodec.pixelBytes(jpeg, reduction);
  }

  @Override
  public long heapBytes(ImageFile file, int reduction) {
    return ImageCodec.pixelBytes(file, reduction);
  }

  @Override
  public RgbImage decode(ImageFile file) throws ImageException {
    return decode(file, 1);
  }

  @Override
  public RgbImage decode(ImageFile file, int reduction) throws ImageException {
    JpegFile jpeg = (JpegFile) file;
    int width = DecodedImage.reduced(jpeg.width(), reduction);
    int height = DecodedImage.reduced(jpeg.height(), reduction);
    long before = NativeOutput.written();
    byte[] rgb = run(jpeg, reduction, 3L * width * height);
    long after = NativeOutput.written();
    boolean warned = after != before || after < 0;
    return rgb == null || warned ? referee.decode(file) : new RgbImage(width, height, rgb);
  }

  /** The pixels, {@code size} bytes, or null if TensorFlow refuses the file. */
  @SuppressWarnings("try") // the scope is only closed
  private byte[] run(JpegFile jpeg, int reduction, long size) {
    byte[] encoded = jpeg.bytes();
    try (PointerScope scope = new PointerScope()) {
      TF_Tensor input =
          TF_Tensor.allocateTensor(
              tensorflow.TF_STRING, new long[0], Loader.sizeof(TF_TString.class));
      TF_TString string = new TF_TString(tensorflow.TF_TensorData(input));
      // The tensor points to the bytes without owning them: they must live as long as this scope.
      tensorflow.TF_TString_Init(string);
      tensorflow.TF_TString_AssignView(string, new BytePointer(encoded), encoded.length);
      PointerPointer<TF_Tensor> inputs = new PointerPointer<>(1);
      inputs.put(0, input);
      PointerPointer<TF_Tensor> outputs = new PointerPointer<>(1);
      TF_Status status = TF_Status.newStatus();
      tensorflow.TF_SessionRun(
          session,
          null,
          new TF_Output().oper(contents).index(0),
          inputs,
          1,
          new TF_Output().oper(images.get(reduction)).index(0),
          outputs,
          1,
          new PointerPointer<TF_Operation>(0),
          0,
          null,
          status);
      if (tensorflow.TF_GetCode(status) != tensorflow.TF_OK) {
        return null;
      }
      TF_Tensor output = outputs.get(TF_Tensor.class, 0).withDeallocator();
      if (tensorflow.TF_TensorByteSize(output) != size) {
        return null;
      }
      Pointer pixels = tensorflow.TF_TensorData(output).capacity(size);
      byte[] rgb = new byte[(int) size];
      new BytePointer(pixels).get(rgb);
      return rgb;
    }
  }

  @Override
  public void close() {
    session.close();
    graph.close();
  }
}
