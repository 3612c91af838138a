package org.octet.api.algorithm;

import org.octet.api.model.Operation;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Takes, for the report, why each operation was quantized or not. The last entry for an operation
 * counts.
 */
@ProviderType
public interface Reasons {
  /**
   * Records a reason.
   *
   * @param model name of the model
   * @param operation the operation
   * @param reason the reason
   * @param detail what a reader wants to know, such as the operation fused into; may be empty
   */
  void put(String model, Operation operation, Reason reason, String detail);
}
