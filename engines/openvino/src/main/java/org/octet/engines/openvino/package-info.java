/** The runtime {@code openvino}: models run by OpenVINO. */
package org.octet.engines.openvino;
