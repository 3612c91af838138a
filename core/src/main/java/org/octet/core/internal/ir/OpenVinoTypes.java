package org.octet.core.internal.ir;

import java.util.Set;

/**
 * Names of OpenVINO's operation classes, from which it makes automatic names such as {@code
 * Reshape_2464}. They differ from the IR's type names here and there ({@code Constant}, {@code
 * Relu}). From the opset tables of OpenVINO 2026.2 and its importers' internal operations.
 */
final class OpenVinoTypes {
  private static final Set<String> NAMES =
      Set.of(
          """
          AUGRUCell AUGRUSequence Abs Acos Acosh AdaptiveAvgPool AdaptiveMaxPool Add Asin Asinh
          Assign Atan Atanh AvgPool BatchNormInference BatchToSpace BinaryConvolution BitwiseAnd
          BitwiseLeftShift BitwiseNot BitwiseOr BitwiseRightShift BitwiseXor Broadcast Bucketize
          CTCGreedyDecoder CTCGreedyDecoderSeqLen CTCLoss Ceiling Clamp Col2Im ComplexTypeMark
          Concat ConcatFromSequence Constant Convert ConvertLike ConvertPromoteTypes Convolution
          ConvolutionBackpropData ConvolutionBiased Cos Cosh CumSum DFT DeformableConvolution
          DeformablePSROIPooling DepthToSpace DetectionOutput Divide Einsum Elu
          EmbeddingBagOffsets EmbeddingBagOffsetsSum EmbeddingBagPacked EmbeddingBagPackedSum
          EmbeddingSegmentsSum Equal Erf ErfInv Exp ExperimentalDetectronDetectionOutput
          ExperimentalDetectronGenerateProposalsSingleImage
          ExperimentalDetectronPriorGridGenerator ExperimentalDetectronROIFeatureExtractor
          ExperimentalDetectronTopKROIs ExtractImagePatches Eye FakeConvert FakeQuantize Floor
          FloorMod FrameworkNode FullyConnected FullyConnectedCompressed GLU GRN GRUCell
          GRUSequence Gather GatherCompressed GatherElements GatherND GatherTree Gelu
          GenerateProposals Greater GreaterEqual GridSample GroupConvolution
          GroupConvolutionBackpropData GroupNormalization HSigmoid HSwish HardSigmoid HashTable
          I420toBGR I420toRGB IDFT IRDFT ISTFT Identity If Interpolate Inverse IsFinite IsInf
          IsNaN LRN LSTMCell LSTMSequence Less LessEqual Log LogSoftmax LogicalAnd LogicalNot
          LogicalOr LogicalXor Loop MVN MatMul MatMulCompressed MatrixNms MaxPool Maximum Minimum
          Mish Mod MulticlassNms MulticlassNmsIEInternal Multinomial Multiply NMSRotated
          NV12toBGR NV12toRGB Negative NmsStaticShapeIE NonMaxSuppression NonMaxSuppressionIE
          NonMaxSuppressionIEInternal NonZero NormalizeL2 NotEqual NotSupportedONNXNode NullNode
          ONNXFrameworkNode ONNXSubgraphFrameworkNode OneHot PRelu PSROIPooling Pad
          PagedAttentionExtension Parameter Power PowerStatic PriorBox PriorBoxClustered Proposal
          RDFT RMS RNNCell RNNSequence ROIAlign ROIAlignRotated ROIPooling RandomUniform Range
          ReadValue ReduceL1 ReduceL2 ReduceLogicalAnd ReduceLogicalOr ReduceMax ReduceMean
          ReduceMin ReduceProd ReduceSum RegionYolo Relu ReorgYolo Reshape Result Reverse
          ReverseSequence RoPE Roll Round STFT ScaledDotProductAttention ScatterElementsUpdate
          ScatterNDUpdate ScatterUpdate SearchSorted SegmentMax Select Selu SequenceInsert
          SequenceMark ShapeOf ShuffleChannels Sigmoid Sign Sin Sinh Slice SliceScatter SoftPlus
          SoftSign Softmax SpaceToBatch SpaceToDepth SparseFillEmptyRows Split Sqrt
          SquaredDifference Squeeze StridedSlice StringTensorPack StringTensorUnpack Subtract
          Swish Tan Tanh TensorIterator Tile TopK Transpose Unique Unsqueeze VariadicSplit Xor a
          x
          """
              .strip()
              .split("\\s+"));

  private OpenVinoTypes() {}

  /** Whether OpenVINO has an operation class of this name. */
  static boolean contains(String name) {
    return NAMES.contains(name);
  }
}
