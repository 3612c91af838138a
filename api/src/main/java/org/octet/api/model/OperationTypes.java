package org.octet.api.model;

/** Names of the operation types that Octet itself reads or writes. */
public final class OperationTypes {
  /** As spelled in the IR. */
  public static final String CONSTANT = "Const";

  public static final String PARAMETER = "Parameter";
  public static final String RESULT = "Result";
  public static final String FAKE_QUANTIZE = "FakeQuantize";
  public static final String CONVERT = "Convert";
  public static final String RESHAPE = "Reshape";
  public static final String CONVOLUTION = "Convolution";
  public static final String GROUP_CONVOLUTION = "GroupConvolution";
  public static final String CONVOLUTION_BACKPROP_DATA = "ConvolutionBackpropData";
  public static final String GROUP_CONVOLUTION_BACKPROP_DATA = "GroupConvolutionBackpropData";
  public static final String MAT_MUL = "MatMul";
  public static final String ADD = "Add";
  public static final String SUBTRACT = "Subtract";
  public static final String MULTIPLY = "Multiply";
  public static final String DIVIDE = "Divide";
  public static final String CONCAT = "Concat";
  public static final String RELU = "ReLU";
  public static final String CLAMP = "Clamp";

  private OperationTypes() {}
}
