package org.octet.api.device;

/**
 * Something in a quantized model that a device would refuse, or take in another way than the model
 * says.
 *
 * @param operation friendly name of the operation
 * @param rule a short name of the device's rule
 * @param detail what the rule says, with the values that break it
 */
public record Finding(String operation, String rule, String detail) {}
