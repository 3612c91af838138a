/** Functions that OpenVINO's C API lacks, or has in a form that Java cannot call. */
package org.octet.engines.openvino.extras;
