package org.octet.dataloaders.volume.internal;

import java.util.ArrayList;
import java.util.List;
import org.octet.api.data.DataLoader;
import org.octet.api.data.DataLoaderProvider;
import org.octet.api.data.Sample;
import org.octet.api.plugin.Parameter;
import org.octet.api.plugin.ParameterSchema;
import org.octet.api.plugin.Parameters;
import org.octet.dataloaders.files.Masks;

/** The data loader {@code volume}: 3-D volumes as tensors [1,C,D,H,W]. Immutable. */
public final class VolumeLoaderProvider implements DataLoaderProvider {
  @Override
  public String name() {
    return "volume";
  }

  @Override
  public String description() {
    return "3-D volumes (NIfTI-1 and NIfTI-2, packed or not; .npy): whole, in slabs or in patches.";
  }

  @Override
  public ParameterSchema parameters() {
    List<Parameter> all = new ArrayList<>();
    all.add(
        Parameter.path("path", "a volume (.nii, .nii.gz, .npy), or a folder of them").mandatory());
    all.addAll(files());
    all.addAll(geometry());
    all.addAll(values());
    all.addAll(List.of(Masks.parameters()));
    all.add(
        Parameter.string(
            "input", Sample.ONLY_INPUT, "name of the model's input, if it has several"));
    all.add(
        Parameter.choice(
            "onError",
            "skip",
            List.of("skip", "fail"),
            "what to do with a volume that cannot be read"));
    return new ParameterSchema(all);
  }

  private static List<Parameter> files() {
    return List.of(
        Parameter.strings(
            "modalities",
            "how the names of a subject's volumes end, one channel each in this order, such as"
                + " _t1.nii.gz,_t2.nii.gz; default: every file is a subject of its own"),
        Parameter.path(
            "masks",
            "classes of the voxels: a folder with a volume of the same name for each subject, or a"
                + " file"),
        Parameter.string(
            "maskSuffix",
            null,
            "how the names of masks beside the volumes end, such as _seg.nii.gz"));
  }

  private static List<Parameter> geometry() {
    return List.of(
        Parameter.choice(
            "orientation",
            "as-stored",
            List.of("as-stored", "ras"),
            "ras: axes are turned so that x runs to the right, y to the front, z up, as the file's"
                + " sform or qform says"),
        Parameter.numbers(
            "spacing",
            null,
            "resample to this distance of voxels in millimetres along x, y, z (linearly, masks by"
                + " the nearest voxel); default: as stored"),
        Parameter.choice(
            "axes",
            "xyz",
            List.of("xyz", "xzy", "yxz", "yzx", "zxy", "zyx"),
            "which of the file's axes are D, H and W of the tensor; x changes fastest in the file."
                + " xyz is what nibabel gives, zyx what SimpleITK gives"),
        Parameter.string(
            "crop",
            null,
            "what is kept of a volume: DxHxW in the middle, or a box FIRST:ENDxFIRST:ENDxFIRST:END"),
        Parameter.string("patch", null, "cut patches of DxHxW voxels, such as 64x128x128"),
        Parameter.string(
            "stride",
            null,
            "distance of patches, DxHxW; default: the patch. The last patch of an axis ends where"
                + " the volume does"),
        Parameter.strings(
            "slabs",
            "cut these boxes, each FIRST:ENDxFIRST:ENDxFIRST:END along D, H, W of what crop keeps"));
  }

  private static List<Parameter> values() {
    return List.of(
        Parameter.numbers(
            "window",
            null,
            "CENTER,WIDTH of a window, such as 40,400 Hounsfield units: its values become 0 to 1,"
                + " those outside 0 or 1"),
        Parameter.choice(
            "normalize",
            "none",
            List.of("none", "max", "range", "z-score", "z-score-nonzero"),
            "over each whole volume, before anything is cut. max: divide by the largest value;"
                + " range: smallest 0, largest 1; z-score: mean 0, deviation 1; z-score-nonzero: the"
                + " same of voxels that are not 0"));
  }

  @Override
  public DataLoader open(Parameters p) {
    Preparation preparation = Preparation.of(p);
    Cutting cutting = Cutting.of(p);
    return new VolumeLoader(
        Subject.find(p),
        preparation,
        cutting,
        Masks.of(p),
        p.string("input"),
        p.string("onError").equals("skip"));
  }
}
